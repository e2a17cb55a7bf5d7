"""Papers of what comes in."""

from collection.paper.survey_sheet import survey_sheet_pdf

__all__ = ["survey_sheet_pdf"]
