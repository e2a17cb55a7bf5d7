"""How the office adds and changes cadres and their posts."""

import datetime as dt

import pytest
from django.urls import reverse

from organization.models import Appointment, AuditEvent, Cadre, Role
from tests.organization.factories import AppointmentFactory, CadreFactory, UserFactory, id_number

NUMBER = id_number(77)
FACTS = {
    "name": "王小明",
    "sex": "1",
    "birth_month": "1975-03",
    "identity_class": "civil_servant",
}


@pytest.fixture
def clerk(client, unit):
    """Office staff of the unit's domain, logged in."""
    user = UserFactory(role=Role.OFFICE_STAFF, role__domain=unit.domain)
    client.force_login(user)
    return user


def url(name: str, *args: int) -> str:
    return reverse(f"organization:{name}", args=args)


def post_facts(unit, **fields: str) -> dict[str, str]:
    facts = {"unit": unit.code, "post": "副市长", "standing": "deputy", "starts_on": "2024-03-01"}
    return facts | fields


def actions(thing) -> list[str]:
    return [event.action for event in AuditEvent.objects.about(thing).order_by("pk")]


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 200, response
    return response.context["form"].errors


def test_clerk_adds_a_cadre_from_the_page_of_a_unit_then_the_post(client, clerk, unit) -> None:
    page = client.get(unit.get_absolute_url()).content.decode()
    address = reverse("organization:cadre_create", query={"unit": unit.code})
    assert address in page
    answer = client.post(address, FACTS | {"id_number": NUMBER.lower()})
    cadre = Cadre.objects.get()
    assert (cadre.id_number, cadre.birth_month) == (NUMBER, dt.date(1975, 3, 1))
    assert actions(cadre) == ["cadre_created"]
    assert f'value="{unit.code}"' in client.get(answer.url).content.decode()
    client.post(answer.url, post_facts(unit, in_team="on"), follow=True)
    held = cadre.appointments.get()
    assert (held.unit, held.post, held.in_team, held.ends_on) == (unit, "副市长", True, None)
    assert actions(held) == ["appointment_created"]
    assert AuditEvent.objects.about(held).get().actor == clerk


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"id_number": NUMBER[:-1] + "?"}, "id_number", "not a valid ID number"),
        ({"id_number": ""}, "id_number", "required"),
        ({"id_number": id_number(1)}, "id_number", "already exists"),
        ({"native_place": "32"}, "native_place", "six digits"),
        ({"birth_month": "1975-13"}, "birth_month", "valid date"),
    ],
    ids=["wrong number", "no number", "number of somebody else", "region", "month"],
)
def test_refusal_stands_at_the_field_of_the_cadre(client, clerk, changed, field, words) -> None:
    CadreFactory(id_number=id_number(1))
    found = errors(client.post(url("cadre_create"), FACTS | {"id_number": NUMBER} | changed))
    assert list(found) == [field]
    assert words in found[field][0]
    assert Cadre.objects.count() == 1


def test_id_number_stays_unless_a_new_one_is_typed(client, clerk, cadre) -> None:
    before = cadre.id_number
    address = url("cadre_edit", cadre.pk)
    page = client.get(address).content.decode()
    assert cadre.masked_id_number in page
    assert before not in page
    assert client.post(address, FACTS).url == cadre.get_absolute_url()
    cadre.refresh_from_db()
    assert (cadre.name, cadre.id_number) == ("王小明", before)
    client.post(address, FACTS | {"id_number": NUMBER})
    cadre.refresh_from_db()
    assert cadre.id_number == NUMBER
    assert actions(cadre) == ["cadre_updated", "cadre_updated"]
    assert NUMBER not in client.get(cadre.get_absolute_url()).content.decode()


def test_refused_number_is_told_and_the_old_one_stays(client, clerk, cadre) -> None:
    address = url("cadre_edit", cadre.pk)
    assert list(errors(client.post(address, FACTS | {"id_number": "1"}))) == ["id_number"]
    assert actions(cadre) == []


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"unit": "NOWHERE"}, "unit", "No unit has this code"),
        ({"post": "书记", "standing": "principal"}, "post", "holds this principal post"),
        ({"starts_on": ""}, "starts_on", "required"),
        ({"starts_on": "2021-01-01", "post": "副书记"}, "__all__", "on record already"),
    ],
    ids=["unit", "second principal", "day", "twice"],
)
def test_refusal_stands_at_the_field_of_the_post(
    client, clerk, unit, cadre, changed, field, words
) -> None:
    AppointmentFactory(unit=unit, principal=True)
    address = url("appointment_create", cadre.pk)
    found = errors(client.post(address, post_facts(unit) | changed))
    assert list(found) == [field]
    assert words in found[field][0]
    assert cadre.appointments.count() == 1


def test_post_in_a_unit_of_another_domain_is_refused_at_the_unit(
    client, clerk, cadre, other_unit
) -> None:
    address = url("appointment_create", cadre.pk)
    assert list(errors(client.post(address, post_facts(other_unit)))) == ["unit"]


def test_post_is_corrected_and_ended(client, clerk, unit, cadre) -> None:
    held = cadre.appointments.get()
    page = client.get(url("appointment_edit", held.pk)).content.decode()
    assert f'value="{unit.code}"' in page
    assert "ends_on" not in page
    client.post(url("appointment_edit", held.pk), post_facts(unit, remit="分管工业"))
    end = url("appointment_end", held.pk)
    assert "data-confirm" in client.get(end).content.decode()
    assert "before the first" in errors(client.post(end, {"on": "2024-02-29"}))["on"][0]
    assert client.post(end, {"on": "2024-08-31"}).url == cadre.get_absolute_url()
    held.refresh_from_db()
    assert (held.remit, held.ends_on) == ("分管工业", dt.date(2024, 8, 31))
    assert actions(held) == ["appointment_updated", "appointment_ended"]
    assert "ended already" in str(errors(client.post(end, {"on": "2024-09-30"})))


def test_wrong_end_is_corrected_or_taken_back(client, clerk, unit, cadre) -> None:
    held = cadre.appointments.get()
    Appointment.objects.update(ends_on=dt.date(2024, 8, 31))
    address = url("appointment_edit", held.pk)
    for typed, stored in (("2024-09-30", dt.date(2024, 9, 30)), ("", None)):
        client.post(address, post_facts(unit, ends_on=typed))
        held.refresh_from_db()
        assert held.ends_on == stored


def test_strangers_and_other_roles_get_nowhere(client, clerk, principal, other_unit) -> None:
    foreign = AppointmentFactory(unit=other_unit)
    addresses = [
        url("cadre_edit", foreign.cadre_id),
        url("appointment_create", foreign.cadre_id),
        url("appointment_edit", foreign.pk),
        url("appointment_end", foreign.pk),
    ]
    assert [client.get(address).status_code for address in addresses] == [404] * 4
    assert [client.post(address).status_code for address in addresses] == [404] * 4
    client.force_login(principal)
    addresses.append(url("cadre_create"))
    assert [client.post(address).status_code for address in addresses] == [403] * 5


def test_doors_are_shown_only_to_the_office_that_keeps_the_post(
    client, clerk, principal, unit, cadre, other_unit
) -> None:
    own, foreign = cadre.appointments.get(), AppointmentFactory(cadre=cadre, unit=other_unit)
    doors = {
        cadre.get_absolute_url(): [
            url("cadre_edit", cadre.pk),
            url("appointment_create", cadre.pk),
            url("appointment_edit", own.pk),
            url("appointment_end", own.pk),
        ],
        unit.get_absolute_url(): [url("cadre_create"), url("appointment_edit", own.pk)],
        url("cadre_list"): [url("cadre_create")],
    }
    for page, targets in doors.items():
        text = client.get(page).content.decode()
        assert [target for target in targets if f'"{target}' not in text] == []
        assert url("appointment_edit", foreign.pk) not in text
    client.force_login(principal)
    for page, targets in doors.items():
        text = client.get(page).content.decode()
        assert [target for target in targets if f'"{target}' in text] == []
