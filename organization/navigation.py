"""The side navigation: what each app offers, by task, and who may open it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from organization.models import User


# With more lines than a screen holds, only one's own desk and the task at hand stand open.
MOST_OPEN = 18


class NavigationGroup(TextChoices):
    """Tasks that the navigation is ordered by, in this order."""

    DESK = "desk", _("My desk")
    ASSESS = "assess", _("Assess")
    FIELD = "field", _("Evaluators and field work")
    DAILY = "daily", _("Daily review")
    RESULTS = "results", _("Feedback and use")
    COLLECT = "collect", _("Collect")
    MEASURE = "measure", _("Measure")
    KNOW = "know", _("Units and people")
    ADMINISTER = "administer", _("Administer")


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One line of the navigation; an AppConfig lists its own in `navigation`."""

    label: str | Promise
    url_name: str
    icon: str
    """Name of an outline icon of heroicons."""
    roles: tuple[str, ...]
    """Values of `Role` that open it, as text: models are not loaded yet when an AppConfig is read.
    Empty means everybody who is logged in."""
    group: NavigationGroup
    nouns: tuple[str, ...] = ()
    """Further things whose pages stand below this line, as "run" below the cycles."""

    @property
    def url(self) -> str:
        return reverse(self.url_name)

    def covers(self, page: str) -> bool:
        """Whether the page of a URL name (`namespace:noun_verb`) stands below this line."""
        namespace, _colon, name = page.partition(":")
        own_namespace, _colon, own_name = self.url_name.partition(":")
        nouns = (own_name.partition("_")[0], *self.nouns)
        return namespace == own_namespace and name.partition("_")[0] in nouns


@dataclass(frozen=True, slots=True)
class NavigationSection:
    """A task and the entries below it that one account may open."""

    group: NavigationGroup
    entries: list[NavigationEntry]
    current: NavigationEntry | None
    is_open: bool
    """Whether its entries show without a click."""


def sections_for(user: "User", *, page: str) -> list[NavigationSection]:
    """The navigation of an account; the line that covers the URL name of the page is current."""
    entries = [entry for entry in all_entries() if not entry.roles or user.has_role(*entry.roles)]
    current = next((entry for entry in entries if entry.covers(page)), None)
    grouped = {
        group: [entry for entry in entries if entry.group == group] for group in NavigationGroup
    }
    is_short = len(entries) <= MOST_OPEN
    return [
        NavigationSection(
            group,
            members,
            current if current in members else None,
            is_short or current in members or group == NavigationGroup.DESK,
        )
        for group, members in grouped.items()
        if members
    ]


def all_entries() -> Iterator[NavigationEntry]:
    """What the installed apps offer, higher floors first: they stand nearer to people."""
    return chain.from_iterable(
        getattr(config, "navigation", ()) for config in reversed(list(apps.get_app_configs()))
    )


def links_about(noun: str, key: int, user: "User") -> list[tuple[str, str]]:
    """Name and address of pages of higher apps about one thing, as they offer them.

    An AppConfig lists them in `<noun>_links`; their addresses take the key of the thing. So a page
    leads upwards without knowing who stands there.
    """
    entries = chain.from_iterable(
        getattr(config, f"{noun}_links", ()) for config in apps.get_app_configs()
    )
    return [
        (str(entry.label), reverse(entry.url_name, args=[key]))
        for entry in entries
        if not entry.roles or user.has_role(*entry.roles)
    ]
