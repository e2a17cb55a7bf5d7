"""A daily review for the browser: an office of twelve, made beside the running site."""

import json
from typing import Any

from django.db import transaction
from factory.django import DjangoModelFactory

from dailyreview.services.records import Work, save_record, submit_record
from demo.accounts import PASSWORD
from organization.models import User
from tests.assessment import factories as assessment
from tests.dailyreview.worlds import make_world, review_everybody
from tests.indicators import factories as indicators
from tests.organization import factories as organization

PEOPLE = 12
# One world for each width, so that no test sees what another has handed in.
WIDTHS = (1440, 390)


# Another world may have been made beside this site by a process that counted from zero.
FIRST_NUMBER = 20_000


@transaction.atomic
def make_worlds() -> dict[str, Any]:
    """For each width an office with one quarter behind it and one open."""
    for module in (organization, indicators, assessment):
        for made in vars(module).values():
            if isinstance(made, type) and issubclass(made, DjangoModelFactory):
                made.reset_sequence(FIRST_NUMBER, force=True)
    return {str(width): _make() for width in WIDTHS}


def _make() -> dict[str, Any]:
    world = make_world(people=PEOPLE)
    world.open(1)
    review_everybody(world, [90] * PEOPLE)
    writer = world.staff[0]
    world.open(2)
    for person in world.staff[1:]:
        record = world.record_of(person)
        work = (Work(None, "key", "专项整治", progress="完成 41 条问题整改"),)
        record = save_record(
            record, revision=0, summary="完成本季度工作", best="", regret="", work=work, by=person
        )
        submit_record(record, revision=record.revision, by=person)
    return {"writer": _account(writer), "head": _account(world.head)}


def _account(user: User) -> str:
    user.set_password(PASSWORD)
    user.save()
    return user.username


def tell() -> None:
    """Print what the browser needs to know."""
    print(json.dumps(make_worlds()))  # noqa: T201
