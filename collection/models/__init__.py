"""What comes in: rows that later become evidence."""

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
    "RHYTHMS",
    "DepartmentReport",
    "LeafTerm",
    "ReportEntry",
    "ReportProof",
    "ReportUpload",
    "ReportingPlan",
    "ReportingRound",
    "reporting_departments",
]
