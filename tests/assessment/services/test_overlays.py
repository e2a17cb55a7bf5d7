import pytest
from django.core.exceptions import ValidationError

from assessment.models import OverlayFact
from assessment.services.overlays import record_overlay_fact, withdraw_overlay_fact
from organization.models import AuditEvent
from tests.assessment.factories import AssesseeFactory, OverlayFactFactory

pytestmark = pytest.mark.django_db

FACT = {"clause": "第三十一条", "fact": "发生较大生产安全责任事故"}


def test_record_overlay_fact_stores_who_says_so(office_clerk):
    fact = record_overlay_fact(AssesseeFactory(), effect="bar_top", **FACT, by=office_clerk)
    assert fact.recorded_by == office_clerk
    event = AuditEvent.objects.about(fact).get()
    assert (event.action, event.after["clause"]) == ("overlay_fact_recorded", "第三十一条")


@pytest.mark.parametrize(
    ("effect", "limit"),
    [
        pytest.param("limit", "", id="a limit without a grade"),
        pytest.param("limit", "superb", id="a grade the scheme lacks"),
        pytest.param("downgrade", "fair", id="a grade where none belongs"),
    ],
)
def test_record_overlay_fact_refuses_a_wrong_limit(effect, limit, office_clerk):
    with pytest.raises(ValidationError):
        record_overlay_fact(AssesseeFactory(), effect=effect, limit=limit, **FACT, by=office_clerk)
    assert not OverlayFact.objects.exists()


def test_withdraw_overlay_fact_needs_a_reason_and_leaves_a_trace(office_clerk):
    fact = OverlayFactFactory()
    with pytest.raises(ValidationError):
        withdraw_overlay_fact(fact, reason=" ", by=office_clerk)
    withdraw_overlay_fact(fact, reason="经复核不属责任事故", by=office_clerk)
    assert not OverlayFact.objects.exists()
    event = AuditEvent.objects.get(action="overlay_fact_withdrawn")
    assert event.before["fact"] == "发生较大生产安全责任事故"
    assert event.after["reason"] == "经复核不属责任事故"
