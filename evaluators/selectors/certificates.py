"""Certificates of duty that run out."""

import datetime as dt

from django.db.models import Max, QuerySet

from evaluators.models import Evaluator

NOTICE = dt.timedelta(days=90)


def running_out(day: dt.date) -> QuerySet[Evaluator]:
    """Members of the pool whose last certificate ends within 90 days or has ended.

    Each carries `valid_until`, the last day; those who end first come first.
    """
    members = Evaluator.objects.on_roster(day).select_related("home_unit")
    return (
        members.annotate(valid_until=Max("certificates__expires_on"))
        .filter(valid_until__lte=day + NOTICE)
        .order_by("valid_until", "name", "pk")
    )
