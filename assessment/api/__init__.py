"""What this app brings to version 1 of the API."""

from assessment.api.cycles import CycleViewSet
from assessment.api.field_assessees import FieldAssesseeViewSet
from assessment.api.fieldwork import FieldGroupViewSet
from assessment.api.irregularities import IrregularityViewSet
from assessment.api.marking import StandingSheetViewSet
from assessment.api.questions import FieldQuestionViewSet
from assessment.api.runs import CheckViewSet, ResultViewSet, RunViewSet
from assessment.api.sheets import SheetViewSet
from assessment.api.talks import TalkViewSet
from assessment.api.verifications import VerificationViewSet

routes = [
    ("cycles", CycleViewSet, "cycle"),
    ("checks", CheckViewSet, "check"),
    ("runs", RunViewSet, "run"),
    ("results", ResultViewSet, "result"),
    ("standing-sheets", StandingSheetViewSet, "standing-sheet"),
    ("sheets", SheetViewSet, "sheet"),
    ("field-groups", FieldGroupViewSet, "field-group"),
    (r"field-groups/(?P<group_pk>\d+)/assessees", FieldAssesseeViewSet, "field-assessee"),
    ("talks", TalkViewSet, "talk"),
    ("verifications", VerificationViewSet, "verification"),
    ("field-questions", FieldQuestionViewSet, "field-question"),
    ("irregularities", IrregularityViewSet, "irregularity"),
]
