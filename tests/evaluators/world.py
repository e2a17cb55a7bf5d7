"""The pool for the permission matrix: one evaluator a side, the own one with the own account."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from evaluators.imports.uploading import upload_list
from evaluators.models import GateCheck, Nomination, PoolUpload
from organization.models import Role, User
from tests.evaluators.factories import (
    CertificateFactory,
    EvaluatorFactory,
    FieldPracticeFactory,
    GateCheckFactory,
    NominationFactory,
    ResearchTopicFactory,
    ReservePlaceFactory,
    TieFactory,
    TrainingAttendanceFactory,
    TrainingNeedFactory,
    TrainingSessionFactory,
    WorkplaceFactory,
)
from tests.evaluators.plan_world import plan_objects, plan_payloads
from tests.evaluators.review_world import review_objects, review_payloads
from tests.organization.factories import UnitFactory, UserFactory


def evaluator_objects(side: Any, users: dict[str, User]) -> dict[str, Model]:
    """The pool is one for all domains: nothing in it carries the canary of a unit."""
    own = side.name == "own"
    evaluator = EvaluatorFactory(account=users["evaluator"] if own else None)
    outside = EvaluatorFactory(spell=None)
    for gate in GateCheck.Gate:
        GateCheckFactory(evaluator=outside, gate=gate)
    return {
        "evaluator": evaluator,
        "evaluator_outside": outside,
        "workplace": WorkplaceFactory(evaluator=evaluator),
        "tie": TieFactory(evaluator=evaluator, unit=UnitFactory()),
        "reserve_place": ReservePlaceFactory(evaluator=evaluator),
        **nominations(side),
        **training(evaluator),
        **review_objects(side, evaluator),
        **plan_objects(side, evaluator),
        "pool_upload": topic_upload(side, users),
    }


def topic_upload(side: Any, users: dict[str, User]) -> Model:
    """A list of research topics that waits for confirmation; the other one is a colleague's."""
    clerk = users["office_staff"]
    if side.name == "other":
        clerk = UserFactory(role=Role.OFFICE_STAFF, role__domain=side.domain)
    return upload_list(topic_file(side.canary), kind=PoolUpload.Kind.TOPICS, by=clerk)


def topic_file(led_by: str) -> SimpleUploadedFile:
    """One research topic as a .csv."""
    rows = f"Year,Title,Led by\n2024,结果运用研究,{led_by}\n"
    return SimpleUploadedFile("topics.csv", rows.encode())


def training(evaluator: Model) -> dict[str, Model]:
    """A session with an attendee, a need, a practice, a topic; a certificate that has run out."""
    session = TrainingSessionFactory()
    CertificateFactory(evaluator=evaluator, expires_on=dt.date(2022, 12, 31))
    return {
        "training_session": session,
        "attendance": TrainingAttendanceFactory(session=session, evaluator=EvaluatorFactory()),
        "training_need": TrainingNeedFactory(evaluator=evaluator),
        "practice": FieldPracticeFactory(evaluator=evaluator),
        "research_topic": ResearchTopicFactory(),
    }


def nominations(side: Any) -> dict[str, Model]:
    """What the unit of the side is asked for, and whom it has nominated."""
    home = side.unit if side.name == "own" else UnitFactory()
    candidate = EvaluatorFactory(home_unit=home, spell=None)
    return {
        "candidate": candidate,
        "nomination": NominationFactory(unit=side.unit, wanted=f"统计人才 {side.canary}"),
        "nomination_made": NominationFactory(
            unit=side.unit,
            state=Nomination.State.NOMINATED,
            evaluator=candidate,
            nominated_by=UserFactory(role=Role.UNIT_PRINCIPAL),
            nominated_at=dt.datetime(2023, 3, 1, tzinfo=dt.UTC),
        ),
    }


def evaluator_payloads(side: Any) -> dict[str, dict[str, Any]]:
    """What a POST must carry to succeed, by URL name."""
    facts = {
        "name": "新考评员",
        "sex": "1",
        "birth_month": "1975-03",
        "pool": "expert",
        "subtype": "scholar",
        "tier": "main",
        "organisation": "江左大学",
    }
    some_unit = UnitFactory().code
    session = {"kind": "policy", "title": "年头培训", "held_on": "2024-02-20", "others": "30"}
    topic = {"year": "2024", "title": "结果运用", "led_by": "研究组", "outcome": "已印发"}
    return {
        "evaluators:evaluator_create": facts,
        "evaluators:evaluator_edit": facts,
        "evaluators:gate_check": {
            "gate": "political",
            "passed": "yes",
            "checked_on": "2024-01-02",
        },
        "evaluators:evaluator_admit": {"joined_on": "2024-01-02", "channel": "pool"},
        "evaluators:evaluator_release": {"left_on": "2024-06-30", "reason": "own_wish"},
        "evaluators:certificate_create": {
            "number": "KPY-NEW",
            "issued_on": "2024-01-02",
            "expires_on": "2026-12-31",
        },
        "evaluators:workplace_create": {"region_code": "330100", "starts_on": "2011-01-01"},
        "evaluators:tie_create": {"unit": some_unit, "kind": "spouse"},
        "evaluators:nomination_create": {"unit": side.unit.code, "wanted": "统计人才"},
        "evaluators:nomination_name": {"evaluator": side.objects["candidate"].pk},
        "evaluators:nomination_enter": facts,
        "evaluators:nomination_review": {"accepted": "yes"},
        "evaluators:certificate_renew": {
            "evaluators": [side.objects["evaluator"].pk],
            "issued_on": "2024-01-02",
            "expires_on": "2026-12-31",
        },
        "evaluators:training_create": session,
        "evaluators:training_edit": session,
        "evaluators:attendance_create": {"evaluators": [side.objects["evaluator"].pk]},
        "evaluators:need_create": {"unit": some_unit, "topic": "统计", "noted_on": "2024-02-01"},
        "evaluators:need_enter": {"topic": "统计", "noted_on": "2024-02-01"},
        "evaluators:need_match": {"session": side.objects["training_session"].pk},
        "evaluators:resource_create": {"kind": "base", "name": "新基地"},
        "evaluators:topic_create": topic,
        "evaluators:topic_edit": topic,
        "evaluators:practice_create": {
            "kind": "shadowing",
            "place": "考核一处",
            "starts_on": "2024-03-01",
        },
        "evaluators:reserve_enter": {"reserve": "leader", "reason": "曾任县委书记"},
        **review_payloads(side),
        **plan_payloads(side),
    }
