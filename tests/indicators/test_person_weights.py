"""People's own weights: what is stored, refused and withdrawn, the list and the sheet (IND-20)."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import PersonWeight, SystemNode
from indicators.services.person_weights import set_person_weights
from organization.models import AuditEvent
from tests.indicators.factories import LeafFactory, PersonWeightFactory, TreeFactory
from tests.organization.factories import AppointmentFactory, CadreFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(category):
    return TreeFactory(category=category, assessee_kind="deputy")


@pytest.fixture
def deputy(unit):
    return AppointmentFactory(unit=unit, cadre__name="林向阳").cadre


def keyed(system, weights):
    keys = dict(system.nodes.values_list("code", "pk"))
    return {keys[code]: Decimal(weight) for code, weight in weights.items()}


def address(name, *args):
    return reverse(f"indicators:{name}", args=args)


def test_a_sheet_is_stored_replaced_and_withdrawn(system, deputy, office_clerk):
    for sheet in ({"A11": 30, "A12": 30, "B11": 25}, {"B11": 20, "B12": 20}):
        weights = keyed(system, sheet)
        set_person_weights(system, deputy, weights, reason="分管工业", by=office_clerk)
    stored = PersonWeight.objects.values_list("node__code", "weight")
    assert dict(stored) == {"B11": 20, "B12": 20}
    event = AuditEvent.objects.filter(action="person_weights_set").latest("pk")
    assert event.before == {"cadre": "林向阳", "A11": "30", "A12": "30"}
    assert event.after == {"cadre": "林向阳", "reason": "分管工业", "B11": "20", "B12": "20"}
    set_person_weights(system, deputy, {}, reason="", by=office_clerk)
    assert not PersonWeight.objects.exists()


def test_what_is_refused(system, deputy, office_clerk):
    good, reason = keyed(system, {"A11": 30, "A12": 30}), "分管工业"
    bonus = LeafFactory(system=system, kind=SystemNode.Kind.BONUS, weight=5)
    units = TreeFactory(category=system.category)
    published = TreeFactory(assessee_kind="deputy", published=True)
    for asked, weights, why in (
        (system, good, ""),
        (system, keyed(units, {"A11": 30}), reason),
        (system, {bonus.pk: Decimal(3)}, reason),
        (units, keyed(units, {"A11": 30, "A12": 30}), reason),
        (published, keyed(published, {"A11": 30, "A12": 30}), reason),
    ):
        with pytest.raises(ValidationError):
            set_person_weights(asked, deputy, weights, reason=why, by=office_clerk)
    both = keyed(system, {"A11": 30, "B11": 30})
    with pytest.raises(ValidationError) as refusal:
        set_person_weights(system, deputy, both, reason=reason, by=office_clerk)
    assert len(refusal.value.error_list) == 2
    assert not PersonWeight.objects.exists()


def test_a_person_is_found_given_a_sheet_and_listed(client, system, deputy, office_clerk):
    client.force_login(office_clerk)
    shown = client.get(address("override_list", system.pk)).content.decode()
    listing, sheet = (
        address("person_weight_list", system.pk),
        address("person_weight_edit", system.pk, deputy.pk),
    )
    assert listing in shown
    assert sheet not in client.get(listing).content.decode()
    assert sheet in client.get(listing, {"q": "林"}).content.decode()
    data = {f"weight-{node.pk}": node.weight for node in system.nodes.all()}
    leaf, other = (system.nodes.get(code=code) for code in ("A11", "A12"))
    data |= {f"weight-{leaf.pk}": "30", "reason": "分管工业"}
    typed = client.post(sheet, data, headers={"HX-Request": "true"}).content.decode()
    assert f'id="change-{leaf.pk}" hx-swap-oob="true">−10<' in typed
    assert "adds up to 50 instead of 60" in client.post(sheet, data).content.decode()
    data |= {f"weight-{other.pk}": "30"}
    assert client.post(sheet, data).status_code == 302
    shown = client.get(listing).content.decode()
    assert "分管工业" in shown
    assert "40 → 30" in shown


def test_staff_are_found_in_the_offices_of_their_unit(client, category, unit, office_clerk):
    system = TreeFactory(category=category, assessee_kind="staff")
    office = UnitFactory(parent=unit, level="internal", domain=category.domain)
    clerk = AppointmentFactory(unit=office, in_team=False, standing="member").cadre
    client.force_login(office_clerk)
    for person, status in ((clerk, 200), (AppointmentFactory().cadre, 404)):
        sheet = address("person_weight_edit", system.pk, person.pk)
        assert client.get(sheet).status_code == status


def test_a_system_of_units_has_no_page_of_people(client, category, office_clerk):
    client.force_login(office_clerk)
    system = TreeFactory(category=category)
    assert client.get(address("person_weight_list", system.pk)).status_code == 404
    assert "/people/" not in client.get(address("override_list", system.pk)).content.decode()


def test_the_list_asks_as_much_for_many_people(client, system, unit, office_clerk):
    client.force_login(office_clerk)
    leaf, counts = system.nodes.get(code="A11"), []
    for size in (1, 5):
        for cadre in CadreFactory.create_batch(size):
            AppointmentFactory(unit=unit, cadre=cadre)
            PersonWeightFactory(node=leaf, cadre=cadre)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address("person_weight_list", system.pk))
        counts.append(len(queries))
    assert page.context["page"].paginator.count == 6
    assert counts[0] == counts[1]
