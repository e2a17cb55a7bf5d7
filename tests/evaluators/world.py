"""The pool for the permission matrix: one evaluator a side, the own one with the own account."""

from typing import Any

from django.db.models import Model

from evaluators.models import GateCheck
from organization.models import User
from tests.evaluators.factories import (
    EvaluatorFactory,
    GateCheckFactory,
    ReservePlaceFactory,
    TieFactory,
    WorkplaceFactory,
)
from tests.organization.factories import UnitFactory


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
        "evaluators:reserve_enter": {"reserve": "leader", "reason": "曾任县委书记"},
    }
