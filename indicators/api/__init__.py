"""Indicators, systems and figures, and the tree of drafts."""

from indicators.api.drafts import NodeViewSet, SystemViewSet
from indicators.api.reading import (
    MOST_ROWS,
    FigureReviewViewSet,
    IndicatorViewSet,
    MergerViewSet,
    ValueViewSet,
)

__all__ = ["MOST_ROWS", "routes"]

routes = [
    ("indicators", IndicatorViewSet, "indicator"),
    ("systems", SystemViewSet, "system"),
    ("nodes", NodeViewSet, "node"),
    ("mergers", MergerViewSet, "merger"),
    ("values", ValueViewSet, "value"),
    ("figure-reviews", FigureReviewViewSet, "figurereview"),
]
