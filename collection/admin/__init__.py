"""The app in Django admin: to read."""

from collection.admin import checklists, events, surveys

__all__ = ["checklists", "events", "surveys"]
