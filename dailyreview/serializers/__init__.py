"""Shapes of what the API tells and takes."""

from dailyreview.serializers.dossier import DossierEntrySerializer
from dailyreview.serializers.grades import (
    AcceptSerializer,
    DecidedSerializer,
    DoneSerializer,
    GradeableUnitSerializer,
    GradeSerializer,
    QuotaSerializer,
    UndecidedSerializer,
    UnitGradesSerializer,
)
from dailyreview.serializers.plans import (
    DailyPlanSerializer,
    PilotSerializer,
    QuarterSerializer,
    UnitProgressSerializer,
)
from dailyreview.serializers.records import (
    AttendanceSerializer,
    ColleagueSerializer,
    CommentSerializer,
    CopiedSerializer,
    EntrySerializer,
    HandInSerializer,
    RecordDetailSerializer,
    RecordDraftSerializer,
    RecordSerializer,
    StepSerializer,
    WorkSerializer,
)
from dailyreview.serializers.reviews import (
    BallotLeafSerializer,
    BandSerializer,
    ReviewSerializer,
    WaitingSerializer,
)

__all__ = [
    "AcceptSerializer",
    "AttendanceSerializer",
    "BallotLeafSerializer",
    "BandSerializer",
    "ColleagueSerializer",
    "CommentSerializer",
    "CopiedSerializer",
    "DailyPlanSerializer",
    "DecidedSerializer",
    "DoneSerializer",
    "DossierEntrySerializer",
    "EntrySerializer",
    "GradeSerializer",
    "GradeableUnitSerializer",
    "HandInSerializer",
    "PilotSerializer",
    "QuarterSerializer",
    "QuotaSerializer",
    "RecordDetailSerializer",
    "RecordDraftSerializer",
    "RecordSerializer",
    "ReviewSerializer",
    "StepSerializer",
    "UndecidedSerializer",
    "UnitGradesSerializer",
    "UnitProgressSerializer",
    "WaitingSerializer",
    "WorkSerializer",
]
