"""Finding the person whom a list or a form names, without telling of anybody else."""

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from organization.models import Appointment, Cadre, User, offices_inside


class NamedPeople:
    """Those whom some names or ID numbers mean, among the cadres an account sees; two queries."""

    def __init__(self, texts: Iterable[str], user: User) -> None:
        wanted = {text.strip() for text in texts if text}
        found = Cadre.objects.visible_to(user).filter(Q(name__in=wanted) | Q(id_number__in=wanted))
        self.by_text: dict[str, dict[int, set[int]]] = defaultdict(dict)
        texts_of: dict[int, tuple[str, str]] = {}
        for key, name, number in found.values_list("pk", "name", "id_number").distinct():
            texts_of[key] = (name, number)
        posts: dict[int, set[int]] = defaultdict(set)
        today = Appointment.objects.on(timezone.localdate()).filter(cadre__in=texts_of)
        for cadre, unit in today.order_by().values_list("cadre", "unit"):
            posts[cadre].add(unit)
        self.names = {key: name for key, (name, _number) in texts_of.items()}
        for key, names in texts_of.items():
            for text in names:
                self.by_text[text][key] = posts[key]

    def one(self, text: str, within: Iterable[int] | None = None) -> int:
        """The key of the one person meant.

        Args:
            within: units where the person serves today; anywhere without.

        Raises:
            ValidationError: nobody or several people are meant.
        """
        people = self.by_text.get(text.strip(), {})
        if within is not None:
            places = set(within)
            people = {key: units for key, units in people.items() if units & places}
        if len(people) == 1:
            return next(iter(people))
        if people:
            raise ValidationError(_("Several people have this name: give the ID number."))
        if within is not None:
            raise ValidationError(_("Nobody of this name serves in the lead unit today."))
        raise ValidationError(_("No cadre of this name is on record."))


def staff_places(lead_unit: int) -> set[int]:
    """The places where the staff of a unit serve: itself and the offices inside it."""
    return set(offices_inside([lead_unit]))
