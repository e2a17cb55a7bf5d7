"""What this app brings to version 1 of the API."""

from feedback.api.reports import ReportViewSet
from feedback.api.uses import ResultUseViewSet

routes = [
    ("reports", ReportViewSet, "report"),
    ("result-uses", ResultUseViewSet, "result-use"),
]
