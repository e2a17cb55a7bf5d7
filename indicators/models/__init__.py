from indicators.models.library import Indicator
from indicators.models.lifecycle import IndicatorReview, StatusChange
from indicators.models.mergers import MergedAssessment, MergedDatum
from indicators.models.nodes import SystemNode
from indicators.models.overrides import Exemption, ResultLink, WeightOverride
from indicators.models.person_weights import PersonWeight
from indicators.models.processes import AssessmentProcess, ProcessStep
from indicators.models.reviews import FigureReview
from indicators.models.steps import TreeStep
from indicators.models.systems import IndicatorSystem
from indicators.models.targets import TargetAnswer
from indicators.models.templates import LibraryModel, ModelNode
from indicators.models.values import ReportedValue

__all__ = [
    "AssessmentProcess",
    "Exemption",
    "FigureReview",
    "Indicator",
    "IndicatorReview",
    "IndicatorSystem",
    "LibraryModel",
    "MergedAssessment",
    "MergedDatum",
    "ModelNode",
    "PersonWeight",
    "ProcessStep",
    "ReportedValue",
    "ResultLink",
    "StatusChange",
    "SystemNode",
    "TargetAnswer",
    "TreeStep",
    "WeightOverride",
]
