"""What this app brings to version 1 of the API."""

from assessment.api.cycles import CycleViewSet
from assessment.api.runs import CheckViewSet, ResultViewSet, RunViewSet
from assessment.api.sheets import SheetViewSet

routes = [
    ("cycles", CycleViewSet, "cycle"),
    ("checks", CheckViewSet, "check"),
    ("runs", RunViewSet, "run"),
    ("results", ResultViewSet, "result"),
    ("sheets", SheetViewSet, "sheet"),
]
