"""Events for the permission matrix, and what a POST to them must carry."""

from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Model

from organization.models import User
from tests.collection.event_factories import EventKindFactory, EventLevelFactory, UnitEventFactory
from tests.indicators.world import PROOF, Proof


def event_objects(side: Any, users: dict[str, User]) -> dict[str, Model]:
    kind = EventKindFactory(
        domain=side.domain, name=f"事项 {side.canary}", indicator=side.objects["indicator"]
    )
    about = {"kind": kind, "unit": side.unit, "fact": f"事实 {side.canary}"}
    return {
        "event_kind": kind,
        "event_level": EventLevelFactory(kind=EventKindFactory(domain=side.domain)),
        "waiting_event": UnitEventFactory(**about, evidence=ContentFile(PROOF, "proof.pdf")),
        "confirmed_event": UnitEventFactory(**about, confirmed=True),
    }


def event_payloads(side: Any) -> dict[str, dict[str, Any] | list[Any]]:
    """What a POST must carry to succeed, by URL name."""
    return {
        "collection:event_create": {
            "kind": side.objects["event_kind"].pk,
            "unit": side.unit.code,
            "happened_on": "2023-05-06",
            "fact": "信访积案化解",
            "document": "信〔2023〕1号",
            "source_department": "信访局",
            "evidence": Proof(),
        },
        "collection:event_confirm": {"verdict": "confirm"},
        "collection:event_withdraw": {"reason": "查无实据"},
        "collection:event_reply": {"view": "情况属实"},
        "collection:eventkind_create": _kind(side, "NEW"),
        "collection:eventkind_edit": _kind(side, "EDIT"),
    }


def _kind(side: Any, code: str) -> dict[str, Any]:
    return {
        "domain": side.domain.pk,
        "code": code,
        "name": "安全生产红点",
        "colour": "red",
        "indicator": side.objects["indicator"].code,
        "counts_as": "1",
        "levels": "国家级 2\n省级 1",
        "clause": "第三条",
        "is_active": "on",
    }
