"""The use of results for the permission matrix: one that is used, one that waits."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from assessment.models import GradeDecision
from feedback.imports.uploading import upload_uses
from feedback.models import CheckItem
from feedback.services.recommendations import load_check_items
from organization.models import Role, User
from tests.assessment.factories import AssesseeFactory, CycleFactory, GradeDecisionFactory
from tests.feedback.factories import (
    CandidateCheckFactory,
    CandidateFactory,
    RecommendationFactory,
    ResultUseFactory,
    StatementFactory,
)
from tests.organization.factories import AppointmentFactory, UserFactory


def use_objects(side: Any, users: dict[str, User]) -> dict[str, Model]:
    """A use of the published result, and a decided result of a closed cycle without any."""
    published = side.objects["published_result"].assessee
    closed = CycleFactory(closed=True, name=f"往年 {side.canary}", period="2022")
    waiting = AssesseeFactory(cycle=closed, unit=side.unit, name=f"待运用 {side.canary}")
    decision = GradeDecisionFactory(assessee=waiting)
    clerk = users["office_staff"] if side.name == "own" else UserFactory(role=Role.OFFICE_STAFF)
    return {
        "result_use": ResultUseFactory(
            decision=GradeDecision.objects.in_force().get(assessee=published),
            document=f"文号 {side.canary}",
        ),
        "unused_decision": decision,
        "use_upload": upload_uses(_list(side), cycle=closed, by=clerk),
        **_recommended(side),
    }


def _recommended(side: Any) -> dict[str, Model]:
    """A complete recommendation, and a candidate of another one that nobody has signed."""
    load_check_items(by=None)
    post = AppointmentFactory(unit=side.unit, cadre__name=f"人选 {side.canary}")
    told = {"reason": f"实绩突出 {side.canary}", "recommender": f"推荐人 {side.canary}"}
    complete, begun = (
        RecommendationFactory(unit=side.unit, post=f"{what} {side.canary}", rounds=2)
        for what in ("副局长", "科长")
    )
    candidate = CandidateFactory(recommendation=complete, cadre=post.cadre, signed=True, **told)
    for item in CheckItem.objects.all():
        CandidateCheckFactory(candidate=candidate, item=item)
    for place, is_principal in enumerate((False, True), 1):
        StatementFactory(
            recommendation=complete,
            position=place,
            is_principal=is_principal,
            words=f"同意 {side.canary}",
        )
    return {
        "post_recommendation": complete,
        "post_candidate": candidate,
        "begun_recommendation": begun,
        "begun_candidate": CandidateFactory(recommendation=begun, cadre=post.cadre, **told),
    }


def _list(side: Any) -> SimpleUploadedFile:
    """The decided result of the closed cycle was used for an award."""
    head = "姓名或单位名称,单位代码,运用方式,决定日期,文号,决定机构"
    row = f"待运用 {side.canary},{side.unit.code},评优评先,2024-05-01,表彰〔1〕号,区委"
    return SimpleUploadedFile(f"运用 {side.canary}.csv", f"{head}\n{row}".encode())


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
        "feedback:useupload_create": {
            "cycle": side.objects["unused_decision"].assessee.cycle_id,
            "file": _list(side),
        },
        **_recommendation_payloads(side),
        "feedback:use_withdraw": {"reason": "录入有误"},
        "api:result-use-list": {**use, "decisions": [waiting]},
        "api:result-use-withdraw": {"reason": "录入有误"},
    }


def _recommendation_payloads(side: Any) -> dict[str, dict[str, Any]]:
    post = {"unit": side.unit.code, "post": "处长", "places": 1, "rounds": 2}
    item = CheckItem.objects.first()
    assert item is not None
    finding = {"is_clear": "yes", "checked_on": "2024-06-03", "document": "核查〔2〕号"}
    return {
        "feedback:recommendation_create": post,
        "feedback:recommendation_edit": post,
        "feedback:candidate_create": {
            "id_number": side.objects["cadre"].id_number,
            "recommender": "赵推荐",
            "recommender_post": "局长",
            "recommended_on": "2024-06-01",
            "reason": "熟悉业务",
        },
        "feedback:candidate_drop": {"reason": "本人申请退出"},
        "feedback:candidate_check": {
            f"item{item.pk}-{name}": value for name, value in finding.items()
        },
        "feedback:statement_create": {"speaker": "钱委员", "words": "同意"},
    }
