"""Points, reviews and quality control for the permission matrix."""

import datetime as dt
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.utils import timezone

from evaluators.models import Evaluator, FieldPlan, LetterVersion
from organization.models import Role
from tests.evaluators.factories import (
    AssessmentGroupFactory,
    EvaluatorFactory,
    LetterVersionFactory,
    PlanUnitFactory,
    SeatFactory,
)
from tests.evaluators.review_factories import (
    ComplaintFactory,
    HeldSeatFactory,
    HomeDeductionFactory,
    LedSeatFactory,
    PointsEntryFactory,
    PointsItemFactory,
    RecheckCaseFactory,
    RecommendationFactory,
    ReverseEvaluationFactory,
    ReverseInvitationFactory,
    ReverseQuestionFactory,
    YearStarsFactory,
)
from tests.organization.factories import UserFactory


def review_objects(side: Any, evaluator: Evaluator) -> dict[str, Model]:
    """What was entered and said about an evaluator of the side, who leads a group too."""
    visit = partial(PlanUnitFactory, unit__domain=side.domain, category=side.category)
    led = LedSeatFactory(evaluator=evaluator)
    visit(plan=led.group.plan, group=led.group)
    # One for both sides: a second version would have to be signed anew.
    if not LetterVersion.objects.filter(kind="nine_donts").exists():
        LetterVersionFactory(kind="nine_donts", valid_from=dt.date(2001, 1, 1))
    ReverseQuestionFactory(code="style")
    unasked = AssessmentGroupFactory(plan__state=FieldPlan.State.CONFIRMED)
    visit(plan=unasked.plan, group=unasked)
    SeatFactory(group=unasked, evaluator=EvaluatorFactory())
    asked = AssessmentGroupFactory(plan__state=FieldPlan.State.CONFIRMED)
    visit(plan=asked.plan, group=asked)
    case = RecheckCaseFactory(plan_unit__unit__domain=side.domain)
    return {
        "points_entry": PointsEntryFactory(evaluator=evaluator),
        "proven_entry": PointsEntryFactory(
            evaluator=evaluator, file=SimpleUploadedFile("proof.pdf", b"%PDF-1.7")
        ),
        "points_item": PointsItemFactory(),
        "stars": YearStarsFactory(evaluator=evaluator, year=2022),
        "deduction": HomeDeductionFactory(entry__evaluator=EvaluatorFactory()),
        "recommendation": RecommendationFactory(evaluator=evaluator),
        "led_seat": led,
        "member_seat": HeldSeatFactory(group=led.group),
        "unasked_group": unasked,
        "open_reverse": ReverseEvaluationFactory(group=asked),
        "closed_reverse": ReverseEvaluationFactory(
            group=led.group,
            closed_at=timezone.now(),
            closed_by=UserFactory(role=Role.OFFICE_STAFF),
        ),
        "invitation": ReverseInvitationFactory(unit=side.unit),
        "recheck_case": case,
        "recheck_sample": case.sample,
        "complaint": ComplaintFactory(
            group=led.group, evaluator=None, matter=f"反映谈话走过场 {side.canary}"
        ),
    }


def review_payloads(side: Any) -> dict[str, dict[str, Any]]:
    """What a POST must carry to succeed, by URL name."""
    seat = side.objects["led_seat"]
    return {
        "evaluators:points_enter": {
            "item": side.objects["points_item"].pk,
            "happened_on": "2023-06-01",
            "times": 1,
            "evidence": "工作记录",
        },
        "evaluators:points_reverse": {"reason": "登记有误"},
        "evaluators:stars_accept": {"expected": 2},
        "evaluators:stars_confirm": {"confirmed": 3},
        "evaluators:breach_create": {
            "number": 3,
            "happened_on": "2023-06-01",
            "finding": "接受宴请",
        },
        "evaluators:deduction_decide": {"accepted": "yes"},
        "evaluators:recommendation_create": {
            "year": 2023,
            "kind": "promotion",
            "reason": "表现突出",
        },
        "evaluators:outcome_create": {"kind": "promoted", "since": "2023-06-01", "post": "副主任"},
        "evaluators:review_create": {
            "seat": seat.pk,
            "source": "discipline",
            "rating": "good",
            "remark": "遵守纪律",
        },
        "evaluators:member_review": {"rating": "good", "remark": "工作认真"},
        "evaluators:invitation_answer": {"mark-style": 4},
        "evaluators:recheck_draw": {"plan": seat.group.plan_id, "percent": "5"},
        "evaluators:recheck_note": {"finding": "confirmed"},
        "evaluators:complaint_create": {
            "received_on": "2024-01-20",
            "channel": "phone",
            "matter": "反映谈话走过场",
        },
        "evaluators:complaint_settle": {"outcome": "unfounded", "answer": "已答复"},
    }
