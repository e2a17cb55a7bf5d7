"""The library, systems and figures, and the tree of drafts."""

from indicators.api.drafts import NodeViewSet, SystemViewSet
from indicators.api.library import (
    IndicatorReviewViewSet,
    IndicatorViewSet,
    LibraryModelViewSet,
    ProcessViewSet,
)
from indicators.api.reading import MOST_ROWS, FigureReviewViewSet, MergerViewSet, ValueViewSet

__all__ = ["MOST_ROWS", "routes"]

routes = [
    ("indicators", IndicatorViewSet, "indicator"),
    ("indicator-models", LibraryModelViewSet, "librarymodel"),
    ("assessment-processes", ProcessViewSet, "process"),
    ("indicator-reviews", IndicatorReviewViewSet, "indicatorreview"),
    ("systems", SystemViewSet, "system"),
    ("nodes", NodeViewSet, "node"),
    ("mergers", MergerViewSet, "merger"),
    ("values", ValueViewSet, "value"),
    ("figure-reviews", FigureReviewViewSet, "figurereview"),
]
