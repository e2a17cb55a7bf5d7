"""Shapes of what the API tells and takes."""

from assessment.serializers.briefs import BriefSerializer
from assessment.serializers.cycles import CycleSerializer, MemberSerializer
from assessment.serializers.fieldwork import (
    AnswerSerializer,
    DebriefCommentSerializer,
    FieldAssesseeSerializer,
    FieldGroupSerializer,
    FieldMemberSerializer,
    FieldQuestionSerializer,
    GroupReviewSerializer,
    RemainingSerializer,
    WorkLogSerializer,
)
from assessment.serializers.irregularities import IrregularitySerializer
from assessment.serializers.runs import (
    CheckSerializer,
    ExplanationSerializer,
    FindingSerializer,
    ProgressSerializer,
    ResultSerializer,
    RunSerializer,
)
from assessment.serializers.sheets import (
    DraftSerializer,
    SheetContentSerializer,
    SheetSerializer,
    SubmissionSerializer,
)
from assessment.serializers.talks import (
    ConclusionSerializer,
    OutlineSerializer,
    TalkAnswersSerializer,
    TalkDetailSerializer,
    TalkDropSerializer,
    TalkSerializer,
    VerificationDetailSerializer,
    VerificationFileSerializer,
    VerificationSerializer,
)

__all__ = [
    "AnswerSerializer",
    "BriefSerializer",
    "CheckSerializer",
    "ConclusionSerializer",
    "CycleSerializer",
    "DebriefCommentSerializer",
    "DraftSerializer",
    "ExplanationSerializer",
    "FieldAssesseeSerializer",
    "FieldGroupSerializer",
    "FieldMemberSerializer",
    "FieldQuestionSerializer",
    "FindingSerializer",
    "GroupReviewSerializer",
    "IrregularitySerializer",
    "MemberSerializer",
    "OutlineSerializer",
    "ProgressSerializer",
    "RemainingSerializer",
    "ResultSerializer",
    "RunSerializer",
    "SheetContentSerializer",
    "SheetSerializer",
    "SubmissionSerializer",
    "TalkAnswersSerializer",
    "TalkDetailSerializer",
    "TalkDropSerializer",
    "TalkSerializer",
    "VerificationDetailSerializer",
    "VerificationFileSerializer",
    "VerificationSerializer",
    "WorkLogSerializer",
]
