"""Event files with whom they cite, and which awards suggest themselves."""

from django.db.models import Count, Q, QuerySet

from dailyreview.models import DossierEntry, EventCitation, EventFile
from organization.models import User

SIDES = DossierEntry.Side


def event_files(user: User) -> QuerySet[EventFile]:
    """The files the account sees, with `good` and `bad`: how many it sees cited for either."""
    seen = Q(citations__in=EventCitation.objects.visible_to(user))
    return (
        EventFile.objects.visible_to(user)
        .annotate(
            good=Count("citations", seen & Q(citations__entry__side=SIDES.POSITIVE)),
            bad=Count("citations", seen & Q(citations__entry__side=SIDES.NEGATIVE)),
        )
        .select_related("domain")
        .order_by("-starts_on", "pk")
    )


def citations_of(event: EventFile, user: User) -> QuerySet[EventCitation]:
    """Whom a file cites, good conduct first as in the dossier, with the awards."""
    citations = EventCitation.objects.visible_to(user).filter(event=event)
    return citations.select_related(
        "entry__cadre", "entry__unit", "award__proposed_by", "award__decided_by"
    ).order_by("-entry__side", "entry__happened_on", "pk")


def awards_suggested(event: EventFile, user: User) -> QuerySet[EventCitation]:
    """Good conduct that is confirmed and for which nobody has proposed an award yet."""
    return citations_of(event, user).filter(
        entry__side=SIDES.POSITIVE,
        entry__state=DossierEntry.State.CONFIRMED,
        award__isnull=True,
    )
