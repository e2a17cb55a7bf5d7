"""Whose files an account opens, and how much of a file it reads."""

from dataclasses import dataclass

from django.db.models import QuerySet

from dailyreview.selectors.dossier import dossiers_of
from organization.models import ADMINISTRATOR_ROLES, DOMAIN_ROLES, PEOPLE_ROLES, Cadre, Unit, User

# Besides the person.
FILE_READERS = (*DOMAIN_ROLES, *PEOPLE_ROLES)


@dataclass(frozen=True)
class Reader:
    """Who reads a file.

    Attributes:
        is_own: it is the account's own file; then points, places and what waits for publication
            stay out, whatever else the account is (G-26).
    """

    user: User
    is_own: bool = False

    def answers_for(self, unit: Unit) -> bool:
        """Whether the account reads the file as office or committee of the unit's domain."""
        if self.is_own or self.user.has_role(*ADMINISTRATOR_ROLES):
            return False
        if self.user.answers_for_all_domains(DOMAIN_ROLES):
            return True
        return unit.domain_id in self.user.domain_keys(DOMAIN_ROLES)


def files_open_to(user: User) -> QuerySet[Cadre]:
    """Whose file the account opens: those whose dossier it reads, and its own.

    Administrators keep the system running and read the files of others not at all.
    """
    if user.has_role(*ADMINISTRATOR_ROLES):
        return Cadre.objects.filter(pk=user.cadre_id or 0)
    return dossiers_of(user)


def teams_open_to(user: User) -> QuerySet[Unit]:
    """Units whose team has a file for the account: office, committee, principal and leader."""
    if user.has_role(*ADMINISTRATOR_ROLES):
        return Unit.objects.none()
    return Unit.objects.with_people_visible_to(user)


def reader_of(cadre: Cadre, user: User) -> Reader:
    """How the account reads the file of a person."""
    return Reader(user, is_own=cadre.pk == user.cadre_id)
