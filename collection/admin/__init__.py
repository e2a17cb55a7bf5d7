"""The app in Django admin: to read."""
