"""The app in Django admin: to read."""

from collection.admin import checklists, events, opinions, reports, surveys, tasks

__all__ = ["checklists", "events", "opinions", "reports", "surveys", "tasks"]
