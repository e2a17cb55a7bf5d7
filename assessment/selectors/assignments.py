"""Who marks whom: the score sheets that an account has to fill on a day."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessment.models import Assessee, AssessmentCycle, RaterClass, ScoreSheet, SheetDraft
from assessment.rules.drafts import deadline
from evaluators.selectors.access import FieldSeat, field_seats, running_seats
from indicators.models import SystemNode
from organization.models import User


class SheetState(TextChoices):
    """Where one sheet stands."""

    LETTERS = "letters", _("letters to sign first")
    BARRED = "barred", _("not fit for duty")
    READ_ONLY = "read_only", _("to read only")
    EMPTY = "empty", _("not begun")
    DRAFT = "draft", _("begun")
    RETURNED = "returned", _("returned")
    SUBMITTED = "submitted", pgettext_lazy("score sheet", "submitted")
    OVERDUE = "overdue", _("overdue")
    CLOSED = "closed", _("marking closed")


# States in which a sheet can be typed into and handed in.
EDITABLE = (SheetState.EMPTY, SheetState.DRAFT, SheetState.RETURNED)


@dataclass(frozen=True)
class Assignment:
    """One assessee for one seat.

    Attributes:
        rater_class: as which the seat marks; None for a role that reads and reports only.
        sheet: the standing sheet, None until it is handed in.
        draft: what is typed so far, None before the first mark.
    """

    assessee: Assessee
    post: FieldSeat
    rater_class: RaterClass | None
    sheet: ScoreSheet | None
    draft: SheetDraft | None
    now: dt.datetime

    @property
    def cycle(self) -> AssessmentCycle:
        """The cycle of the assessee."""
        return self.assessee.cycle

    @property
    def due_at(self) -> dt.datetime | None:
        """Until when it is taken: as the cycle says, or longer if it was given back later."""
        return deadline(self.cycle.sheets_due_at, self.draft.due_at if self.draft else None)

    @property
    def state(self) -> SheetState:
        """Where the sheet stands, what matters most first."""
        return next((state for state, holds in self._states() if holds), SheetState.EMPTY)

    @property
    def is_editable(self) -> bool:
        """Whether it can be typed into now."""
        return self.state in EDITABLE

    def _states(self) -> Iterable[tuple[SheetState, bool]]:
        due = self.due_at
        yield SheetState.LETTERS, bool(self.post.unsigned)
        yield SheetState.BARRED, bool(self.post.obstacles)
        yield SheetState.READ_ONLY, self.rater_class is None
        yield SheetState.SUBMITTED, self.sheet is not None
        yield SheetState.CLOSED, self.cycle.marking_closed_at is not None
        yield SheetState.OVERDUE, due is not None and self.now > due
        yield SheetState.RETURNED, self.draft is not None and self.draft.returned_at is not None
        yield SheetState.DRAFT, self.draft is not None and self.draft.revision > 0


def assignments_of(user: User, now: dt.datetime) -> list[Assignment]:
    """All sheets of an account, by cycle, group and assessee; constant in queries."""
    return _assignments(user, now, Assessee.objects.all())


def assignment_of(user: User, assessee: int, now: dt.datetime) -> Assignment | None:
    """One sheet of an account; None where it has no seat that judges the assessee."""
    found = _assignments(user, now, Assessee.objects.filter(pk=assessee))
    return found[0] if found else None


def judged_assessees() -> QuerySet[Assessee]:
    """Assessees of open cycles with a field plan, under a system with something to mark."""
    judged = SystemNode.objects.filter(system=OuterRef("system"), source=SystemNode.Source.JUDGED)
    return Assessee.objects.filter(
        Exists(judged), cycle__state=AssessmentCycle.State.OPEN, cycle__field_plan__isnull=False
    )


def classes_by_role(schemes: Iterable[int]) -> Mapping[tuple[int, int], RaterClass]:
    """The rater class of each group role, by scheme and role."""
    classes = RaterClass.objects.filter(scheme__in=set(schemes)).prefetch_related("roles")
    return {
        (one.scheme_id, role.pk): one
        for one in sorted(classes, key=lambda one: one.code, reverse=True)
        for role in one.roles.all()
    }


def _assignments(user: User, now: dt.datetime, chosen: QuerySet[Assessee]) -> list[Assignment]:
    day = timezone.localtime(now).date()
    posts = field_seats(running_seats(user, day), day)
    if not posts:
        return []
    units = set(chain.from_iterable(post.units for post in posts))
    assessees = (
        judged_assessees()
        .filter(pk__in=chosen.values("pk"), unit__in=units)
        .filter(cycle__field_plan__in={post.plan.pk for post in posts})
        .select_related("cycle__scheme", "system", "unit")
        .prefetch_related(*_own_work(user))
        .order_by("cycle", "group_key", "key")
    )
    found = list(assessees)
    classes = classes_by_role(assessee.cycle.scheme_id for assessee in found)
    return _one_each(
        _assignment(assessee, post, classes, now)
        for post in posts
        for assessee in found
        if assessee.cycle.field_plan_id == post.plan.pk and assessee.unit_id in post.units
    )


def _one_each(assignments: Iterable[Assignment]) -> list[Assignment]:
    """An assessee that two seats of one account reach has one sheet: of the seat that marks."""
    chosen: dict[int, Assignment] = {}
    for one in assignments:
        known = chosen.get(one.assessee.pk)
        if known is None or (known.rater_class is None and one.rater_class is not None):
            chosen[one.assessee.pk] = one
    return list(chosen.values())


def _own_work(user: User) -> Sequence[Prefetch]:
    # Marks are left out: a list needs none of them.
    sheets = ScoreSheet.objects.standing().filter(evaluator=user).defer("marks", "remarks")
    drafts = SheetDraft.objects.filter(evaluator=user)
    return (
        Prefetch("sheets", sheets, to_attr="own_sheets"),
        Prefetch("drafts", drafts, to_attr="own_drafts"),
    )


def _assignment(
    assessee: Assessee,
    post: FieldSeat,
    classes: Mapping[tuple[int, int], RaterClass],
    now: dt.datetime,
) -> Assignment:
    role = post.seat.role
    sheets: list[ScoreSheet] = assessee.own_sheets  # type: ignore[attr-defined]
    drafts: list[SheetDraft] = assessee.own_drafts  # type: ignore[attr-defined]
    return Assignment(
        assessee,
        post,
        classes.get((assessee.cycle.scheme_id, role.pk)) if role.marks_sheets else None,
        sheets[0] if sheets else None,
        drafts[0] if drafts else None,
        now,
    )
