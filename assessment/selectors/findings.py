"""The findings of a check as one reader sees them: in the own language, of visible groups only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext

from assessment.models import ReadinessCheck
from assessment.selectors.group_checks import ERROR, Remark
from indicators.models import SystemNode

if TYPE_CHECKING:
    from organization.models import User

SENTENCES = {
    "nobody_has_value": gettext_lazy("Nobody in the group has a value."),
    "nobody_has_basis": gettext_lazy(
        "Nobody in the group has anything to measure the value against."
    ),
    "many_lack_value": ngettext_lazy(
        "%(count)s assessee lacks a value, among them %(name)s.",
        "%(count)s assessees lack a value, among them %(name)s.",
        "count",
    ),
    "no_value": gettext_lazy("%(name)s has no value."),
    "no_basis": gettext_lazy("%(name)s has a value, but nothing to measure it against."),
    "strange_target": gettext_lazy(
        "%(name)s reads the result of %(target)s, who is not in this cycle."
    ),
    "small_group": gettext_lazy("Fewer than %(smallest)s to compare: all get the neutral share."),
    "no_spread": gettext_lazy("All values are equal or too few: all get the neutral share."),
    "far_out": gettext_lazy("Far from all others; are they right? %(figures)s"),
}


@dataclass(frozen=True)
class Finding:
    """One thing to look at before a run; an error stops the run or holds totals."""

    severity: str
    place: str
    message: str
    url: str


def visible_remarks(check: ReadinessCheck, *, user: "User") -> list[Remark]:
    """What the check found in groups that the account sees, errors first."""
    seen = {"", *_group_names(check, user)}
    remarks = [Remark(**stored) for stored in check.findings]
    return sorted(
        (remark for remark in remarks if remark.group in seen),
        key=lambda remark: remark.severity != ERROR,
    )


def told(check: ReadinessCheck, remarks: Sequence[Remark], *, user: "User") -> list[Finding]:
    """The remarks in words; the number of queries does not grow with them."""
    teller = _Teller(
        check=check,
        groups=_group_names(check, user),
        people=_people_names(check, remarks),
        leaves=SystemNode.objects.select_related("system", "indicator").in_bulk(
            {remark.node for remark in remarks if remark.node}
        ),
    )
    return [teller.tell(remark) for remark in remarks]


@dataclass(frozen=True)
class _Teller:
    """What remarks name by key: comparison groups, assessees, leaves."""

    check: ReadinessCheck
    groups: Mapping[str, str]
    people: Mapping[str, str]
    leaves: Mapping[int, SystemNode]

    def tell(self, remark: Remark) -> Finding:
        if remark.node is None:
            return self._of_the_cycle(remark)
        leaf = self.leaves[remark.node]
        names = [self.people[key] for key in remark.assessees]
        words = {**remark.params, "name": names[0] if names else ""}
        if remark.code == "far_out":
            measure = leaf.indicator.unit_of_measure if leaf.indicator else ""
            figures = zip(names, remark.params["figures"], strict=True)
            words["figures"] = pgettext("list", ", ").join(
                f"{name} {figure} {measure}".rstrip() for name, figure in figures
            )
        place = f"{self.groups[remark.group]} · {leaf.name}"
        message = str(SENTENCES[remark.code] % words)
        return Finding(remark.severity, place, message, leaf.system.get_absolute_url())

    def _of_the_cycle(self, remark: Remark) -> Finding:
        """An error that stops the run; its words may name what only another office sees."""
        cycle = self.check.cycle
        if cycle.assessees.exclude(group_key__in=self.groups).exists():
            message = _(
                "Inputs of this cycle contradict each other; whoever answers for all its domains"
                " is shown where."
            )
        else:
            # The engine's own words, as a failed run shows them.
            message = remark.params["words"]
        return Finding(remark.severity, cycle.name, message, cycle.get_absolute_url())


def _group_names(check: ReadinessCheck, user: "User") -> dict[str, str]:
    seen = check.cycle.assessees.visible_to(user).order_by()
    return dict(seen.values_list("group_key", "group_name").distinct())


def _people_names(check: ReadinessCheck, remarks: Sequence[Remark]) -> dict[str, str]:
    keys = {key for remark in remarks for key in remark.assessees}
    return dict(check.cycle.assessees.filter(key__in=keys).values_list("key", "name"))
