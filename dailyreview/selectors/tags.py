"""Who has a tag, under which conditions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from dailyreview.models import CadreTag, DossierEntry, Tagging
from dailyreview.selectors.dossier import posts_today
from organization.models import Cadre, Unit, User


@dataclass(frozen=True)
class TagRow:
    """A tag on a person with the posts of today and the confirmed facts of both lists."""

    tagging: Tagging
    posts: str
    positive: int
    negative: int


def tags_with_people(user: User) -> QuerySet[CadreTag]:
    """The tags the account sees, each with `people`, how many have it."""
    seen = Tagging.objects.visible_to(user).standing()
    return (
        CadreTag.objects.visible_to(user)
        .annotate(people=Count("taggings", Q(taggings__in=seen)))
        .select_related("domain")
        .order_by("domain__position", "code", "pk")
    )


def people_tagged(tag: CadreTag, user: User, conditions: Mapping[str, Any]) -> QuerySet[Tagging]:
    """Whose tag stands, by name.

    Args:
        conditions: any of `unit` (name or code, today's post), `since_year`, `born_from` (a month),
            `has_faults` ("yes" or "no": a negative fact stands in the dossier).
    """
    marks = Tagging.objects.visible_to(user).standing().filter(tag=tag)
    if text := conditions.get("unit"):
        there = Cadre.objects.at_units(Unit.objects.visible_to(user).search(text))
        marks = marks.filter(cadre__in=there.values("pk"))
    if year := conditions.get("since_year"):
        marks = marks.filter(since__year=year)
    if month := conditions.get("born_from"):
        marks = marks.filter(cadre__birth_month__gte=month)
    if asked := conditions.get("has_faults"):
        faults = DossierEntry.objects.confirmed().filter(side=DossierEntry.Side.NEGATIVE)
        with_faults = Q(cadre__in=faults.values("cadre"))
        marks = marks.filter(with_faults if asked == "yes" else ~with_faults)
    return marks.select_related("cadre", "put_by")


def tag_rows(marks: Sequence[Tagging]) -> list[TagRow]:
    """The tags as the list shows them, in two queries for however many."""
    keys = [one.cadre_id for one in marks]
    posts = posts_today(keys)
    facts = DossierEntry.objects.confirmed().filter(cadre__in=keys).order_by()
    counts = {
        (cadre, side): count
        for cadre, side, count in facts.values_list("cadre", "side").annotate(Count("pk"))
    }
    sides = DossierEntry.Side
    return [
        TagRow(
            one,
            posts[one.cadre_id],
            counts.get((one.cadre_id, sides.POSITIVE), 0),
            counts.get((one.cadre_id, sides.NEGATIVE), 0),
        )
        for one in marks
    ]
