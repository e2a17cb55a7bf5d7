"""Reports on paper: PDF, and DOCX in the official layout."""

from feedback.paper.pdf import report_pdf
from feedback.paper.word import report_docx

__all__ = ["report_docx", "report_pdf"]
