"""The app in Django admin: to read."""

from collection.admin import surveys

__all__ = ["surveys"]
