from assessment.models.cycles import Assessee, AssessmentCycle, OverlayFact
from assessment.models.decisions import GradeDecision, Publication
from assessment.models.fieldwork import (
    DebriefComment,
    FieldQuestion,
    GroupClosing,
    GroupReview,
    WorkLogEntry,
)
from assessment.models.imports import WorkbookImport
from assessment.models.irregularities import Irregularity
from assessment.models.methods import MethodDocument
from assessment.models.quotas import SchemeQuota, UnitShare
from assessment.models.readiness import ReadinessCheck
from assessment.models.runs import FrozenBundle, GroupWorkings, Result, RunGroup, ScoreRun
from assessment.models.schemes import RaterClass, Scheme, SchemeGrade
from assessment.models.sheets import FlatAcceptance, ScoreSheet, SheetDraft
from assessment.models.talks import TalkBlock, TalkForm, TalkOutline, TalkRecord
from assessment.models.verifications import Verification, VerificationFile

__all__ = [
    "Assessee",
    "AssessmentCycle",
    "DebriefComment",
    "FieldQuestion",
    "FlatAcceptance",
    "FrozenBundle",
    "GradeDecision",
    "GroupClosing",
    "GroupReview",
    "GroupWorkings",
    "Irregularity",
    "MethodDocument",
    "OverlayFact",
    "Publication",
    "RaterClass",
    "ReadinessCheck",
    "Result",
    "RunGroup",
    "Scheme",
    "SchemeGrade",
    "SchemeQuota",
    "ScoreRun",
    "ScoreSheet",
    "SheetDraft",
    "TalkBlock",
    "TalkForm",
    "TalkOutline",
    "TalkRecord",
    "UnitShare",
    "Verification",
    "VerificationFile",
    "WorkLogEntry",
    "WorkbookImport",
]
