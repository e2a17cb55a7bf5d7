"""Shapes of what the API tells and takes."""

from assessment.serializers.cycles import CycleSerializer, MemberSerializer
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

__all__ = [
    "CheckSerializer",
    "CycleSerializer",
    "DraftSerializer",
    "ExplanationSerializer",
    "FindingSerializer",
    "MemberSerializer",
    "ProgressSerializer",
    "ResultSerializer",
    "RunSerializer",
    "SheetContentSerializer",
    "SheetSerializer",
    "SubmissionSerializer",
]
