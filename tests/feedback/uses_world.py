"""The use of results for the permission matrix: one that is used, one that waits."""

import datetime as dt
from typing import Any

from django.db.models import Model

from assessment.models import GradeDecision
from organization.models import User
from tests.assessment.factories import AssesseeFactory, CycleFactory, GradeDecisionFactory
from tests.feedback.factories import ResultUseFactory


def use_objects(side: Any, users: dict[str, User]) -> dict[str, Model]:
    """A use of the published result, and a decided result of a closed cycle without any."""
    published = side.objects["published_result"].assessee
    closed = CycleFactory(closed=True, name=f"往年 {side.canary}", period="2022")
    waiting = AssesseeFactory(cycle=closed, unit=side.unit, name=f"待运用 {side.canary}")
    return {
        "result_use": ResultUseFactory(
            decision=GradeDecision.objects.in_force().get(assessee=published),
            document=f"文号 {side.canary}",
        ),
        "unused_decision": GradeDecisionFactory(assessee=waiting),
    }


def use_payloads(side: Any) -> dict[str, dict[str, Any]]:
    """What a POST must carry to succeed, by URL name."""
    use = {
        "kind": "award",
        "used_on": dt.date(2024, 5, 1).isoformat(),
        "document": "表彰〔2024〕3号",
        "body": "区委",
        "places": 1,
    }
    waiting = side.objects["unused_decision"].pk
    return {
        "feedback:usedresult_detail": use,
        "feedback:unusedresult_list": {**use, "result": [waiting]},
        "feedback:use_withdraw": {"reason": "录入有误"},
        "api:result-use-list": {**use, "decisions": [waiting]},
        "api:result-use-withdraw": {"reason": "录入有误"},
    }
