"""What checklists came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from collection.models import Checklist, ChecklistBand, ChecklistItem, CheckSheet
from organization.models import User


@dataclass(frozen=True)
class AnsweredItem:
    """One point with its answer."""

    item: ChecklistItem
    yes: bool
    remark: str

    @property
    def good(self) -> bool:
        """Whether the answer speaks for them."""
        return self.yes != self.item.is_reversed


def result_band(sheet: CheckSheet) -> ChecklistBand | None:
    """The word that the good answers earn; None while the checklist names no words."""
    bands = sorted(sheet.checklist.bands.all(), key=lambda band: -band.least)
    return next((band for band in bands if sheet.good_count >= band.least), None)


def answered_items(sheet: CheckSheet) -> list[AnsweredItem]:
    """The points in order, each with what was answered."""
    answers: Mapping[str, Any] = sheet.answers
    return [
        AnsweredItem(item, **answers[str(item.number)])
        for item in sheet.checklist.items.all()
        if str(item.number) in answers
    ]


def listed_checklists(user: User) -> QuerySet[Checklist]:
    """The checklists that the account sees, with the numbers of points and of sheets."""
    waiting = Q(sheets__state=CheckSheet.State.WAITING)
    return (
        Checklist.objects.visible_to(user)
        .select_related("domain", "indicator")
        .annotate(
            item_count=Count("items", distinct=True),
            sheet_count=Count("sheets", distinct=True),
            waiting_count=Count("sheets", filter=waiting, distinct=True),
        )
        .order_by("domain__position", "code")
    )


def sheets_of(checklist: Checklist, user: User, period: str) -> QuerySet[CheckSheet]:
    """The sheets of a checklist that the account sees, of one period where one is named."""
    sheets = CheckSheet.objects.visible_to(user).filter(checklist=checklist)
    if period:
        sheets = sheets.filter(period=period)
    return sheets.select_related("unit", "cadre", "filled_by").prefetch_related("checklist__bands")
