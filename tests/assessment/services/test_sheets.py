from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assessment.models import ScoreSheet
from assessment.services.sheets import submit_sheet
from organization.models import AuditEvent
from tests.assessment.factories import AssesseeFactory, CycleFactory, RaterClassFactory
from tests.indicators.factories import LeafFactory, TreeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessee():
    system = TreeFactory(published=True)
    LeafFactory(system=system, code="Z", position=30_000, weight=0, judged=True)
    assessee = AssesseeFactory(system=system)
    RaterClassFactory(scheme=assessee.cycle.scheme, code="leaders")
    return assessee


def test_submit_sheet_packs_marks_in_the_order_of_the_leaves(assessee, evaluator):
    marks = {"Z": None, "B12": Decimal("87.55")}
    submit_sheet(assessee, rater_class="leaders", marks=marks, by=evaluator)
    sheet = ScoreSheet.objects.get()
    assert sheet.marks.tolist() == [8755, ScoreSheet.NOT_GIVEN]
    assert AuditEvent.objects.about(sheet).get().action == "sheet_submitted"


@pytest.mark.parametrize(
    ("rater_class", "marks"),
    [
        pytest.param("guests", {"B12": Decimal(80)}, id="unknown class"),
        pytest.param("leaders", {"A11": Decimal(80)}, id="not a judged leaf"),
        pytest.param("leaders", {"B12": Decimal(301)}, id="too high"),
        pytest.param("leaders", {"B12": Decimal("80.555")}, id="three decimals"),
        pytest.param("leaders", {"B12": Decimal(-1)}, id="negative"),
    ],
)
def test_submit_sheet_refuses_what_cannot_be_counted(assessee, evaluator, rater_class, marks):
    with pytest.raises(ValidationError):
        submit_sheet(assessee, rater_class=rater_class, marks=marks, by=evaluator)
    assert not ScoreSheet.objects.exists()


def test_submit_sheet_refuses_a_second_sheet(assessee, evaluator):
    submit_sheet(assessee, rater_class="leaders", marks={}, by=evaluator)
    with pytest.raises(ValidationError):
        submit_sheet(assessee, rater_class="leaders", marks={}, by=evaluator)
    assert ScoreSheet.objects.count() == 1


def test_submit_sheet_waits_for_the_cycle_to_open(evaluator):
    with pytest.raises(ValidationError) as refused:
        submit_sheet(
            AssesseeFactory(cycle=CycleFactory()), rater_class="leaders", marks={}, by=evaluator
        )
    assert refused.value.code == "not_open"
