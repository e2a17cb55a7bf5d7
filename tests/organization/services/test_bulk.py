"""Many rows stored as one event: each finds it again, and sees of it what became of itself."""

import datetime as dt

import pytest
from django.urls import reverse

from organization.models import AuditEvent, AuditMention, Cadre, Unit
from organization.services.bulk import store_in_bulk
from tests.organization.factories import CadreFactory, UnitFactory


@pytest.fixture
def about(office_clerk):
    """What the rows came from; any object will do."""
    return office_clerk


def store_units(units, *, about, changed=(), **sides):
    labels = {unit.pk: unit.code for unit in changed}
    store_in_bulk(
        Unit, created=units, changed=changed, fields=["name"], about=about, labels=labels,
        before=sides.get("before", {}), after=sides.get("after", {}), by=about,
    )  # fmt: skip


def new_units(count: int, domain) -> list[Unit]:
    return [
        Unit(code=f"BULK{serial}", name=f"批量单位{serial}", domain=domain)
        for serial in range(count)
    ]


def test_new_rows_find_their_import_and_need_one_mention(about, domain) -> None:
    other = UnitFactory()
    store_units(new_units(40, domain), about=about)
    assert AuditMention.objects.count() == 1
    unit = Unit.objects.get(code="BULK7")
    (event,) = AuditEvent.objects.about(unit)
    assert (event.action, event.object_label, event.actor) == ("unit_imported", str(about), about)
    assert event.is_of_many
    assert event.changes == []
    assert not AuditEvent.objects.about(other).exists()


def test_mention_is_of_the_kind_of_the_row(about, domain) -> None:
    store_units(new_units(3, domain), about=about)
    keys = Unit.objects.filter(code__startswith="BULK").values_list("pk", flat=True)
    assert not AuditEvent.objects.about(Cadre(pk=keys[0])).exists()


def test_changed_row_sees_its_own_values_alone(about, domain) -> None:
    one, two = UnitFactory(name="甲县"), UnitFactory(name="乙县")
    before = {unit.code: {"name": unit.name} for unit in (one, two)}
    one.name, two.name = "甲区", "乙区"
    after = {unit.code: {"name": unit.name} for unit in (one, two)}
    store_units([], about=about, changed=[one, two], before=before, after=after)
    (event,) = AuditEvent.objects.about(one)
    assert [(change.label, change.before, change.after) for change in event.changes] == [
        ("name", "甲县", "甲区")
    ]
    # The event itself, as the list of all shows it, tells of both.
    whole = AuditEvent.objects.get(pk=event.pk)
    assert not whole.is_of_many
    assert "乙区" in str(whole.changes)


def test_history_pages_show_the_import(client, about, domain, system_admin, audit_admin) -> None:
    store_units(new_units(2, domain), about=about)
    unit = Unit.objects.get(code="BULK1")
    client.force_login(system_admin)
    page = client.get(reverse("admin:organization_unit_history", args=[unit.pk]))
    assert f"imported · {about}" in page.content.decode()
    client.force_login(audit_admin)
    trail = reverse("organization:audit_trail", args=["organization.unit", unit.pk])
    assert "imported" in client.get(trail).content.decode()


def test_trail_of_a_key_that_is_no_number_is_searched_by_it(client, audit_admin) -> None:
    client.force_login(audit_admin)
    trail = reverse("organization:audit_trail", args=["organization.unit", "x"])
    assert client.get(trail).status_code == 404


def test_cadres_find_their_import(about) -> None:
    cadre = CadreFactory.build(birth_month=dt.date(1970, 1, 1))
    store_in_bulk(
        Cadre, created=[cadre], changed=[], fields=[], about=about, labels={},
        before={}, after={}, by=about,
    )  # fmt: skip
    assert [event.action for event in AuditEvent.objects.about(cadre)] == ["cadre_imported"]
