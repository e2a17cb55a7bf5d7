"""The app in Django admin: to read."""

from collection.admin import checklists, events, reports, surveys

__all__ = ["checklists", "events", "reports", "surveys"]
