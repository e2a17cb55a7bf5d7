from feedback.models.reports import ReportAdvice, ReportBatch
from feedback.models.use_uploads import UseUpload
from feedback.models.uses import ResultUse

__all__ = ["ReportAdvice", "ReportBatch", "ResultUse", "UseUpload"]
