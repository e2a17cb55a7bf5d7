import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from organization.models import Appointment, AuditEvent, Cadre, Role
from organization.services.people import (
    create_cadre,
    end_appointment,
    open_appointment,
    update_appointment,
    update_cadre,
)
from tests.organization.factories import (
    AppointmentFactory,
    CadreFactory,
    UnitFactory,
    UserFactory,
    id_number,
)

MARCH = dt.date(2024, 3, 1)


def actions(thing) -> list[str]:
    return [event.action for event in AuditEvent.objects.about(thing).order_by("pk")]


def principal_post(unit, **fields) -> Appointment:
    fields = {"post": "书记", "starts_on": MARCH} | fields
    return AppointmentFactory.build(principal=True, unit=unit, cadre=CadreFactory(), **fields)


def test_create_cadre_keeps_the_id_number_out_of_the_trail(office_clerk) -> None:
    cadre = create_cadre(CadreFactory.build(), by=office_clerk)
    (event,) = AuditEvent.objects.about(cadre)
    assert event.action == "cadre_created"
    assert cadre.id_number not in str(event.after)


def test_id_number_is_checked_and_unique(office_clerk) -> None:
    number = id_number(7)
    create_cadre(CadreFactory.build(id_number=number), by=office_clerk)
    with pytest.raises(ValidationError, match="id_number"):
        create_cadre(CadreFactory.build(id_number=number), by=office_clerk)
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    with pytest.raises(ValidationError, match="not a valid ID number"):
        create_cadre(CadreFactory.build(id_number=wrong), by=office_clerk)
    assert Cadre.objects.count() == 1


def test_update_cadre(office_clerk, cadre) -> None:
    cadre.name = "新名"
    update_cadre(cadre, by=office_clerk)
    update_cadre(cadre, by=office_clerk)
    assert actions(cadre) == ["cadre_updated"]


def test_cadre_of_another_domain_is_out_of_reach(cadre, other_unit) -> None:
    clerk = UserFactory(role=Role.OFFICE_STAFF, role__domain=other_unit.domain)
    with pytest.raises(PermissionDenied):
        update_cadre(cadre, by=clerk)


def test_clerk_of_a_domain_keeps_a_cadre_without_a_post_until_another_domain_has_them(
    unit, other_unit
) -> None:
    clerk = UserFactory(role=Role.OFFICE_STAFF, role__domain=unit.domain)
    cadre = create_cadre(CadreFactory.build(), by=clerk)
    for seen in (Cadre.objects.visible_to(clerk), Cadre.objects.editable_by(clerk)):
        assert seen.get() == cadre
    AppointmentFactory(cadre=cadre, unit=other_unit)
    for seen in (Cadre.objects.visible_to(clerk), Cadre.objects.editable_by(clerk)):
        assert not seen.exists()


def test_who_sees_a_cadre_need_not_keep_them(unit, cadre, cadre_user, principal) -> None:
    member = UserFactory(role=Role.COMMITTEE_MEMBER, role__domain=unit.domain)
    for user in (member, principal, cadre_user):
        assert Cadre.objects.visible_to(user).get() == cadre
        assert not Cadre.objects.editable_by(user).exists()
        assert not Appointment.objects.editable_by(user).exists()
        with pytest.raises(PermissionDenied):
            update_cadre(cadre, by=user)


def test_update_appointment_records_what_differs(office_clerk, unit) -> None:
    post = open_appointment(principal_post(unit), by=office_clerk)
    post.remit = "主持全面工作"
    update_appointment(post, by=office_clerk)
    update_appointment(post, by=office_clerk)
    assert actions(post) == ["appointment_created", "appointment_updated"]
    assert AuditEvent.objects.about(post).first().after == {"remit": "主持全面工作"}


def test_post_moves_neither_out_of_the_own_domain_nor_into_it(unit, other_unit) -> None:
    clerk = UserFactory(role=Role.OFFICE_STAFF, role__domain=unit.domain)
    own, foreign = AppointmentFactory(unit=unit), AppointmentFactory(unit=other_unit)
    own.unit, foreign.unit = other_unit, unit
    for post in (own, foreign):
        with pytest.raises(PermissionDenied):
            update_appointment(post, by=clerk)
        assert Appointment.objects.get(pk=post.pk).unit != post.unit


def test_correction_that_makes_two_principals_is_refused(office_clerk, unit) -> None:
    open_appointment(principal_post(unit), by=office_clerk)
    deputy = AppointmentFactory(unit=unit)
    deputy.post, deputy.standing = "书记", Appointment.Standing.PRINCIPAL
    with pytest.raises(ValidationError, match="holds this principal post"):
        update_appointment(deputy, by=office_clerk)
    assert actions(deputy) == []


def test_only_the_office_keeps_people(unit, principal) -> None:
    with pytest.raises(PermissionDenied):
        create_cadre(CadreFactory.build(), by=principal)
    with pytest.raises(PermissionDenied):
        open_appointment(principal_post(unit), by=principal)


def test_who_held_what_on_a_day(office_clerk, unit) -> None:
    post = open_appointment(principal_post(unit), by=office_clerk)
    end_appointment(post, on=dt.date(2024, 8, 31), by=office_clerk)
    successor = open_appointment(
        principal_post(unit, starts_on=dt.date(2024, 9, 1)), by=office_clerk
    )
    held = {
        day: list(Appointment.objects.on(day))
        for day in (
            dt.date(2024, 2, 29),
            MARCH,
            dt.date(2024, 8, 31),
            dt.date(2024, 9, 1),
        )
    }
    assert list(held.values()) == [[], [post], [post], [successor]]
    assert actions(post) == ["appointment_created", "appointment_ended"]


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_on": dt.date(2025, 1, 1)},
        {"starts_on": dt.date(2020, 1, 1)},
        {"starts_on": dt.date(2020, 1, 1), "ends_on": MARCH},
    ],
    ids=["later", "earlier without end", "on the first day"],
)
def test_second_holder_of_a_principal_post_is_refused(office_clerk, unit, fields) -> None:
    open_appointment(principal_post(unit), by=office_clerk)
    with pytest.raises(ValidationError, match="holds this principal post"):
        open_appointment(principal_post(unit, **fields), by=office_clerk)
    assert unit.appointments.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"post": "市长"},
        {"standing": Appointment.Standing.DEPUTY},
        {"starts_on": dt.date(2020, 1, 1), "ends_on": dt.date(2024, 2, 29)},
    ],
    ids=["second principal post", "deputy", "before"],
)
def test_other_posts_do_not_clash(office_clerk, unit, fields) -> None:
    open_appointment(principal_post(unit), by=office_clerk)
    open_appointment(principal_post(unit, **fields), by=office_clerk)
    open_appointment(principal_post(UnitFactory()), by=office_clerk)
    assert Appointment.objects.count() == 3


def test_end_is_refused_twice_and_before_the_beginning(office_clerk, unit) -> None:
    post = open_appointment(principal_post(unit), by=office_clerk)
    with pytest.raises(ValidationError, match="before the first"):
        end_appointment(post, on=dt.date(2024, 2, 29), by=office_clerk)
    end_appointment(post, on=MARCH, by=office_clerk)
    with pytest.raises(ValidationError, match="ended already"):
        end_appointment(post, on=MARCH, by=office_clerk)
    assert actions(post) == ["appointment_created", "appointment_ended"]
