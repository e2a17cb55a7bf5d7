"""Who sees which units and people, one test for each kind of role, and at what cost in queries."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organization.models import (
    Appointment,
    Cadre,
    Category,
    Domain,
    LeadershipTeam,
    Role,
    Unit,
)
from tests.organization.factories import (
    AppointmentFactory,
    LeadershipTeamFactory,
    RoleAssignmentFactory,
    UnitFactory,
    UnitGrantFactory,
    UserFactory,
)


@pytest.fixture
def tree(unit) -> list[Unit]:
    """The unit, and four levels of units below it."""
    chain = [unit]
    for _ in range(4):
        chain.append(UnitFactory(parent=chain[-1], domain=unit.domain))
    return chain


def seen(user) -> set[Unit]:
    return set(Unit.objects.visible_to(user))


@pytest.mark.parametrize("role", [Role.DATA_REPORTER, Role.UNIT_PRINCIPAL, Role.SUPERVISING_LEADER])
def test_unit_and_all_below_to_any_depth(tree, other_unit, role) -> None:
    assert seen(UserFactory(role=role, unit=tree[1])) == set(tree[1:])


@pytest.mark.parametrize("role", [Role.SECTION_HEAD, Role.CADRE])
def test_unit_alone(tree, role) -> None:
    assert seen(UserFactory(role=role, unit=tree[1])) == {tree[1]}


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_nothing_even_with_a_home_unit(tree, role) -> None:
    user = UserFactory(role=role, unit=tree[0])
    assert seen(user) == set()
    assert not Cadre.objects.visible_to(user).exists()


def test_account_without_role_sees_nothing(tree) -> None:
    assert seen(UserFactory(unit=tree[0])) == set()


def test_role_that_has_ended_or_not_begun_opens_nothing(unit) -> None:
    user = UserFactory(unit=unit)
    RoleAssignmentFactory(
        user=user, role=Role.UNIT_PRINCIPAL, unit=unit, valid_to=dt.date(2024, 1, 1)
    )
    RoleAssignmentFactory(
        user=user, role=Role.DATA_REPORTER, unit=unit, valid_from=dt.date(2099, 1, 1)
    )
    assert seen(user) == set()


def test_role_without_a_unit_is_for_the_home_unit(tree) -> None:
    user = UserFactory(role=Role.DATA_REPORTER, role__unit=None, unit=tree[0])
    assert seen(user) == set(tree)


@pytest.mark.parametrize("role", [Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER])
def test_office_of_one_domain_and_of_all(tree, other_unit, role) -> None:
    assert seen(UserFactory(role=role, role__domain=tree[0].domain)) == set(tree)
    assert seen(UserFactory(role=role)) == {*tree, other_unit}


def test_roles_add_up(tree, other_unit) -> None:
    user = UserFactory(role=Role.CADRE, unit=tree[0])
    RoleAssignmentFactory(user=user, role=Role.OFFICE_STAFF, domain=other_unit.domain)
    assert seen(user) == {tree[0], other_unit}


def test_grant_opens_the_unit_until_its_day_but_neither_units_below_nor_people(tree) -> None:
    AppointmentFactory(unit=tree[0])
    user = UserFactory(role=Role.UNIT_PRINCIPAL, unit=UnitFactory())
    grant = UnitGrantFactory(user=user, content_object=tree[0])
    assert seen(user) == {user.unit, tree[0]}
    assert not Cadre.objects.visible_to(user).exists()
    grant.valid_until = dt.date(2024, 1, 1)
    grant.save()
    assert seen(user) == {user.unit}


def test_circle_in_the_data_ends(unit) -> None:
    below = UnitFactory(parent=unit, domain=unit.domain)
    Unit.objects.filter(pk=unit.pk).update(parent=below)
    assert seen(UserFactory(role=Role.DATA_REPORTER, unit=unit)) == {unit, below}


@pytest.mark.parametrize(("role", "expected"), [(Role.DATA_REPORTER, 6), (Role.OFFICE_STAFF, 2)])
def test_queries_grow_with_levels_never_with_units(unit, role, expected) -> None:
    """One for the roles, one for each level and one empty level below, one for the units."""
    user = UserFactory(role=role, unit=unit)
    parents = [unit]
    for _ in range(2):
        parents = [
            UnitFactory(parent=parent, domain=unit.domain) for parent in parents for _ in range(8)
        ]
    with CaptureQueriesContext(connection) as queries:
        assert len(Unit.objects.visible_to(user)) == 1 + 8 + 64
    assert len(queries) <= expected


def test_people_of_the_unit_are_for_those_who_answer_for_them(
    unit, cadre, principal, leader, reporter, section_head, cadre_user, stranger, office_clerk
) -> None:
    for user in (principal, leader, cadre_user, office_clerk):
        assert list(Cadre.objects.visible_to(user)) == [cadre], user
    for user in (reporter, section_head, stranger):
        assert not Cadre.objects.visible_to(user).exists(), user


def test_cadre_who_has_left_is_the_new_units(unit, other_unit, principal, stranger) -> None:
    post = AppointmentFactory(unit=unit, ends_on=dt.date(2024, 1, 1))
    AppointmentFactory(unit=other_unit, cadre=post.cadre)
    assert not Cadre.objects.visible_to(principal).exists()
    assert list(Cadre.objects.visible_to(stranger)) == [post.cadre]
    # Who held the post in the unit remains known there.
    assert list(Appointment.objects.visible_to(principal)) == [post]
    assert Appointment.objects.visible_to(stranger).count() == 2


def test_what_belongs_to_units_follows_them(unit, category, other_unit, principal) -> None:
    team = LeadershipTeamFactory(unit=unit)
    LeadershipTeamFactory(unit=other_unit)
    assert list(LeadershipTeam.objects.visible_to(principal)) == [team]
    assert list(Domain.objects.visible_to(principal)) == [unit.domain]
    assert list(Category.objects.visible_to(principal)) == [category]


def test_system_administrator_keeps_reference_data(unit, other_unit, cadre, system_admin) -> None:
    assert seen(system_admin) == {unit, other_unit}
    assert list(Cadre.objects.visible_to(system_admin)) == [cadre]
