"""The cast of every test: one unit with its people, the office, three administrators, a stranger.

Office staff and committee members here answer for every domain; tests/permissions_world.py has the
ones that answer for one domain only.
"""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import translation
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

from organization.models import Cadre, Category, Domain, Role, Unit, User
from tests.organization.factories import (
    AppointmentFactory,
    CategoryFactory,
    CategoryMembershipFactory,
    DomainFactory,
    UnitFactory,
    UserFactory,
)

# How long an example takes says how busy the machine is, not whether the property holds.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


# Tests leave little behind: to look for it in all that was imported took a quarter of the time.
gc.set_threshold(100_000, 20, 50)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


# Whose tests share something dear: a running site, the demonstration told in full.
TOGETHER = ("tests/browser/", "tests/demo/story/")


class KeepTogether(LoadFileScheduling):
    """A file stays in one process; so do all tests of a folder that shares something dear."""

    def _split_scope(self, nodeid: str) -> str:
        shared = (folder for folder in TOGETHER if nodeid.startswith(folder))
        return next(shared, super()._split_scope(nodeid))

    def _assign_work_unit(self, node: WorkerController) -> None:
        """Few tests that take long come first: in the end nobody could share them."""
        for folder in TOGETHER:
            if folder in self.workqueue:
                self.workqueue.move_to_end(folder, last=False)
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> KeepTogether:
    return KeepTogether(config, log)


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Argon2 is slow on purpose: dozens of wrong passwords would take longer than all else."""
    hashers = "MD5PasswordHasher", "PBKDF2PasswordHasher"
    names = [f"django.contrib.auth.hashers.{name}" for name in hashers]
    with override_settings(PASSWORD_HASHERS=names):
        yield


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages as they stand in the code, whether or not the translations are compiled."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Keep PostgreSQL from counting rows, and end the sessions that killed workers have left.

    Counted between two tests, its rows rolled back, a table passes for empty: the next test then
    joins thousands of rows one by one. And PostgreSQL drops no database in use.
    """
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                name = connection.ops.quote_name(table)
                cursor.execute(f"alter table {name} set (autovacuum_enabled = false)")
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid()"
            )


@pytest.fixture
def domain(db) -> Domain:
    return DomainFactory(code="cities", name="设区市")


@pytest.fixture
def category(domain) -> Category:
    return CategoryFactory(code="cities-1", name="设区市一类", domain=domain)


@pytest.fixture
def unit(category) -> Unit:
    unit = UnitFactory(name="金陵市", domain=category.domain)
    CategoryMembershipFactory(unit=unit, category=category)
    return unit


@pytest.fixture
def other_unit(db) -> Unit:
    """A unit of another domain, where only the stranger belongs."""
    domain = DomainFactory(code="universities", name="省属高校")
    unit = UnitFactory(name="江左大学", domain=domain)
    CategoryMembershipFactory(
        unit=unit, category=CategoryFactory(code="universities-1", domain=domain)
    )
    return unit


@pytest.fixture
def office_clerk(db) -> User:
    return UserFactory(username="office_clerk", role=Role.OFFICE_STAFF)


@pytest.fixture
def office_clerk_b(db) -> User:
    """A second person of the office: what one prepares, the other publishes."""
    return UserFactory(username="office_clerk_b", role=Role.OFFICE_STAFF)


@pytest.fixture
def reporter(unit) -> User:
    return UserFactory(username="reporter", role=Role.DATA_REPORTER, unit=unit)


@pytest.fixture
def principal(unit) -> User:
    return UserFactory(username="principal", role=Role.UNIT_PRINCIPAL, unit=unit)


@pytest.fixture
def leader(unit) -> User:
    return UserFactory(username="leader", role=Role.SUPERVISING_LEADER, unit=unit)


@pytest.fixture
def section_head(unit) -> User:
    return UserFactory(username="section_head", role=Role.SECTION_HEAD, unit=unit)


@pytest.fixture
def cadre(unit) -> Cadre:
    """A deputy in the leadership team of the unit."""
    return AppointmentFactory(unit=unit).cadre


@pytest.fixture
def cadre_user(unit, cadre) -> User:
    return UserFactory(username="cadre_user", role=Role.CADRE, unit=unit, cadre=cadre)


@pytest.fixture
def evaluator(db) -> User:
    return UserFactory(username="evaluator", role=Role.EVALUATOR)


@pytest.fixture
def committee_member(db) -> User:
    return UserFactory(username="committee_member", role=Role.COMMITTEE_MEMBER)


@pytest.fixture
def system_admin(db) -> User:
    return UserFactory(username="system_admin", role=Role.SYSTEM_ADMIN)


@pytest.fixture
def security_admin(db) -> User:
    return UserFactory(username="security_admin", role=Role.SECURITY_ADMIN)


@pytest.fixture
def audit_admin(db) -> User:
    return UserFactory(username="audit_admin", role=Role.AUDIT_ADMIN)


@pytest.fixture
def stranger(other_unit) -> User:
    """The principal of another unit: may do much there and nothing here."""
    return UserFactory(username="stranger", role=Role.UNIT_PRINCIPAL, unit=other_unit)
