import datetime as dt
from itertools import combinations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from organization.models import (
    ADMINISTRATOR_ROLES,
    AuditEvent,
    Role,
    RoleAssignment,
    Unit,
    UnitGrant,
    User,
)
from organization.services.accounts import (
    assign_role,
    change_language,
    change_password,
    create_account,
    give_grant,
    remove_expired_grants,
    revoke_role,
    update_account,
    withdraw_grant,
)
from organization.tasks import remove_expired_grants_task
from tests.organization.factories import UnitGrantFactory, UserFactory

TODAY = dt.date(2024, 5, 6)
STRONG = "long-enough-9213"


def actions(thing) -> list[str]:
    return [event.action for event in AuditEvent.objects.about(thing).order_by("pk")]


def role_for(user, role, **fields) -> RoleAssignment:
    return RoleAssignment(user=user, role=role, **fields)


def grant_for(user, unit, **fields) -> UnitGrant:
    fields = {"valid_until": dt.date(2099, 1, 1), "reason": "巡察组调阅"} | fields
    return UnitGrant(user=user, content_object=unit, **fields)


def test_account_is_created_without_roles_and_without_its_password_in_the_trail(
    system_admin,
) -> None:
    user = create_account(User(username="new"), password=STRONG, by=system_admin)
    assert user.check_password(STRONG)
    assert not user.current_roles
    assert user.password not in str(AuditEvent.objects.about(user).get().after)


@pytest.mark.parametrize("password", ["short", "1234567890", "password123"])
def test_weak_password_is_refused(system_admin, reporter, password) -> None:
    with pytest.raises(ValidationError):
        create_account(User(username="new"), password=password, by=system_admin)
    with pytest.raises(ValidationError):
        change_password(reporter, password=password, by=reporter)
    assert not User.objects.filter(username="new").exists()


def test_person_sets_own_password_and_language_and_nobody_elses(reporter, stranger) -> None:
    change_password(reporter, password=STRONG, by=reporter)
    change_language(reporter, language="zh-hans", by=reporter)
    reporter.refresh_from_db()
    assert reporter.check_password(STRONG)
    assert reporter.language == "zh-hans"
    assert actions(reporter) == ["user_password_changed", "user_updated"]
    with pytest.raises(PermissionDenied):
        change_password(stranger, password=STRONG, by=reporter)
    with pytest.raises(PermissionDenied):
        change_language(stranger, language="en", by=reporter)
    with pytest.raises(ValidationError):
        change_language(reporter, language="tlh", by=reporter)


def test_administrator_does_not_shut_the_own_account(system_admin) -> None:
    system_admin.is_active = False
    with pytest.raises(ValidationError, match="own account"):
        update_account(system_admin, by=system_admin)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM_ADMIN])
def test_only_system_administrators_keep_accounts(reporter, role) -> None:
    by = UserFactory(role=role)
    with pytest.raises(PermissionDenied):
        create_account(User(username="new"), password=STRONG, by=by)
    with pytest.raises(PermissionDenied):
        update_account(reporter, by=by)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECURITY_ADMIN])
def test_only_security_administrators_open_doors(reporter, unit, role) -> None:
    by = UserFactory(role=role)
    grant = UnitGrantFactory()
    with pytest.raises(PermissionDenied):
        assign_role(role_for(reporter, Role.OFFICE_STAFF), by=by)
    with pytest.raises(PermissionDenied):
        revoke_role(reporter.role_assignments.get(), by=by)
    with pytest.raises(PermissionDenied):
        give_grant(grant_for(reporter, unit), by=by)
    with pytest.raises(PermissionDenied):
        withdraw_grant(grant, by=by)


def test_role_is_given_and_taken(security_admin, evaluator) -> None:
    assignment = assign_role(role_for(evaluator, Role.OFFICE_STAFF), by=security_admin)
    assert User.objects.get(pk=evaluator.pk).has_role(Role.OFFICE_STAFF)
    revoke_role(assignment, by=security_admin)
    assert not User.objects.get(pk=evaluator.pk).has_role(Role.OFFICE_STAFF)
    assert list(
        AuditEvent.objects.filter(object_type="organization.roleassignment")
        .order_by("pk")
        .values_list("action", "before__role", "after__role")
    ) == [
        ("roleassignment_created", None, "office_staff"),
        ("roleassignment_deleted", "office_staff", None),
    ]


def test_nobody_gives_anything_to_themselves(security_admin, unit) -> None:
    with pytest.raises(ValidationError, match="to themselves"):
        assign_role(role_for(security_admin, Role.OFFICE_STAFF), by=security_admin)
    with pytest.raises(ValidationError, match="from themselves"):
        revoke_role(security_admin.role_assignments.get(), by=security_admin)
    with pytest.raises(ValidationError, match="to themselves"):
        give_grant(grant_for(security_admin, unit), by=security_admin)


@pytest.mark.parametrize("pair", list(combinations(ADMINISTRATOR_ROLES, 2)), ids=" and ".join)
def test_two_administrator_roles_are_refused_by_service_orm_and_sql(security_admin, pair) -> None:
    """T36."""
    first, second = pair
    user = UserFactory(role=first)
    with pytest.raises(ValidationError, match="two of the three administrator roles"):
        assign_role(role_for(user, second), by=security_admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(user=user, role=second)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO organization_roleassignment (user_id, role, valid_from)"
            " VALUES (%s, %s, '2024-01-01')",
            [user.pk, second.value],
        )
    assert user.role_assignments.count() == 1


def test_there_are_no_superusers(reporter) -> None:
    reporter.is_superuser = True
    with pytest.raises(ValidationError, match="no superusers"):
        reporter.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        reporter.save()


@pytest.mark.parametrize(
    ("role", "scope"),
    [(Role.DATA_REPORTER, "domain"), (Role.OFFICE_STAFF, "unit"), (Role.AUDIT_ADMIN, "unit")],
)
def test_scope_unfit_for_the_role_is_refused(security_admin, evaluator, unit, role, scope) -> None:
    place = {"domain": unit.domain, "unit": unit}[scope]
    with pytest.raises(ValidationError, match="have a domain"):
        assign_role(role_for(evaluator, role, **{scope: place}), by=security_admin)


def test_grant_opens_until_its_last_day(security_admin, reporter, other_unit) -> None:
    today = timezone.localdate()
    grant = give_grant(grant_for(reporter, other_unit, valid_until=today), by=security_admin)
    assert other_unit in Unit.objects.visible_to(reporter)
    assert User.objects.get(pk=reporter.pk).has_perm("organization.see_unit", other_unit)
    UnitGrant.objects.filter(pk=grant.pk).update(valid_until=today - dt.timedelta(days=1))
    assert other_unit not in Unit.objects.visible_to(reporter)
    fresh = User.objects.get(pk=reporter.pk)
    assert not fresh.has_perm("organization.see_unit", other_unit)
    assert not fresh.get_all_permissions(other_unit)


def test_grant_is_refused_in_the_past_without_reason_and_twice(
    security_admin, reporter, other_unit
) -> None:
    def give(**fields):
        return give_grant(grant_for(reporter, other_unit, **fields), by=security_admin)

    with pytest.raises(ValidationError, match="today or later"):
        give(valid_until=dt.date(2020, 1, 1))
    with pytest.raises(ValidationError, match="reason"):
        give(reason="")
    grant = give()
    with pytest.raises(ValidationError, match="already exists"):
        give()
    withdraw_grant(grant, by=security_admin)
    assert other_unit not in Unit.objects.visible_to(reporter)


def test_expired_grants_are_removed_once(db) -> None:
    kept = UnitGrantFactory(valid_until=TODAY)
    UnitGrantFactory.create_batch(2, valid_until=dt.date(2024, 5, 5))
    assert remove_expired_grants(today=TODAY) == 2
    assert remove_expired_grants(today=TODAY) == 0
    assert UnitGrant.objects.get() == kept
    removed = AuditEvent.objects.filter(action="unitgrant_deleted")
    assert [event.actor for event in removed] == [None, None]


def test_task_removes_what_ran_out_by_today(db) -> None:
    UnitGrantFactory(valid_until=timezone.localdate() - dt.timedelta(days=1))
    kept = UnitGrantFactory(valid_until=timezone.localdate())
    remove_expired_grants_task()
    assert UnitGrant.objects.get() == kept
