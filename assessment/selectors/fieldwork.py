"""Who works in which group, who may only read there, and what a group still has to do."""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from assessment.models import (
    Assessee,
    FieldQuestion,
    GroupClosing,
    TalkRecord,
    Verification,
    WorkLogEntry,
)
from assessment.models.fieldwork import FieldQuestionQuerySet
from evaluators.models import AssessmentGroup, PlanUnit
from evaluators.selectors.access import FieldSeat, field_seats, running_seats
from indicators.models import ReportedValue, SystemNode
from organization.models import DOMAIN_ROLES, Unit, User

Record = TypeVar("Record", bound=Model)


@dataclass(frozen=True)
class Standing:
    """What an account may do in a group.

    Attributes:
        post: the own seat, open while the plan runs; None for the office.
        is_closed: the group's task is done: its records stand as they are.
    """

    group: AssessmentGroup
    user: User
    post: FieldSeat | None
    is_closed: bool

    @property
    def is_worker(self) -> bool:
        """Whether the seat is one that talks and verifies; a supervisor reads and reports only."""
        return self.post is not None and self.post.seat.role.marks_sheets

    @property
    def is_supervisor(self) -> bool:
        """Whether the seat reads and reports; what it reports in confidence knows no closing."""
        return self.post is not None and not self.is_worker

    @property
    def may_work(self) -> bool:
        """Whether the account talks and verifies here now."""
        return self.is_worker and not self.is_closed

    @property
    def may_report(self) -> bool:
        """Whether the account writes in the work log and asks questions."""
        return self.post is not None and not self.is_closed

    @cached_property
    def assessees(self) -> QuerySet[Assessee]:
        """Whom the group goes to, as far as the account sees them.

        A member sees nothing about a unit that a declared tie bars it from.
        """
        visited = assessees_of(self.group)
        if self.post is not None:
            return visited.filter(unit__in=self.post.units)
        return visited.filter(unit__in=Unit.objects.visible_to(self.user))

    @property
    def log(self) -> QuerySet[WorkLogEntry]:
        """The group's log without what it tells of assessees that the account may not know of."""
        told = Q(assessee=None) | Q(assessee__in=self.assessees)
        return self.group.work_log.filter(told).select_related("written_by", "assessee")


def assessees_of(group: AssessmentGroup) -> QuerySet[Assessee]:
    """Assessees of the plan's cycles in the units that the group visits."""
    visited = PlanUnit.objects.filter(group=group, unit=OuterRef("unit"))
    return Assessee.objects.filter(Exists(visited), cycle__field_plan=group.plan_id)


def groups_seen_by(user: User) -> QuerySet[AssessmentGroup]:
    """Groups the account works in today; for the office those that go to units of its domain."""
    seen = Q(pk__in=[post.seat.group_id for post in open_posts(user)])
    if user.has_role(*DOMAIN_ROLES):
        visited = PlanUnit.objects.filter(
            group=OuterRef("pk"), unit__in=Unit.objects.visible_to(user)
        )
        seen |= Q(Exists(visited))
    return AssessmentGroup.objects.filter(seen).select_related("plan", "category", "closing")


def groups_by_work(user: User) -> QuerySet[AssessmentGroup]:
    """The groups an account sees, the newest plan first, with `unit_count`.

    In a plan those with assessees come first: a plan may visit units that no cycle assesses.
    """
    assessed = Assessee.objects.filter(
        cycle__field_plan=OuterRef("plan"), unit__plan_units__group=OuterRef("pk")
    )
    counted = groups_seen_by(user).annotate(
        unit_count=Count("plan_units", distinct=True), is_assessed=Exists(assessed)
    )
    return counted.order_by("-plan__year", "plan", "-is_assessed", "number")


def records_seen_by(user: User, records: QuerySet[Record]) -> QuerySet[Record]:
    """Those of talks or verifications that the account may read, as `Standing.assessees` says."""
    posts = open_posts(user)
    seen = Q(pk__in=[])
    for post in posts:
        seen |= Q(group=post.seat.group_id, assessee__unit__in=post.units)
    if user.has_role(*DOMAIN_ROLES):
        own = [post.seat.group_id for post in posts]
        seen |= ~Q(group__in=own) & Q(assessee__unit__in=Unit.objects.visible_to(user))
    visits = PlanUnit.objects.filter(group=OuterRef("group"), unit=OuterRef("assessee__unit"))
    in_field = Q(assessee__cycle__field_plan=F("group__plan"))
    return records.filter(seen, in_field, Exists(visits))


def open_posts(user: User) -> list[FieldSeat]:
    """The account's seats that are open today: plan running, letters signed, fit for duty."""
    day = timezone.localdate()
    return [post for post in field_seats(running_seats(user, day), day) if post.is_open]


def standing_in(group: AssessmentGroup, user: User) -> Standing:
    """The account's place in a group that it sees."""
    post = next((post for post in open_posts(user) if post.seat.group_id == group.pk), None)
    return Standing(group, user, post, GroupClosing.objects.filter(group=group).exists())


def workers_of(group: AssessmentGroup) -> QuerySet[User]:
    """Accounts of those who talk and verify in a group."""
    seats = group.seats.filter(role__marks_sheets=True, evaluator__isnull=False)
    return User.objects.filter(evaluator__in=seats.values("evaluator"))


def talker_has_left(talk: TalkRecord) -> bool:
    """Whether nobody is left who could sign a talk: its writer works in the group no more."""
    return not workers_of(talk.group).filter(pk=talk.talked_by_id).exists()


def leaves_of(assessee: Assessee) -> QuerySet[SystemNode]:
    """Leaves of the assessee's system: what a doubt may be about."""
    return assessee.system.nodes.filter(children__isnull=True).select_related("system")


def figures_of(assessee: Assessee) -> QuerySet[ReportedValue]:
    """Figures of the assessee's unit in the period of its cycle."""
    figures = ReportedValue.objects.filter(
        unit=assessee.unit_id,
        indicator__nodes__system=assessee.system_id,
        period=assessee.cycle.period,
    )
    return figures.distinct().select_related("indicator", "unit")


@dataclass(frozen=True)
class AssesseeWork:
    """One assessee of a group with what has been done about it."""

    assessee: Assessee
    talks: int
    signed: int
    doubts: int
    open_doubts: int


def work_of(standing: Standing) -> list[AssesseeWork]:
    """The group's assessees with their talks and verifications; three queries."""
    assessees = list(
        standing.assessees.select_related("unit", "cycle").order_by("unit__code", "key")
    )
    talks = _counted(
        TalkRecord.objects.filter(group=standing.group, assessee__in=assessees),
        Q(state=TalkRecord.State.SIGNED),
    )
    doubts = _counted(
        Verification.objects.filter(group=standing.group, assessee__in=assessees), Q(conclusion="")
    )
    return [
        AssesseeWork(one, *talks.get(one.pk, (0, 0)), *doubts.get(one.pk, (0, 0)))
        for one in assessees
    ]


def _counted(rows: QuerySet, part: Q) -> dict[int, tuple[int, int]]:
    counted = rows.order_by().values("assessee").annotate(n=Count("pk"), k=Count("pk", filter=part))
    return {row["assessee"]: (row["n"], row["k"]) for row in counted}


@dataclass(frozen=True)
class Remaining:
    """What keeps a group's task open (GRP-08)."""

    without_talk: list[Assessee]
    unsigned_talks: list[TalkRecord]
    open_doubts: list[Verification]
    review_missing: bool

    @property
    def is_nothing(self) -> bool:
        """Whether the task may be closed."""
        return not (
            self.without_talk or self.unsigned_talks or self.open_doubts or self.review_missing
        )


def remaining_of(group: AssessmentGroup) -> Remaining:
    """What a group still has to do, whoever asks: the number of queries does not grow."""
    talked = TalkRecord.objects.filter(group=group, assessee=OuterRef("pk"))
    return Remaining(
        without_talk=list(assessees_of(group).filter(~Exists(talked)).order_by("key")),
        unsigned_talks=list(
            group.talks.exclude(state=TalkRecord.State.SIGNED).select_related("assessee")
        ),
        open_doubts=list(group.verifications.filter(conclusion="").select_related("assessee")),
        review_missing=not group.reviews.exists(),
    )


def questions_seen_by(user: User) -> FieldQuestionQuerySet:
    """Questions of the plans that the account has a group in: an answer is guidance for all."""
    plans = groups_seen_by(user).order_by().values("plan")
    return FieldQuestion.objects.filter(group__plan__in=plans).select_related(
        "group__plan", "asked_by", "answered_by"
    )


def answerable_by(user: User) -> FieldQuestionQuerySet:
    """Open questions of the groups that go to units of the office's domain."""
    return questions_seen_by(user).filter(group__in=groups_seen_by(user), answered_at=None)
