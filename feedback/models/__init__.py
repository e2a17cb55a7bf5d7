from feedback.models.files import FileBatch, PersonCard, TeamCard
from feedback.models.postings import Posting
from feedback.models.questionnaires import (
    AnswerSheet,
    AnswerText,
    AskedUnit,
    Question,
    Questionnaire,
    QuestionTally,
    Respondent,
)
from feedback.models.recommendations import (
    Candidate,
    CandidateCheck,
    CheckItem,
    Recommendation,
    Statement,
)
from feedback.models.reports import ReportAdvice, ReportBatch
from feedback.models.use_uploads import UseUpload
from feedback.models.uses import ResultUse

__all__ = [
    "AnswerSheet",
    "AnswerText",
    "AskedUnit",
    "Candidate",
    "CandidateCheck",
    "CheckItem",
    "FileBatch",
    "PersonCard",
    "Posting",
    "Question",
    "QuestionTally",
    "Questionnaire",
    "Recommendation",
    "ReportAdvice",
    "ReportBatch",
    "Respondent",
    "ResultUse",
    "Statement",
    "TeamCard",
    "UseUpload",
]
