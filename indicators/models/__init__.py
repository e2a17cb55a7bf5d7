from indicators.models.library import Indicator
from indicators.models.nodes import SystemNode
from indicators.models.overrides import Exemption, ResultLink, WeightOverride
from indicators.models.reviews import FigureReview
from indicators.models.steps import TreeStep
from indicators.models.systems import IndicatorSystem
from indicators.models.values import ReportedValue

__all__ = [
    "Exemption",
    "FigureReview",
    "Indicator",
    "IndicatorSystem",
    "ReportedValue",
    "ResultLink",
    "SystemNode",
    "TreeStep",
    "WeightOverride",
]
