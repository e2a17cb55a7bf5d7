"""What the verifier found, in words; grounds of a recusal are told to the office alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from evaluators.models import Evaluator, RecusalRule
from evaluators.rules.checking import MISSING, Fault, Violation
from evaluators.rules.recusal import Reason, Recusal
from evaluators.selectors.people import CORE_TAG
from evaluators.selectors.planning import Planning
from organization.models import Unit

SENTENCES = {
    Fault.UNKNOWN_EVALUATOR: gettext_lazy("Somebody in %(group)s is not of the plan's source."),
    Fault.UNKNOWN_GROUP: gettext_lazy("%(person)s sits in a group of another plan."),
    Fault.SEATED_TWICE: gettext_lazy("%(person)s holds %(found)s seats; one is allowed."),
    Fault.ROLE_NOT_HELD: gettext_lazy("%(person)s may not serve as %(role)s in this plan."),
    Fault.ROLE_SHORT: gettext_lazy("%(group)s lacks %(role)s: %(found)s of %(limit)s."),
    Fault.ROLE_OVER: gettext_lazy("%(group)s has %(found)s of %(role)s; %(limit)s are planned."),
    Fault.RECUSED: gettext_lazy("%(person)s is recused from %(unit)s."),
    Fault.MUTUAL_SEATS: gettext_lazy("%(person)s and %(second)s would mark each other's units."),
    Fault.TAG_SHORT: gettext_lazy("%(group)s has %(found)s %(tag)s; at least %(limit)s are due."),
    Fault.HOME_OVER: gettext_lazy("%(group)s has %(found)s from %(home)s; at most %(limit)s."),
    Fault.NEW_OVER: gettext_lazy("%(group)s has %(found)s newcomers; at most %(limit)s."),
    Fault.GUEST_WITHOUT_SEAT: gettext_lazy(
        "%(person)s is a guest of %(group)s without a seat that marks."
    ),
    Fault.GUEST_WITHOUT_LINK: gettext_lazy("%(person)s is a guest of %(group)s without a link."),
    Fault.GUEST_TWICE: gettext_lazy("%(person)s is a guest of %(group)s twice."),
    Fault.LINK_SHORT: gettext_lazy("%(found)s of %(limit)s guests go from %(other)s to %(group)s."),
    Fault.KEPT_GONE: gettext_lazy("%(person)s was placed in %(group)s by hand and has gone."),
    Fault.NOT_COVERED: gettext_lazy("No group visits %(unit)s."),
    Fault.COVERED_TWICE: gettext_lazy("%(found)s groups visit %(unit)s."),
}


@dataclass(frozen=True)
class Told:
    """A violation in words, with the group where it is shown.

    Attributes:
        rule: the recusal rule that a waiver could lift, None for everything else.
    """

    violation: Violation
    text: str
    rule: Recusal | None = None

    @property
    def is_missing(self) -> bool:
        """Whether something is only not there yet."""
        return self.violation.fault in MISSING


class Teller:
    """Puts violations of a plan into words, with names read once.

    Args:
        grounds: whether the reader may know why somebody is recused.
    """

    def __init__(
        self, planning: Planning, violations: Iterable[Violation], *, grounds: bool
    ) -> None:
        found = list(violations)
        self.grounds = grounds
        self.units = {visit.unit_id: visit.unit.label for visit in planning.units}
        self.groups = {group.pk: group.name for group in planning.groups}
        self.roles = {seat.role.code: seat.role.name for seat in planning.seats}
        keys = {key for one in found for key in (one.evaluator, _second(one)) if key}
        self.people = dict(Evaluator.objects.filter(pk__in=keys).values_list("pk", "name"))
        homes = {one.other for one in found if one.fault == Fault.HOME_OVER and one.other}
        self.homes = dict(Unit.objects.filter(pk__in=homes).values_list("pk", "name"))
        self.found = found

    def tell(self) -> list[Told]:
        """Every violation in words, in the order found."""
        return [self.told(one) for one in self.found]

    def told(self, one: Violation) -> Told:
        """One of the violations given, in words."""
        return Told(one, self.text(one), self._waivable(one))

    def text(self, one: Violation) -> str:
        """One violation in one sentence."""
        if one.reason is not None:
            return self._recused(one, one.reason)
        return str(SENTENCES[one.fault]) % self._names(one)

    def _names(self, one: Violation) -> dict[str, object]:
        return {
            "person": self.people.get(one.evaluator or 0, ""),
            "second": self.people.get(_second(one) or 0, ""),
            "group": self.groups.get(one.group or 0, ""),
            "other": self.groups.get(one.other or 0, ""),
            "unit": self.units.get(one.assessee or 0, ""),
            "home": self.homes.get(one.other or 0, ""),
            "role": self.roles.get(one.what, one.what),
            "tag": _("core members") if one.what == CORE_TAG else one.what,
            "found": one.found,
            "limit": one.limit,
        }

    def _recused(self, one: Violation, reason: Reason) -> str:
        names = self._names(one)
        if not self.grounds:
            return _("%(person)s is recused from %(unit)s.") % names
        grounds = str(RecusalRule(reason.rule.value).label)
        details = pgettext("list", ", ").join([*reason.regions, *map(str, reason.years)])
        if details:
            grounds = _("%(rule)s %(details)s") % {"rule": grounds, "details": details}
        return _("%(person)s is recused from %(unit)s: %(rule)s.") % {**names, "rule": grounds}

    def _waivable(self, one: Violation) -> Recusal | None:
        reason = one.reason
        return reason.rule if reason is not None and reason.can_be_waived else None


def _second(one: Violation) -> int | None:
    return one.other if one.fault == Fault.MUTUAL_SEATS else None


def told(planning: Planning, violations: Iterable[Violation], *, grounds: bool) -> list[Told]:
    """Violations in words."""
    return Teller(planning, violations, grounds=grounds).tell()
