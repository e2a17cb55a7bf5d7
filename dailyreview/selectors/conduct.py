"""Awards, penalties and bad conduct on forms: the confirmed facts of dossiers (L-10)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from dailyreview.models import DossierEntry
from organization.models import User

Kind = DossierEntry.Kind
# What the appointment form calls 奖惩: what was given or imposed formally.
AWARDS_AND_PENALTIES = (Kind.AWARD, Kind.DISCIPLINE)
CONDUCT = (Kind.AWARD, *DossierEntry.NEGATIVE_KINDS)


def facts_on_forms(
    cadres: Collection[int], user: User, *, kinds: Collection[str] = CONDUCT
) -> Mapping[int, Sequence[DossierEntry]]:
    """By cadre the confirmed facts of some kinds that the account may read, the oldest first."""
    found: dict[int, list[DossierEntry]] = defaultdict(list)
    entries = DossierEntry.objects.visible_to(user).confirmed()
    for entry in entries.filter(cadre__in=cadres, kind__in=kinds).order_by("happened_on", "pk"):
        found[entry.cadre_id or 0].append(entry)
    return found


def told(entry: DossierEntry) -> str:
    """One fact in a line, as the form has it: 2024.05 and what happened."""
    return f"{entry.happened_on:%Y.%m} {entry.fact}"
