"""What the assessment puts on paper."""

from assessment.paper.brief import brief_docx

__all__ = ["brief_docx"]
