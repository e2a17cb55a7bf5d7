import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from organization.models import AuditEvent, LeadershipTeam, Role, Unit
from organization.services import audit
from organization.services.units import (
    create_unit,
    deactivate_unit,
    move_to_category,
    name_team,
    reactivate_unit,
    update_unit,
)
from tests.organization.factories import CategoryFactory, UnitFactory, UserFactory

MARCH = dt.date(2024, 3, 1)


def events(thing) -> list[str]:
    return [event.action for event in AuditEvent.objects.about(thing).order_by("pk")]


def new_unit(domain, **fields) -> Unit:
    return Unit(code="N1", name="新单位", domain=domain, level=Unit.Level.CITY, **fields)


def test_create_unit_with_category(office_clerk, category) -> None:
    unit = create_unit(new_unit(category.domain), category=category, since=MARCH, by=office_clerk)
    assert list(Unit.objects.in_category(category, MARCH)) == [unit]
    assert not Unit.objects.in_category(category, dt.date(2024, 2, 29)).exists()
    assert events(unit) == ["unit_created", "unit_moved"]
    created = AuditEvent.objects.about(unit).get(action="unit_created")
    assert (created.actor, created.before, created.after["name"]) == (office_clerk, {}, "新单位")


def test_create_unit_twice_is_refused(office_clerk, domain) -> None:
    create_unit(new_unit(domain), by=office_clerk)
    with pytest.raises(ValidationError, match="code"):
        create_unit(new_unit(domain), by=office_clerk)


def test_wrong_credit_code_is_refused(office_clerk, domain) -> None:
    with pytest.raises(ValidationError, match="credit_code"):
        create_unit(new_unit(domain, credit_code="911100006000373410"), by=office_clerk)
    assert not Unit.objects.exists()


def test_office_of_one_domain_keeps_out_of_the_other(domain, other_unit) -> None:
    clerk = UserFactory(role=Role.OFFICE_STAFF, role__domain=domain)
    with pytest.raises(PermissionDenied):
        create_unit(new_unit(other_unit.domain), by=clerk)
    with pytest.raises(PermissionDenied):
        update_unit(other_unit, by=clerk)
    other_unit.domain = domain
    with pytest.raises(PermissionDenied):
        update_unit(other_unit, by=clerk)


@pytest.mark.parametrize("role", [Role.COMMITTEE_MEMBER, Role.DATA_REPORTER, Role.AUDIT_ADMIN])
def test_only_the_office_changes_units(unit, role) -> None:
    with pytest.raises(PermissionDenied):
        deactivate_unit(unit, by=UserFactory(role=role))


def test_update_unit_records_what_changed_and_nothing_twice(office_clerk, unit) -> None:
    unit.name = "新名"
    update_unit(unit, by=office_clerk)
    update_unit(unit, by=office_clerk)
    (event,) = AuditEvent.objects.about(unit)
    assert (event.action, event.before, event.after) == (
        "unit_updated",
        {"name": "金陵市"},
        {"name": "新名"},
    )


def test_unit_below_itself_is_refused(office_clerk, unit) -> None:
    office = UnitFactory(parent=UnitFactory(parent=unit, domain=unit.domain), domain=unit.domain)
    unit.parent = office
    with pytest.raises(ValidationError, match="parent"):
        update_unit(unit, by=office_clerk)


def test_move_ends_the_category_before(office_clerk, unit, category, domain) -> None:
    second = CategoryFactory(domain=domain)
    move_to_category(unit, category=second, since=MARCH, by=office_clerk)
    assert list(Unit.objects.in_category(category, dt.date(2024, 2, 29))) == [unit]
    assert list(Unit.objects.in_category(second, MARCH)) == [unit]
    assert not Unit.objects.in_category(category, MARCH).exists()
    assert events(unit) == ["unit_moved"]


@pytest.mark.parametrize(
    ("which", "since", "words"),
    [
        ("same", MARCH, "in this category already"),
        ("second", dt.date(2020, 1, 1), "must begin after"),
        ("foreign", MARCH, "another domain"),
    ],
)
def test_move_is_refused(office_clerk, unit, category, domain, which, since, words) -> None:
    target = {
        "same": lambda: category,
        "second": lambda: CategoryFactory(domain=domain),
        "foreign": CategoryFactory,
    }[which]()
    with pytest.raises(ValidationError, match=words):
        move_to_category(unit, category=target, since=since, by=office_clerk)
    assert unit.memberships.get().valid_to is None
    assert events(unit) == []


def test_membership_between_two_others_is_refused(office_clerk, unit, category, domain) -> None:
    move_to_category(unit, category=CategoryFactory(domain=domain), since=MARCH, by=office_clerk)
    gap = unit.memberships.model(
        unit=unit, category=category, valid_from=dt.date(2023, 1, 1), valid_to=dt.date(2023, 2, 1)
    )
    with pytest.raises(ValidationError):
        gap.full_clean()


def test_deactivate_and_reactivate(office_clerk, unit) -> None:
    deactivate_unit(unit, by=office_clerk)
    assert not Unit.objects.assessed().filter(pk=unit.pk).exists()
    with pytest.raises(ValidationError, match="already"):
        deactivate_unit(unit, by=office_clerk)
    reactivate_unit(unit, by=office_clerk)
    with pytest.raises(ValidationError, match="already"):
        reactivate_unit(unit, by=office_clerk)
    assert events(unit) == ["unit_deactivated", "unit_reactivated"]


def test_unit_with_active_units_below_stays(office_clerk, unit) -> None:
    UnitFactory(parent=unit, domain=unit.domain)
    with pytest.raises(ValidationError, match="Units below"):
        deactivate_unit(unit, by=office_clerk)


def test_team_is_formed_then_renamed(office_clerk, unit) -> None:
    name_team(unit, name="市委班子", by=office_clerk)
    team = name_team(unit, name="市级班子", by=office_clerk)
    assert LeadershipTeam.objects.get() == team
    assert events(team) == ["leadershipteam_created", "leadershipteam_updated"]
    with pytest.raises(ValidationError):
        name_team(unit, name="", by=office_clerk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", ["create", "update", "deactivate", "move"])
def test_no_change_without_its_audit_event(monkeypatch, office_clerk, unit, domain, change) -> None:
    """T41: when the audit row cannot be written, the change is not made either."""
    before = list(Unit.objects.order_by("pk").values())
    second = CategoryFactory(domain=domain)

    def fail(**_fields) -> None:
        raise IntegrityError("audit table is full")

    monkeypatch.setattr(audit.AuditEvent.objects, "create", fail)
    unit.name = "别名"
    changes = {
        "create": lambda: create_unit(new_unit(domain), by=office_clerk),
        "update": lambda: update_unit(unit, by=office_clerk),
        "deactivate": lambda: deactivate_unit(unit, by=office_clerk),
        "move": lambda: move_to_category(unit, category=second, since=MARCH, by=office_clerk),
    }
    with pytest.raises(IntegrityError):
        changes[change]()
    assert list(Unit.objects.order_by("pk").values()) == before
    assert unit.memberships.get().valid_to is None
