"""Events for the permission matrix, and what a POST to them must carry."""

from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Model

from collection.imports.events import EVENTS, upload_events
from organization.models import Role, User
from tests.collection.event_factories import EventKindFactory, EventLevelFactory, UnitEventFactory
from tests.collection.need_factories import DataNeedFactory
from tests.indicators.world import PROOF, Proof
from tests.organization.factories import UserFactory


class Listing(Proof):
    """A list to be uploaded again and again."""

    name = "events.csv"
    content_type = "text/csv"

    def __init__(self, content: bytes) -> None:
        self.content = content

    def read(self) -> bytes:
        return self.content


def event_list(**changes: str) -> ContentFile:
    """A list with one event."""
    row = {
        "unit": "",
        "kind": "",
        "level": "",
        "happened_on": "2023-04-05",
        "fact": "化解信访积案",
        "document": "信〔2023〕9号",
        "source_department": "信访局",
    } | changes
    titles = [column.title.zh for column in EVENTS.columns]
    text = "\n".join(",".join(cells) for cells in (titles, row.values()))
    return ContentFile(text.encode("utf-8-sig"), "events.csv")


def event_objects(side: Any, users: dict[str, User]) -> dict[str, Model]:
    kind = EventKindFactory(
        domain=side.domain, name=f"事项 {side.canary}", indicator=side.objects["indicator"]
    )
    about = {"kind": kind, "unit": side.unit, "fact": f"事实 {side.canary}"}
    return {
        "event_kind": kind,
        "data_need": DataNeedFactory(asked=side.unit, datum=f"数据 {side.canary}"),
        "event_upload": upload_events(
            event_list(unit=side.unit.name, kind=kind.code),
            evidence=ContentFile(PROOF, "proof.pdf"),
            domain=side.domain,
            by=UserFactory(role=Role.OFFICE_STAFF),
        ),
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
        "collection:dataneed_create": {
            "asked": DataNeedFactory().asked.code,
            "datum": "技改投资",
            "purpose": "核对",
            "due_on": "9999-01-01",
        },
        "collection:dataneed_detail": {"verdict": "give", "answer": "12.5 亿元"},
        "collection:eventupload_create": {
            "domain": side.domain.pk,
            "file": Listing(
                event_list(unit=side.unit.name, kind=side.objects["event_kind"].code).read()
            ),
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
