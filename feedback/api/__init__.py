"""What this app brings to version 1 of the API."""

from feedback.api.reports import ReportViewSet

routes = [("reports", ReportViewSet, "report")]
