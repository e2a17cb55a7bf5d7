"""The forms that the daily review prints: each described once, drawn as DOCX and as PDF."""

from collections.abc import Callable, Mapping

from dailyreview.paper.pdf import sheet_pdf
from dailyreview.paper.sheet import Sheet
from dailyreview.paper.word import sheet_docx

PRINTERS: Mapping[str, Callable[[Sheet], bytes]] = {"docx": sheet_docx, "pdf": sheet_pdf}

__all__ = ["PRINTERS", "Sheet", "sheet_docx", "sheet_pdf"]
