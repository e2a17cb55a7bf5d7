"""The pool for the permission matrix: one evaluator a side, the own one with the own account."""

import datetime as dt
from typing import Any

from django.db.models import Model

from evaluators.models import GateCheck, Nomination
from organization.models import Role, User
from tests.evaluators.factories import (
    EvaluatorFactory,
    GateCheckFactory,
    NominationFactory,
    ReservePlaceFactory,
    TieFactory,
    WorkplaceFactory,
)
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
        "evaluators:reserve_enter": {"reserve": "leader", "reason": "曾任县委书记"},
    }
