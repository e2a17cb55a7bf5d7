"""Units, people and accounts for tests; every number with a check digit carries the right one."""

import datetime as dt
from typing import Any

import factory
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Permission
from factory.django import DjangoModelFactory
from stdnum.cn import ric, uscc

from organization.models import (
    Appointment,
    AuditEvent,
    AuditMention,
    Cadre,
    Category,
    CategoryMembership,
    Domain,
    LeadershipTeam,
    Role,
    RoleAssignment,
    Unit,
    UnitGrant,
    User,
)

# One hash for all accounts: Argon2 takes 50 ms, and hardly any test logs in by password.
PASSWORD = "correct-horse-battery"
PASSWORD_HASH = PBKDF2PasswordHasher().encode(PASSWORD, "of-the-tests", iterations=1)

ROLES_OF_A_UNIT = {
    Role.DATA_REPORTER,
    Role.UNIT_PRINCIPAL,
    Role.SUPERVISING_LEADER,
    Role.SECTION_HEAD,
    Role.CADRE,
}


def id_number(serial: int, *, sex: str = "1") -> str:
    """A valid ID number; each serial gives another one."""
    days, order = divmod(serial, 499)
    born = dt.date(1968, 1, 15) + dt.timedelta(days=days)
    # The last digit of the order is odd for men and even for women.
    body = f"320102{born:%Y%m%d}{2 * order + (sex == '1'):03d}"
    return body + ric.calc_check_digit(body + "0")


# Tests pick serials below this one by hand: a factory never comes upon the same number.
MADE_BY_FACTORY = 100_000


def credit_code(serial: int) -> str:
    """A valid unified social credit code; each serial gives another one."""
    body = f"11320000{serial:09d}"
    return body + uscc.calc_check_digit(body)


class DomainFactory(DjangoModelFactory):
    class Meta:
        model = Domain
        django_get_or_create = ["code"]

    code = factory.Sequence("domain-{}".format)
    name = factory.Sequence("领域{}".format)
    position = factory.Sequence(int)


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category
        django_get_or_create = ["code"]

    code = factory.Sequence("category-{}".format)
    name = factory.Sequence("类别{}".format)
    domain = factory.SubFactory(DomainFactory)
    position = factory.Sequence(int)


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    class Params:
        monitored = factory.Trait(monitored_only=True, level=Unit.Level.COUNTY)
        internal = factory.Trait(level=Unit.Level.INTERNAL)

    code = factory.Sequence("U{:05d}".format)
    name = factory.Sequence("单位{}".format)
    credit_code = factory.Sequence(credit_code)
    region_code = "320100"
    domain = factory.SubFactory(DomainFactory)
    level = Unit.Level.CITY


class CategoryMembershipFactory(DjangoModelFactory):
    class Meta:
        model = CategoryMembership

    category = factory.SubFactory(CategoryFactory)
    unit = factory.SubFactory(UnitFactory, domain=factory.SelfAttribute("..category.domain"))
    valid_from = dt.date(2020, 1, 1)


class LeadershipTeamFactory(DjangoModelFactory):
    class Meta:
        model = LeadershipTeam

    unit = factory.SubFactory(UnitFactory)
    name = factory.LazyAttribute(lambda team: f"{team.unit.name}领导班子")


class CadreFactory(DjangoModelFactory):
    class Meta:
        model = Cadre

    name = factory.Sequence("干部{}".format)
    sex = Cadre.Sex.MALE
    id_number = factory.LazyAttributeSequence(
        lambda cadre, serial: id_number(MADE_BY_FACTORY + serial, sex=cadre.sex)
    )
    birth_month = factory.LazyAttribute(
        lambda cadre: dt.date(int(cadre.id_number[6:10]), int(cadre.id_number[10:12]), 1)
    )
    native_place = "320100"
    growth_place = "320500"
    is_invented = True


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    class Params:
        principal = factory.Trait(
            standing=Appointment.Standing.PRINCIPAL,
            in_team=True,
            post="书记",
            post_level=Appointment.PostLevel.BUREAU_CHIEF,
        )

    cadre = factory.SubFactory(CadreFactory)
    unit = factory.SubFactory(UnitFactory)
    in_team = True
    post = "副书记"
    post_level = Appointment.PostLevel.BUREAU_DEPUTY
    standing = Appointment.Standing.DEPUTY
    starts_on = dt.date(2021, 1, 1)


class UserFactory(DjangoModelFactory):
    """An account; `UserFactory(role=Role.X, unit=unit)` also gives it the role."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence("account{}".format)
    display_name = factory.Sequence("账号{}".format)
    password = PASSWORD_HASH
    language = "en"  # so that a test that reads a page needs no translation

    @factory.post_generation
    def role(self, create: bool, role: str | None, **scope: Any) -> None:
        if create and role:
            if role in ROLES_OF_A_UNIT:
                scope.setdefault("unit", self.unit)
            RoleAssignmentFactory(user=self, role=role, **scope)


class RoleAssignmentFactory(DjangoModelFactory):
    class Meta:
        model = RoleAssignment

    user = factory.SubFactory(UserFactory)
    role = Role.OFFICE_STAFF
    valid_from = dt.date(2020, 1, 1)


class UnitGrantFactory(DjangoModelFactory):
    class Meta:
        model = UnitGrant

    user = factory.SubFactory(UserFactory)
    content_object = factory.SubFactory(UnitFactory)
    permission = factory.LazyFunction(lambda: Permission.objects.get(codename="see_unit"))
    valid_until = dt.date(2099, 12, 31)
    reason = "巡察组调阅"
    granted_by = factory.SubFactory(UserFactory, role=Role.SECURITY_ADMIN)


class AuditEventFactory(DjangoModelFactory):
    class Meta:
        model = AuditEvent

    actor = factory.SubFactory(UserFactory)
    action = "unit_updated"
    object_type = "organization.unit"
    object_key = "1"
    object_label = "单位"


class AuditMentionFactory(DjangoModelFactory):
    class Meta:
        model = AuditMention

    event = factory.SubFactory(AuditEventFactory)
    row_type = "organization.unit"
    first_key = 1
    last_key = 1
