"""What comes in: rows that later become evidence."""

from collection.models.events import (
    EVENT_READERS,
    EventKind,
    EventLevel,
    EventUpload,
    UnitEvent,
)
from collection.models.reports import (
    DepartmentReport,
    ReportEntry,
    ReportProof,
    ReportUpload,
)
from collection.models.rounds import (
    RHYTHMS,
    LeafTerm,
    ReportingPlan,
    ReportingRound,
    reporting_departments,
)

__all__ = [
    "EVENT_READERS",
    "RHYTHMS",
    "DepartmentReport",
    "EventKind",
    "EventLevel",
    "EventUpload",
    "LeafTerm",
    "ReportEntry",
    "ReportProof",
    "ReportUpload",
    "ReportingPlan",
    "ReportingRound",
    "UnitEvent",
    "reporting_departments",
]
