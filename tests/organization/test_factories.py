"""The factories that everybody builds on make rows that the models accept."""

import pytest

from organization.models import Role
from organization.rules import is_credit_code, is_id_number
from tests.organization import factories

FACTORIES = [
    factories.DomainFactory,
    factories.CategoryFactory,
    factories.UnitFactory,
    factories.CategoryMembershipFactory,
    factories.LeadershipTeamFactory,
    factories.CadreFactory,
    factories.AppointmentFactory,
    factories.UserFactory,
    factories.RoleAssignmentFactory,
    factories.UnitGrantFactory,
    factories.AuditEventFactory,
    factories.AuditMentionFactory,
]


@pytest.mark.django_db
@pytest.mark.parametrize("factory", FACTORIES, ids=lambda factory: factory._meta.model.__name__)
def test_factory_makes_valid_rows(factory) -> None:
    for thing in factory.create_batch(3):
        thing.full_clean()


def test_numbers_are_valid_and_differ() -> None:
    numbers = {factories.id_number(serial, sex=sex) for serial in range(1000) for sex in "12"}
    codes = {factories.credit_code(serial) for serial in range(1000)}
    assert (len(numbers), len(codes)) == (2000, 1000)
    assert all(map(is_id_number, numbers))
    assert all(map(is_credit_code, codes))


@pytest.mark.django_db
def test_account_gets_its_role_for_its_unit() -> None:
    unit = factories.UnitFactory()
    account = factories.UserFactory(role=Role.DATA_REPORTER, unit=unit)
    assert account.role_assignments.get().unit == unit
    assert account.has_role(Role.DATA_REPORTER)


def test_cast(office_clerk, cadre_user, stranger, unit, other_unit, category) -> None:
    assert office_clerk.has_role(Role.OFFICE_STAFF)
    assert cadre_user.cadre.appointments.get().unit == unit
    assert stranger.unit == other_unit
    assert unit.memberships.get().category == category
