"""What is told on paper: reports as PDF and in the official layout, postings for the wall."""

from feedback.paper.pdf import report_pdf
from feedback.paper.posting import posting_pdf
from feedback.paper.word import report_docx

__all__ = ["posting_pdf", "report_docx", "report_pdf"]
