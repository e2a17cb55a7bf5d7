"""What the last reviewer decides on: the unit's group in the newest complete run."""

import datetime as dt

from assessment.models import RunGroup, ScoreRun
from dailyreview.models import Quarter
from dailyreview.rules.chain import PRINCIPAL
from dailyreview.selectors.chain import posts_of
from organization.models import Unit, User


def group_of(quarter: Quarter, unit: Unit) -> RunGroup | None:
    """The comparison group of the unit's people in the newest complete run of the quarter."""
    groups = RunGroup.objects.filter(
        run__cycle=quarter.cycle_id,
        run__state=ScoreRun.State.COMPLETE,
        results__assessee__unit=unit,
    )
    return groups.select_related("run__cycle__scheme").order_by("-run").first()


def may_grade(unit: Unit, user: User, day: dt.date) -> bool:
    """Whether the account is the last reviewer of the unit's people on a day."""
    return any(post.role == PRINCIPAL and unit.pk in post.sections for post in posts_of(user, day))
