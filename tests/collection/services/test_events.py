"""Events of units: two people, no edits, the unit's own view, withdrawal with a reason."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile

from collection.models import EventKind, UnitEvent
from collection.services.events import (
    register_event,
    rule_on_event,
    save_kind,
    state_view,
    withdraw_event,
)
from organization.models import AuditEvent, Role
from tests.collection.event_factories import (
    MARCH,
    PROOF,
    EventKindFactory,
    EventLevelFactory,
    EventUploadFactory,
    UnitEventFactory,
)
from tests.organization.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind():
    return EventKindFactory()


@pytest.fixture
def office(kind):
    return UserFactory.create_batch(2, role=Role.OFFICE_STAFF, role__domain=kind.domain)


def registered(kind, by, **changes):
    facts = {
        "unit": UnitFactory(domain=kind.domain),
        "level": None,
        "happened_on": MARCH,
        "fact": "信访积案全部化解",
        "document": "信〔2023〕1号",
        "source_department": "信访局",
        "evidence": ContentFile(PROOF, "proof.pdf"),
    }
    return register_event(kind, **(facts | changes), by=by)


def test_event_counts_once_a_second_person_confirms_it_and_is_never_edited(kind, office):
    """IND-17: an event needs evidence; registered by one, confirmed by another."""
    writer, second = office
    event = registered(kind, writer)
    with pytest.raises(PermissionDenied):
        rule_on_event(event, confirmed=True, reason="", by=writer)
    rule_on_event(event, confirmed=True, reason="", by=second)
    assert UnitEvent.objects.confirmed().get() == event
    assert event.ruled_by == second
    with pytest.raises(ValidationError, match="settled"):
        rule_on_event(event, confirmed=False, reason="重复", by=second)
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        UnitEvent.objects.update(fact="另一件事")
    assert [one.action for one in AuditEvent.objects.about(event).order_by("pk")] == [
        "unitevent_recorded",
        "unitevent_confirmed",
    ]


def test_event_is_refused_only_with_a_reason(kind, office):
    event = registered(kind, office[0])
    with pytest.raises(ValidationError, match="Say why"):
        rule_on_event(event, confirmed=False, reason=" ", by=office[1])
    rule_on_event(event, confirmed=False, reason="不属本单位", by=office[1])
    assert event.state == UnitEvent.State.REFUSED
    with pytest.raises(ValidationError, match="settled"):
        withdraw_event(event, reason="重复登记", by=office[1])


def test_confirmed_event_is_withdrawn_by_another_than_its_writer(kind, office):
    event = registered(kind, office[0])
    rule_on_event(event, confirmed=True, reason="", by=office[1])
    with pytest.raises(PermissionDenied):
        withdraw_event(event, reason="误登", by=office[0])
    withdraw_event(event, reason="上级撤销通报", by=office[1])
    assert event.state == UnitEvent.State.WITHDRAWN
    assert event.ruled_by == office[1]
    assert AuditEvent.objects.about(event).filter(action="unitevent_withdrawn").count() == 1


def test_unit_states_its_view_until_somebody_rules(kind, office):
    event = registered(kind, office[0])
    principal = UserFactory(unit=event.unit, role=Role.UNIT_PRINCIPAL)
    with pytest.raises(PermissionDenied):
        state_view(
            event, view="不属实", by=UserFactory(role=Role.UNIT_PRINCIPAL, unit=UnitFactory())
        )
    state_view(event, view="系外单位所致", by=principal)
    assert (event.view, event.viewed_by) == ("系外单位所致", principal)
    rule_on_event(event, confirmed=True, reason="", by=office[1])
    with pytest.raises(ValidationError, match="settled"):
        state_view(event, view="再作说明", by=principal)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"happened_on": dt.date(9999, 1, 1)}, "happened_on", id="still to come"),
        pytest.param({"unit": "elsewhere"}, "unit", id="unit of another domain"),
        pytest.param({"evidence": ContentFile(b"text", "proof.pdf")}, "content", id="no evidence"),
    ],
)
def test_event_that_cannot_stand_is_refused(kind, office, changes, field):
    if changes.get("unit"):
        changes = {"unit": UnitFactory()}
    with pytest.raises(ValidationError) as refusal:
        registered(kind, office[0], **changes)
    named = getattr(refusal.value, "error_dict", None) or {refusal.value.code}
    assert field in named


def test_level_says_what_an_event_counts_as(kind, office):
    level = EventLevelFactory(kind=kind, counts_as=Decimal("2.5"))
    with pytest.raises(ValidationError, match="Choose the level"):
        registered(kind, office[0])
    event = registered(kind, office[0], level=level)
    save_kind(kind, levels={level.name: "4"}, by=office[0])
    assert UnitEvent.objects.get(pk=event.pk).counts_as == Decimal("2.5")
    with pytest.raises(ValidationError, match="leave it"):
        save_kind(kind, levels={}, by=office[0])


def test_kind_with_events_keeps_its_side_and_strangers_keep_away(kind, office):
    registered(kind, office[0])
    kind.colour = EventKind.Colour.BLACK
    with pytest.raises(ValidationError, match="another kind"):
        save_kind(kind, levels={}, by=office[0])
    with pytest.raises(PermissionDenied):
        registered(kind, UserFactory(role=Role.OFFICE_STAFF, role__domain=UnitFactory().domain))


def test_factories_make_valid_rows():
    UnitEventFactory(confirmed=True).full_clean()
    EventUploadFactory().full_clean()
