"""The audit trail in words, and who may open it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from organization.models import AuditEvent
from tests.organization.factories import (
    AuditEventFactory,
    CategoryFactory,
    UserFactory,
)

HTMX = {"HX-Request": "true"}


def text(response) -> str:
    assert response.status_code == 200, response
    return response.content.decode()


def list_of(name):
    return reverse(f"organization:{name}")


def test_audit_events_are_found_by_person_action_object_and_day(client, audit_admin) -> None:
    wanted = AuditEventFactory(
        actor__display_name="王五", action="unit_moved", object_label="金陵市"
    )
    AuditEventFactory()
    client.force_login(audit_admin)
    today = timezone.localdate(wanted.happened_at).isoformat()
    for query in (
        {"actor": "王五"},
        {"action": "unit_moved"},
        {"label": "金陵"},
        {"action": "unit_moved", "since": today, "until": today},
    ):
        table = client.get(list_of("audit_event_list"), query).context["table"]
        assert [row.record for row in table.rows] == [wanted], query
    for query in ({"since": "2099-01-01"}, {"until": "2000-01-01"}):
        assert not client.get(list_of("audit_event_list"), query).context["table"].rows, query


def test_trail_of_an_object_shows_before_and_after(client, audit_admin, office_clerk, unit) -> None:
    client.force_login(office_clerk)
    second = CategoryFactory(domain=unit.domain, name="二类")
    client.post(
        reverse("organization:unit_move", args=[unit.pk]),
        {"category": second.pk, "since": "2024-03-01"},
    )
    client.force_login(audit_admin)
    url = reverse("organization:audit_trail", args=["organization.unit", unit.pk])
    page = text(client.get(url))
    for words in ("put into a category", "设区市一类", "二类", str(office_clerk)):
        assert words in page
    nothing = reverse("organization:audit_trail", args=["organization.unit", 0])
    assert client.get(nothing).status_code == 404


NOON_UTC = "2024-03-05T12:00:00Z"


def test_trail_tells_values_in_the_words_of_people(db) -> None:
    event = AuditEventFactory(
        object_type="organization.user",
        before={"is_active": True, "language": "zh-hans", "email": ""},
        after={"is_active": False, "language": "en", "email": "", "last_login": NOON_UTC},
    )
    told = {change.label: (change.before, change.after) for change in event.changes}
    assert ("Yes", "No") in told.values()
    assert ("zh-hans", "en") not in told.values()
    assert (None, "2024-03-05 20:00:00") in told.values()
    assert len(told) == 3  # An email that was empty and stayed empty tells nothing.


def test_event_of_a_kind_that_is_gone_is_still_shown(client, audit_admin) -> None:
    AuditEventFactory(object_type="gone.thing", object_key="7", action="thing_xyzzied")
    client.force_login(audit_admin)
    page = text(client.get(reverse("organization:audit_trail", args=["gone.thing", "7"])))
    assert "gone.thing" in page
    assert "thing_xyzzied" in page


def test_events_are_never_changed_or_deleted(db) -> None:
    event = AuditEventFactory()
    for attempt in (event.save, event.delete, AuditEvent.objects.all().delete):
        with pytest.raises(TypeError):
            attempt()
    with pytest.raises(TypeError):
        AuditEvent.objects.update(action="x")


def test_navigation_shows_only_doors_that_open(client, reporter, audit_admin) -> None:
    client.force_login(reporter)
    page = text(client.get(list_of("unit_list")))
    assert list_of("audit_event_list") not in page
    assert list_of("cadre_list") not in page
    client.force_login(audit_admin)
    assert list_of("audit_event_list") in text(client.get(list_of("unit_list")))
    assert UserFactory().current_roles == []
