"""Score sheets for the browser: groups of their own, made beside the running site."""

import datetime as dt
import json
from typing import Any

from django.db import transaction

from demo.accounts import PASSWORD
from evaluators.models import LetterVersion, TrainingSession
from organization.models import User
from tests.assessment.marking import Marking, evaluator_of, make_marking
from tests.evaluators.factories import (
    CertificateFactory,
    LetterVersionFactory,
    SignatureFactory,
    TrainingAttendanceFactory,
    TrainingSessionFactory,
)

LEAVES = 40
# One evaluator for each test and width, so that no test sees what another has typed.
MEMBERS = 8
LIMITS = {"remark_below_share": "0.6", "remark_above_share": "0.95"}


@transaction.atomic
def make_world() -> dict[str, Any]:
    """A sheet of three questions behind letters, and one of forty with the letters signed."""
    small, large = make_marking(leaves=3, **LIMITS), make_marking(leaves=LEAVES, **LIMITS)
    if not LetterVersion.objects.on(small.plan.starts_on).exists():
        LetterVersionFactory()
    members = [_member(large) for _ in range(MEMBERS)]
    for member in members:
        for letter in LetterVersion.objects.on(large.plan.starts_on):
            SignatureFactory(letter=letter, evaluator=evaluator_of(member), plan=large.plan)
    return {
        "newcomers": [_member(small).username for _ in range(2)],
        "members": [member.username for member in members],
        "sheet": large.assessees[0].pk,
        "cycle": large.cycle.pk,
        "leaf": large.cycle.systems.get().nodes.get(code="B12").pk,
    }


def _member(marking: Marking) -> User:
    """A member of the group that signs in as the demonstration's accounts do, fit for duty."""
    account = marking.member()
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
