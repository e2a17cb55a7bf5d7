"""A cycle whose sheets are filled by an assessment group: everything up to the first mark."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db.models import Model
from django.utils import timezone

from assessment.models import Assessee, AssessmentCycle, Scheme
from assessment.services.cycles import open_cycle
from assessment.services.drafts import save_draft
from assessment.services.submitting import Submission, submit_draft
from evaluators.models import AssessmentGroup, Evaluator, FieldPlan, GroupRole, LetterVersion
from indicators.models import IndicatorSystem
from organization.models import Role, Unit, User
from tests.assessment.factories import (
    OPENED_ON,
    CycleFactory,
    RaterClassFactory,
    SchemeFactory,
    ScoreSheetFactory,
    SheetDraftFactory,
)
from tests.evaluators.factories import (
    AssessmentGroupFactory,
    EvaluatorFactory,
    FieldPlanFactory,
    GroupRoleFactory,
    PlanUnitFactory,
    SeatFactory,
    SignatureFactory,
)
from tests.indicators.factories import LeafFactory, TreeFactory
from tests.organization.factories import CategoryMembershipFactory, UserFactory


@dataclass
class Marking:
    """An open cycle under `TreeFactory` (judged leaf B12) with one group that marks it."""

    cycle: AssessmentCycle
    plan: FieldPlan
    group: AssessmentGroup
    role: GroupRole

    @property
    def assessees(self) -> list[Assessee]:
        return list(self.cycle.assessees.order_by("key"))

    def member(
        self,
        *,
        role: GroupRole | None = None,
        account: User | None = None,
        evaluator: Evaluator | None = None,
    ) -> User:
        """The account of one more member of the group."""
        account = account or UserFactory(role=Role.EVALUATOR)
        evaluator = evaluator or EvaluatorFactory(account=account)
        SeatFactory(group=self.group, role=role or self.role, evaluator=evaluator)
        for letter in LetterVersion.objects.on(self.plan.starts_on):
            SignatureFactory(letter=letter, evaluator=evaluator, plan=self.plan)
        return account


def running_plan(starts_on: dt.date | None = None) -> FieldPlan:
    """A confirmed plan that runs today, whatever day that is."""
    today = timezone.localdate()
    return FieldPlanFactory(
        state=FieldPlan.State.CONFIRMED,
        starts_on=starts_on or today - dt.timedelta(days=2),
        ends_on=today + dt.timedelta(days=20),
    )


def make_marking(
    units: int = 2, leaves: int = 1, system: IndicatorSystem | None = None, **scheme: object
) -> Marking:
    """Units of one category, visited by one group whose members mark as the class `leaders`."""
    system = system or TreeFactory(published=True)
    for number in range(1, leaves):
        LeafFactory(system=system, code=f"Z{number:02d}", position=30_000, weight=0, judged=True)
    visited = [CategoryMembershipFactory(category=system.category).unit for _ in range(units)]
    return marking_of(system, visited, SchemeFactory(**scheme))


def marking_of(system: IndicatorSystem, units: Iterable[Unit], scheme: Scheme) -> Marking:
    plan = running_plan()
    group = AssessmentGroupFactory(plan=plan)
    for unit in units:
        PlanUnitFactory(plan=plan, unit=unit, category=system.category, group=group)
    role = GroupRoleFactory()
    RaterClassFactory(scheme=scheme, code="leaders").roles.set([role])
    cycle = CycleFactory(scheme=scheme, systems=[system], field_plan=plan)
    open_cycle(cycle, day=OPENED_ON, by=UserFactory())
    return Marking(cycle, plan, group, role)


def evaluator_of(account: User) -> Evaluator:
    return Evaluator.objects.get(account=account)


def fill(assessee: Assessee, by: User, marks: Mapping[str, str], **changes: object) -> int:
    """Type some marks; the revision of the draft."""
    draft = assessee.drafts.filter(evaluator=by).first()
    base = draft.revision if draft else 0
    return save_draft(assessee.pk, base=base, changes={"marks": marks, **changes}, by=by).revision


def hand_in(assessee: Assessee, by: User, mark: str = "85", **changes: object) -> Submission:
    """Fill the only judged leaf and hand the sheet in."""
    revision = fill(assessee, by, {"B12": mark}, **changes)
    return submit_draft(assessee.pk, key=uuid4(), revision=revision, by=by)


def flat_objects(side: Any, users: dict[str, User]) -> dict[str, Model]:
    """For the permission matrix: a cycle after its deadline, with two sheets of 90 points each.

    Two more of somebody else were returned and lie since.
    """
    system = TreeFactory(published=True, category=side.category, name=f"区分 {side.canary}")
    scheme = SchemeFactory(flat_width_min=1, flat_field_min=2)
    marking = marking_of(system, [side.unit], scheme)
    now = timezone.now()
    AssessmentCycle.objects.filter(pk=marking.cycle.pk).update(
        sheets_due_at=now - dt.timedelta(minutes=1)
    )
    flat, late = UserFactory(), UserFactory()
    assessees = marking.assessees[:2]
    sheets = [ScoreSheetFactory(assessee=one, evaluator=flat) for one in assessees]
    for one in assessees:
        SheetDraftFactory(assessee=one, evaluator=late, returned_reason="退回", returned_at=now)
    return {"flat_cycle": marking.cycle, "flat_sheet": sheets[0], "late_account": late}


def flat_payloads() -> dict[str, dict[str, Any]]:
    """What a POST must carry to succeed, by URL name."""
    tomorrow = timezone.localtime() + dt.timedelta(days=1)
    later = {"due_at": f"{tomorrow:%Y-%m-%dT%H:%M}"}
    return {
        "assessment:flat_return": later,
        "assessment:returns_extend": later,
        "assessment:flat_accept": {"reason": "佐证齐全，确无扣分"},
        "api:standing-sheet-reopen": {"reason": "第三项漏填，请补齐", **later},
        "api:standing-sheet-return-flat": later,
        "api:standing-sheet-accept-flat": {"reason": "佐证齐全，确无扣分"},
        "api:cycle-extend": later,
    }
