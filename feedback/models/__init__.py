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
from feedback.models.reports import ReportAdvice, ReportBatch
from feedback.models.use_uploads import UseUpload
from feedback.models.uses import ResultUse

__all__ = [
    "AnswerSheet",
    "AnswerText",
    "AskedUnit",
    "FileBatch",
    "PersonCard",
    "Posting",
    "Question",
    "QuestionTally",
    "Questionnaire",
    "ReportAdvice",
    "ReportBatch",
    "Respondent",
    "ResultUse",
    "TeamCard",
    "UseUpload",
]
