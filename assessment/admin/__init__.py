"""Admin of the assessment app: to find and to read; cycles, runs and grades change by services."""

from assessment.admin import cycles, fieldwork, runs, schemes, sheets

__all__ = ["cycles", "fieldwork", "runs", "schemes", "sheets"]
