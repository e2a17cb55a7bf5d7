"""Goals of the year as a board: whose, until when, done or overdue (DLY-10)."""

import datetime as dt

from django.db.models import F, Q, QuerySet

from collection.models import Goal
from collection.selectors.goals import goals_for
from dailyreview.models import DailyPlan, QuarterRecord, WorkEntry, WorkGoal
from dailyreview.models.records import WorkGoalQuerySet
from dailyreview.selectors.chain import posts_of
from organization.models import Appointment, User


def goals_of(user: User, day: dt.date) -> WorkGoalQuerySet:
    """The own goals, and those of everybody whom the account reviews; overdue ones first."""
    return (
        WorkGoal.objects.filter(_reach(user, day, "appointment__"))
        .select_related("appointment__cadre", "appointment__unit", "plan", "handed_down_by")
        .order_by(F("done_on").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")
    )


def own_goals(user: User) -> WorkGoalQuerySet:
    """What the account itself is to achieve."""
    return WorkGoal.objects.filter(appointment__cadre=user.cadre_id or 0)


def overdue_work(user: User, day: dt.date) -> QuerySet[WorkEntry]:
    """Work in the own unfinished records whose day has passed; goals are told of by themselves."""
    own = QuarterRecord.objects.own_of(user)
    writing = own.filter(state__in=[QuarterRecord.State.DRAFT, QuarterRecord.State.RETURNED])
    entries = WorkEntry.objects.filter(record__in=writing, goal__isnull=True)
    return entries.filter(is_done=False, due_on__lt=day)


def people_below(user: User, day: dt.date) -> QuerySet[Appointment]:
    """Posts of today whose holders the account reviews; nobody without a post in a chain."""
    sections = {section for post in posts_of(user, day) for section in post.sections}
    posts = Appointment.objects.on(day).filter(unit__in=sections, in_team=False)
    if user.cadre_id:
        posts = posts.exclude(cadre=user.cadre_id)
    return posts.select_related("cadre", "unit").order_by("unit__code", "cadre__name")


def own_post(user: User, day: dt.date) -> Appointment | None:
    """The account's own post of today."""
    if user.cadre_id is None:
        return None
    return Appointment.objects.on(day).filter(cadre=user.cadre_id, in_team=False).first()


def parts_to_take(user: User, day: dt.date) -> QuerySet[Goal]:
    """What was split down to oneself or to somebody below and is no goal of the year yet."""
    posts = set(people_below(user, day).values_list("pk", flat=True))
    own = own_post(user, day)
    parts = goals_for([*posts, *([own.pk] if own else [])])
    return parts.filter(work_goal__isnull=True).order_by("due_on", "pk")


def plan_of(domain: int, year: int) -> DailyPlan | None:
    """The plan of this year; in January, before it is made, the one of last year."""
    return DailyPlan.objects.filter(domain=domain, year__lte=year).order_by("-year").first()


def _reach(user: User, day: dt.date, prefix: str) -> Q:
    sections = {section for post in posts_of(user, day) for section in post.sections}
    reach = Q(**{f"{prefix}unit__in": sections})
    return reach | Q(**{f"{prefix}cadre": user.cadre_id}) if user.cadre_id else reach
