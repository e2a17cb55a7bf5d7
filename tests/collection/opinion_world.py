"""Opinions and comment pages for the permission matrix."""

from typing import Any

from django.db.models import Model

from collection.forms.comments import new_ticket
from collection.models import CommentPoint
from organization.models import User
from tests.collection.opinion_factories import CommentPointFactory, OpinionFactory


def opinion_objects(side: Any, users: dict[str, User]) -> dict[str, Model]:
    """One that waits, one that the unit was asked to answer, one whose answer can be published."""
    told = {"unit": side.unit, "text": f"意见 {side.canary}"}
    return {
        "comment_point": CommentPointFactory(unit=side.unit, place=f"窗口 {side.canary}"),
        "opinion": OpinionFactory(**told),
        "public_comment": OpinionFactory(public=True, **told),
        "asked_opinion": OpinionFactory(public=True, forwarded=True, **told),
        "answered_opinion": OpinionFactory(public=True, answered=True, checked=True, **told),
    }


def opinion_payloads(side: Any) -> dict[str, dict[str, Any]]:
    """What a POST must carry to succeed, by URL name."""
    point = side.objects["comment_point"]
    assert isinstance(point, CommentPoint)
    desk = {"is_open": "on", "contacts": "考核办", "per_sender": 9, "per_point": 9}
    place = {"unit": side.unit.code, "place": "大厅", "valid_from": "2024-01-01", "is_active": "on"}
    return {
        "collection:opinion_create": {
            "unit": side.unit.code,
            "channel": "box",
            "attitude": 2,
            "text": "办事要跑三趟。",
            "received_on": "2024-03-01",
        },
        "collection:opinion_sort": {
            "opinions": [side.objects["public_comment"].pk],
            "action": "forward",
        },
        "collection:opinion_check": {"verdict": "confirmed", "finding": "现场核实属实"},
        "collection:opinion_answer": {"answer": "已加开窗口"},
        "collection:desk_edit": {**desk, "contact_days": 30},
        "collection:point_create": place,
        "collection:point_edit": place,
        "collection:comment_create": {
            "attitude": 2,
            "text": "排队太久",
            "ticket": new_ticket(point),
        },
        "collection:comment_answer": {"number": "ABCD-2345-EFGH"},
    }
