from feedback.models.reports import ReportAdvice, ReportBatch

__all__ = ["ReportAdvice", "ReportBatch"]
