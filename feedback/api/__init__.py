"""What this app brings to version 1 of the API."""

from feedback.api.files import PersonFileViewSet, TeamFileViewSet
from feedback.api.postings import PostingViewSet
from feedback.api.questionnaires import QuestionnaireViewSet
from feedback.api.reports import ReportViewSet
from feedback.api.uses import ResultUseViewSet

routes = [
    ("person-files", PersonFileViewSet, "person-file"),
    ("team-files", TeamFileViewSet, "team-file"),
    ("postings", PostingViewSet, "posting"),
    ("questionnaires", QuestionnaireViewSet, "questionnaire"),
    ("reports", ReportViewSet, "report"),
    ("result-uses", ResultUseViewSet, "result-use"),
]
