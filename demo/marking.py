"""Score sheets of the demonstration: a field assessment half marked, one marking returned."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone

from assessment.models import Assessee, AssessmentCycle, Scheme, SheetDraft
from assessment.selectors.assignments import Assignment, assignments_of
from assessment.selectors.trees import judged_leaves
from assessment.services.cycles import create_cycle, open_cycle
from assessment.services.drafts import save_draft
from assessment.services.marking import set_marking
from assessment.services.schemes import save_scheme
from assessment.services.sheets import store_sheet
from assessment.services.submitting import submit_draft
from demo import field
from demo.accounts import EVALUATOR
from demo.letters import sign_letters
from demo.systems import system_called
from evaluators.models import Evaluator, FieldPlan, GroupRole, Seat
from organization.models import User

ROLE = "interviewer"
UNSIGNED_EACH = 13
HANDED_IN = 4
ADVICE = "演练：建议把台账与月度调度结合起来，减少重复报送。"


@transaction.atomic
def begin_marking(plan: FieldPlan, *, by: User) -> AssessmentCycle:
    """The cycle that the running plan's groups mark, with letters and first sheets.

    A cycle that was begun at an earlier start is returned as it is.
    """
    if (cycle := AssessmentCycle.objects.filter(field_plan=plan).first()) is not None:
        return cycle
    cycle = open_field_cycle(plan, by=by)
    seats = _seats(cycle)
    people = [seat.evaluator for seat in seats if seat.evaluator]
    # Of some the page asks for the letters first.
    signed = [one for place, one in enumerate(people, start=1) if place % UNSIGNED_EACH]
    sign_letters(plan, signed, by=by)
    _Marking(cycle).fill([seat for seat in seats if _marks(seat)])
    return cycle


def open_field_cycle(plan: FieldPlan, *, by: User) -> AssessmentCycle:
    """Open the field assessment of a plan's year; its groups mark until the evening it ends."""
    cycle = create_cycle(
        name=field.CYCLE.format(year=plan.year),
        kind=AssessmentCycle.Kind.ANNUAL,
        period=str(plan.year),
        scheme=_make_scheme(plan.year, by),
        systems=[system_called(field.SYSTEM.format(year=plan.year))],
        by=by,
    )
    open_cycle(cycle, day=plan.starts_on, by=by)
    set_marking(cycle, field_plan=plan, sheets_due_at=_evening(plan.ends_on), by=by)
    cycle.refresh_from_db()
    return cycle


def _make_scheme(year: int, by: User) -> Scheme:
    roles = {role.code: role for role in GroupRole.objects.filter(marks_sheets=True)}
    leaders = [roles.pop("leader"), roles.pop("deputy_leader")]
    grades = [("excellent", "优秀", 90), ("good", "良好", 80), ("fair", "一般", 70)]
    return save_scheme(
        None,
        fields={
            "code": field.SCHEME.format(year=year),
            "name": f"{year}年度实地考核方案（示例）",
            "year": year,
            "clause": field.CLAUSE,
            "remark_below_share": Decimal("0.6"),
            "remark_above_share": Decimal("0.95"),
            "flat_different_min": Decimal("0.5"),
            "flat_width_min": Decimal(1),
        },
        grades=[
            {"code": code, "name": name, "position": place, "min_score": score}
            for place, (code, name, score) in enumerate([*grades, ("poor", "较差", None)], start=1)
        ],
        quotas=[],
        rater_classes=[
            {"code": "leaders", "name": "组长、副组长", "weight": Decimal("0.4"), "roles": leaders},
            {
                "code": "members",
                "name": "成员",
                "weight": Decimal("0.6"),
                "aggregation": "trimmed",
                "roles": list(roles.values()),
            },
        ],
        by=by,
    )


def _evening(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(18)))


def _seats(cycle: AssessmentCycle) -> list[Seat]:
    """Held seats of the plan: that of the listed account, then groups that mark in the cycle."""
    seats = Seat.objects.filter(group__plan=cycle.field_plan, evaluator__isnull=False)
    return sorted(
        seats.select_related("role", "evaluator__account", "group__category"),
        key=lambda seat: (
            _account_of(seat) != EVALUATOR,
            not _marks(seat),
            seat.role.code != ROLE,
            seat.group_id,
            seat.pk,
        ),
    )


def _marks(seat: Seat) -> bool:
    category = seat.group.category
    return seat.role.marks_sheets and category is not None and category.code == field.CATEGORY


def _account_of(seat: Seat) -> str:
    account = seat.evaluator.account if seat.evaluator else None
    return account.username if account else ""


class _Marking:
    """What members have marked so far; drawn from the keys of units and people."""

    def __init__(self, cycle: AssessmentCycle) -> None:
        self._cycle = cycle
        self._codes = [leaf.code for leaf in judged_leaves(cycle.systems.get())]

    def fill(self, seats: Sequence[Seat]) -> None:
        now = timezone.now()
        for place, seat in enumerate(seats):
            account = seat.evaluator.account if seat.evaluator else None
            open_sheets = (
                [one for one in assignments_of(account, now) if one.is_editable] if account else []
            )
            if not open_sheets or account is None:
                continue
            if place == 0:
                self._mark_on_the_phone(open_sheets, account)
            elif place == 1:
                self._mark_flat(open_sheets, account)
            else:
                self._mark_some(open_sheets, account, seat.evaluator)

    def _mark_on_the_phone(self, open_sheets: Sequence[Assignment], account: User) -> None:
        """As the page does it: a few handed in, one half typed, the others open."""
        for one in open_sheets[:HANDED_IN]:
            changes = {"marks": self._marks(one.assessee, account), "advice": ADVICE}
            saved = save_draft(one.assessee.pk, base=0, changes=changes, by=account)
            key = uuid5(NAMESPACE_URL, f"{one.assessee.pk} {account.pk}")
            submit_draft(one.assessee.pk, key=key, revision=saved.revision, by=account)
        begun = open_sheets[HANDED_IN].assessee
        marks = dict(list(self._marks(begun, account).items())[:3])
        save_draft(begun.pk, base=0, changes={"marks": marks}, by=account)

    def _mark_flat(self, open_sheets: Sequence[Assignment], account: User) -> None:
        """Everybody gets the same: with the last sheet the whole marking is returned."""
        marks = dict.fromkeys(self._codes, "90")
        stamps = {f"marks.{code}": 1 for code in marks}
        SheetDraft.objects.bulk_create(
            SheetDraft(
                assessee=one.assessee, evaluator=account, marks=marks, stamps=stamps, revision=1
            )
            for one in open_sheets
        )
        *others, last = open_sheets
        for one in others:
            self._store(one, marks, account)
        key = uuid5(NAMESPACE_URL, f"{last.assessee.pk} {account.pk}")
        submit_draft(last.assessee.pk, key=key, revision=1, by=account)

    def _mark_some(
        self, open_sheets: Sequence[Assignment], account: User, evaluator: Evaluator | None
    ) -> None:
        share = random.Random(f"pace {evaluator}").random()
        for one in open_sheets[: round(len(open_sheets) * share)]:
            self._store(one, self._marks(one.assessee, account), account)

    def _store(self, one: Assignment, marks: Mapping[str, str], account: User) -> None:
        if one.rater_class is not None:
            store_sheet(
                one.assessee,
                rater_class=one.rater_class.code,
                marks={code: Decimal(mark) for code, mark in marks.items()},
                by=account,
            )

    def _marks(self, assessee: Assessee, account: User) -> dict[str, str]:
        return invent_marks(self._codes, assessee, account)


def invent_marks(codes: Sequence[str], assessee: Assessee, account: User) -> dict[str, str]:
    """Marks that need no reason: units differ, judges are strict or mild."""
    level = random.Random(f"unit {assessee.key}").gauss(82, 4)
    mildness = random.Random(f"judge {account.username}").gauss(0, 2)
    draw = random.Random(f"{assessee.key} {account.username}")
    return {
        code: f"{min(max(round(2 * draw.gauss(level + mildness, 3)) / 2, 62), 95):g}"
        for code in codes
    }
