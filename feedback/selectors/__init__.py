"""Reading for reports and for the home page."""

from feedback.selectors.health_checks import GroupFigures, health_check, read_group

__all__ = ["GroupFigures", "health_check", "read_group"]
