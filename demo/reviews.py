"""What is said about evaluators and groups of last year: reviews, reverse evaluation, rechecks."""

import datetime as dt
import random
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from demo.accounts import EVALUATOR, UNIT, open_principal_accounts
from demo.evaluators import SEED
from evaluators.models import (
    AssessmentGroup,
    Complaint,
    EvaluatorReview,
    FieldPlan,
    RecheckCase,
    ReverseEvaluation,
    ReverseInvitation,
    ReverseQuestion,
    Seat,
)
from evaluators.services.rechecks import (
    draw_recheck,
    note_finding,
    settle_complaint,
    take_complaint,
)
from evaluators.services.reviews import (
    answer_reverse,
    close_reverse,
    note_review,
    open_reverse,
    review_member,
)
from organization.models import Unit, User
from organization.services.audit import save_recorded

Source = EvaluatorReview.Source
QUESTIONS = (
    ("fairness", "考核组是否客观公正、依据充分"),
    ("order", "考核组是否遵守工作纪律和九不准"),
    ("burden", "考核组是否减少陪同、少占用基层时间"),
    ("advice", "考核组提出的意见建议是否有帮助"),
)
COMMENTS = (
    "",
    "",
    "意见具体，已列入整改。",
    "材料清单可以再精简一些。",
    "沟通充分，没有增加负担。",
)
REMARKS = {
    "excellent": "熟悉业务，评分依据充分，谈话记录完整。",
    "good": "工作认真，按时完成分工任务。",
    "fair": "能完成任务，个别评分理由写得较简单。",
    "poor": "多次逾期，需要补课后再派。",
}
ANSWERS_CLOSED, ANSWERS_OPEN, NOT_YET_REVIEWED = 9, 4, 3


@transaction.atomic
def review_last_year(over: FieldPlan, *, by: User, second: User) -> None:
    """Reviews from three sources with gaps, one questionnaire closed and one open, a recheck.

    Nothing happens when it was done at an earlier start.
    """
    if ReverseQuestion.objects.exists():
        return
    for position, (code, text) in enumerate(QUESTIONS, start=1):
        save_recorded(ReverseQuestion(code=code, text=text, position=position), by=by)
    led = AssessmentGroup.objects.filter(
        plan=over, seats__role__leads=True, seats__evaluator__account__username=EVALUATOR
    ).first()
    visiting = AssessmentGroup.objects.get(plan=over, plan_units__unit__code=UNIT)
    # The unit that has accounts answers in the open.
    closed = led if led and led != visiting else over.groups.exclude(pk=visiting.pk)[0]
    draw = random.Random(SEED + 3)
    # Nobody has reviewed the members of the third group.
    for group in (closed, visiting):
        _review_members(group, draw, by)
    _ask_units(closed, ANSWERS_CLOSED, draw, by)
    close_reverse(ReverseEvaluation.objects.get(group=closed), by=second)
    _ask_units(visiting, ANSWERS_OPEN, draw, by)
    _recheck(over, by=by, second=second)
    _complain(visiting, by=by, second=second)


def _review_members(group: AssessmentGroup, draw: random.Random, by: User) -> None:
    """The leader of all but a few, the discipline body of every second, units of every third."""
    held = Seat.objects.filter(group=group, evaluator__isnull=False)
    seats = list(held.select_related("group__plan", "role", "evaluator__account"))
    leader = next(seat.evaluator for seat in seats if seat.role.leads)
    members = [seat for seat in seats if not seat.role.leads]
    units = [visit.unit for visit in group.plan_units.select_related("unit")]
    for place, seat in enumerate(members):
        if leader and leader.account and place < len(members) - NOT_YET_REVIEWED:
            rating = _rating(draw)
            review_member(seat, rating=rating, remark=REMARKS[rating], by=leader.account)
        if place % 2 == 0:
            _note(seat, Source.DISCIPLINE, None, _rating(draw), by)
        if place % 3 == 0:
            _note(seat, Source.ASSESSED_UNIT, draw.choice(units), _rating(draw), by)


def _note(seat: Seat, source: str, unit: Unit | None, rating: str, by: User) -> None:
    note_review(seat, source=source, unit=unit, rating=rating, remark=REMARKS[rating], by=by)


def _rating(draw: random.Random) -> str:
    return draw.choices(list(REMARKS), (4, 5, 2, 0.3))[0]


def _ask_units(group: AssessmentGroup, answers: int, draw: random.Random, by: User) -> None:
    """Ask all units of a group; so many answer, never the one that has the listed accounts."""
    evaluation = open_reverse(group, by=by)
    asked = ReverseInvitation.objects.filter(evaluation=evaluation).exclude(unit__code=UNIT)
    invitations = list(asked.select_related("unit", "evaluation")[:answers])
    principals = open_principal_accounts([one.unit for one in invitations], by=by)
    for invitation, principal in zip(invitations, principals, strict=True):
        answer_reverse(
            invitation,
            marks={code: draw.choices((5, 4, 3), (6, 4, 1))[0] for code, _text in QUESTIONS},
            comment=draw.choice(COMMENTS),
            by=principal,
        )


def _recheck(over: FieldPlan, *, by: User, second: User) -> None:
    """Five in a hundred are looked at again; of two it is known what came out."""
    sample = draw_recheck(over, percent=Decimal(5), seed=f"demo-{over.year}", by=by)
    findings = (
        (RecheckCase.Finding.CONFIRMED, "抽查底稿与评分一致。"),
        (RecheckCase.Finding.CORRECTED, "一份评分表的扣分理由与底稿不符，已请考评员补充说明。"),
    )
    for case, (finding, remark) in zip(sample.cases.all(), findings, strict=False):
        note_finding(case, finding=finding, remark=remark, by=second)


def _complain(group: AssessmentGroup, *, by: User, second: User) -> None:
    today = timezone.localdate()
    channel = Complaint.Channel
    rows = (
        (
            40,
            channel.PHONE,
            "",
            "反映考核组临时增加材料清单。",
            "partly",
            "已提醒该组按清单收材料。",
        ),
        (
            25,
            channel.LETTER,
            "张某（化名）",
            "反映个别谈话时间过短。",
            "unfounded",
            "谈话记录六项齐全。",
        ),
        (3, channel.ONLINE, "", "反映考核组成员与被考核单位人员相识。", "", ""),
    )
    for days, way, informant, matter, outcome, answer in rows:
        complaint = Complaint(
            received_on=today - dt.timedelta(days=days),
            channel=way,
            informant=informant,
            matter=f"演练：{matter}",
            group=group,
        )
        take_complaint(complaint, by=by)
        if outcome:
            settle_complaint(complaint, outcome=outcome, answer=answer, by=second)
