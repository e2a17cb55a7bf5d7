"""Checklists for the permission matrix, and what a POST to them must carry."""

from typing import Any

from django.db.models import Model

from organization.models import User
from tests.collection.checklist_factories import POINTS, ChecklistFactory, CheckSheetFactory
from tests.indicators.world import Proof


def checklist_objects(side: Any, users: dict[str, User]) -> dict[str, Model]:
    checklist = ChecklistFactory(
        domain=side.domain, name=f"清单 {side.canary}", indicator=side.objects["indicator"]
    )
    return {
        "checklist": checklist,
        "check_sheet": CheckSheetFactory(checklist=checklist, unit=side.unit),
    }


def checklist_payloads(side: Any) -> dict[str, dict[str, Any] | list[Any]]:
    """What a POST must carry to succeed, by URL name."""
    facts = {
        "domain": side.domain.pk,
        "name": "政治素质",
        "about": "cadre",
        "indicator": side.objects["indicator"].code,
        "clause": "第三条",
        "items": "是否请示报告\n-是否搞小圈子",
        "bands": "好 2\n一般 0 降低一个等次",
        "is_active": "on",
    }
    items = side.objects["checklist"].items.all()
    return {
        "collection:checklist_create": {**facts, "code": "NEW"},
        "collection:checklist_edit": {
            **facts,
            "code": "EDIT",
            "about": "unit",
            "items": "\n".join(f"{'-' if one.is_reversed else ''}{one.text}" for one in items),
            "bands": "好 23\n较好 20 不得评为最高等次\n一般 15 降低一个等次\n较差 0 降低一个等次",
        },
        "collection:checksheet_create": {
            "period": "2024",
            "unit": side.unit.code,
            "evidence": Proof(),
            **{f"answer-{number}": "yes" for number in range(1, POINTS + 1)},
            **{f"remark-{number}": "已核" for number in range(1, POINTS + 1)},
        },
        "collection:checksheet_detail": {"verdict": "confirm"},
    }
