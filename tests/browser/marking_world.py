"""Score sheets for the browser: groups of their own, made beside the running site."""

import datetime as dt
import json
from typing import Any

from django.db import transaction

from demo.accounts import PASSWORD
from evaluators.models import LetterVersion, TrainingSession
from organization.models import Role, User
from tests.assessment.marking import Marking, evaluator_of, make_marking
from tests.evaluators.factories import (
    CertificateFactory,
    EvaluatorFactory,
    LetterVersionFactory,
    SeatFactory,
    TrainingAttendanceFactory,
    TrainingSessionFactory,
)
from tests.indicators.factories import LeafFactory, TreeFactory
from tests.organization.factories import UserFactory

LEAVES = 40
# One evaluator for each test and width, so that no test sees what another has typed.
MEMBERS = 8
LIMITS = {"remark_below_share": "0.6", "remark_above_share": "0.95"}


@transaction.atomic
def make_world() -> dict[str, Any]:
    """A sheet of three questions behind letters, and one of forty with the letters signed."""
    small, large = make_marking(leaves=3, **LIMITS), make_marking(leaves=LEAVES, **LIMITS)
    deducting = _deducting()
    if not LetterVersion.objects.on(small.plan.starts_on).exists():
        LetterVersionFactory()
    return {
        "newcomers": [_fit(_newcomer(small), small).username for _ in range(2)],
        "members": [_fit(large.member(), large).username for _ in range(MEMBERS)],
        "deducting": [_fit(deducting.member(), deducting).username for _ in range(2)],
        "deductions": deducting.assessees[0].pk,
        "sheet": large.assessees[0].pk,
        "cycle": large.cycle.pk,
        "leaf": large.cycle.systems.get().nodes.get(code="B12").pk,
    }


def _deducting() -> Marking:
    """A sheet whose second question only deducts, from ten points."""
    system = TreeFactory(published=True)
    params = {"effect": "deduct", "base": "10", "deduct_each": "1", "floor": "0"}
    LeafFactory(
        system=system,
        code="C1",
        position=30_000,
        weight=0,
        judged=True,
        rule="count",
        params=params,
    )
    return make_marking(system=system)


def _newcomer(marking: Marking) -> User:
    """A member of the group that has not signed anything."""
    account = UserFactory(role=Role.EVALUATOR)
    SeatFactory(group=marking.group, role=marking.role, evaluator=EvaluatorFactory(account=account))
    return account


def _fit(account: User, marking: Marking) -> User:
    """Fit for duty, and with the password of the demonstration's accounts."""
    account.set_password(PASSWORD)
    account.save()
    evaluator = evaluator_of(account)
    CertificateFactory(
        evaluator=evaluator, number=f"browser-{evaluator.pk}", expires_on=marking.plan.ends_on
    )
    for kind in TrainingSession.Kind.values:
        day = dt.date(marking.plan.year, 3, 1)
        session = TrainingSessionFactory(kind=kind, held_on=day, title=f"{kind} {evaluator.pk}")
        TrainingAttendanceFactory(session=session, evaluator=evaluator)
    return account


def tell() -> None:
    """Make the world and print where it is."""
    print(json.dumps(make_world()))  # noqa: T201  # this is what the tests read
