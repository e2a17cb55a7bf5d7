"""A forming run in words: how good its proposal is, or why there is none and what would help."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from evaluators.models import Evaluator, FormingRun, GroupRole, RecusalRule
from evaluators.rules.checking import Fault, Violation
from evaluators.rules.problem import Status
from evaluators.rules.recusal import Reason, Recusal
from evaluators.selectors.planning import Planning
from evaluators.selectors.violations import told
from organization.models import Unit

# Families of rules besides those of recusal, by the codes of the solver.
FAMILIES = {
    "kept": gettext_lazy("seats taken by hand"),
    "tags": gettext_lazy("core members a group"),
    "home": gettext_lazy("people of one department in a group"),
    "newcomers": gettext_lazy("newcomers in a group, at most percent"),
    "links": gettext_lazy("guests of a link"),
}


@dataclass(frozen=True)
class Removed:
    """How many of those who qualify one rule removes, as a number and of a hundred."""

    rule: str
    count: int
    percent: int


@dataclass(frozen=True)
class Option:
    """Something that would help, and the page where it is done."""

    text: str
    address: str


@dataclass(frozen=True)
class Bottleneck:
    """A role of a group where people run short.

    Attributes:
        reason: in a sentence, why.
        removed: by rule, those who remove most first; one person may count under several.
        free_percent: of a hundred who qualify.
        options: what would help.
    """

    group: str
    role: str
    need: int
    qualified: int
    free: int
    free_percent: int
    reason: str
    removed: list[Removed]
    options: list[Option]

    @property
    def missing(self) -> int:
        """How many people are missing for this role alone."""
        return max(0, self.need - self.free)


@dataclass(frozen=True)
class Objection:
    """What a seat taken by hand breaks; the group's page is where it can be cleared."""

    text: str
    group: str
    address: str


@dataclass(frozen=True)
class Diagnosis:
    """Why no groups can be formed.

    Attributes:
        objections: what seats taken by hand break by themselves.
    """

    objections: list[Objection]
    shortages: list[str]
    conflict: list[str]
    bottlenecks: list[Bottleneck]


def verdict(run: FormingRun) -> str:
    """How good the proposal is known to be, in one sentence."""
    status = run.proof.get("status", "")
    if not run.result:
        if status == Status.INFEASIBLE:
            return _("No groups satisfy all rules.")
        return _("Time was up before a first proposal was found.")
    if status == Status.OPTIMAL and run.proof.get("units_optimal"):
        return _("All recusal rules hold; proven optimal.")
    if status == Status.OPTIMAL:
        return _("All recusal rules hold; the seats are proven optimal, the units dealt out well.")
    gap = round(100 * (run.proof.get("gap") or 0), 1)
    return _("All recusal rules hold; at most %(gap)s %% from the best.") % {"gap": gap}


def diagnosis_of(run: FormingRun) -> Diagnosis | None:
    """Why a run has no proposal; None where it has one or does not know."""
    found = run.diagnosis
    if not found:
        return None
    words = _Words(run)
    return Diagnosis(
        objections=_objections(run),
        shortages=[words.shortage(one) for one in found["shortages"]],
        conflict=[_family(code) for code in found["conflict"]],
        bottlenecks=[words.bottleneck(one) for one in found["bottlenecks"]],
    )


def _objections(run: FormingRun) -> list[Objection]:
    rows = run.diagnosis.get("objections")
    if not rows:
        return []
    planning = Planning(run.plan)
    groups = {group.pk: group for group in planning.groups}
    found = [
        Objection(one.text, str(group or ""), group.get_absolute_url() if group else "")
        for one in told(planning, [_violation(row) for row in rows], grounds=True)
        for group in [groups.get(one.violation.group or 0)]
    ]
    return list(dict.fromkeys(found))


def _violation(row: dict[str, Any]) -> Violation:
    reason = row["reason"]
    if reason:
        grounds = {name: tuple(reason[name]) for name in ("units", "people", "regions", "years")}
        reason = Reason(Recusal(reason["rule"]), **grounds)
    return Violation(**{**row, "fault": Fault(row["fault"]), "reason": reason})


def _family(code: str) -> str:
    if code in FAMILIES:
        return str(FAMILIES[code])
    return _("recusal: %(rule)s") % {"rule": RecusalRule(code).label}


class _Words:
    def __init__(self, run: FormingRun) -> None:
        self.groups = dict(run.plan.groups.values_list("pk", "name"))
        self.roles = dict(GroupRole.objects.values_list("code", "name"))
        moved = {unit for one in run.diagnosis["bottlenecks"] for unit, _count in one["moves"]}
        released = {one.get("evaluator") for one in run.diagnosis["shortages"]} - {None}
        self.people = dict(Evaluator.objects.filter(pk__in=released).values_list("pk", "name"))
        self.units = dict(Unit.objects.filter(pk__in=moved).values_list("pk", "name"))
        self.plan = run.plan_id
        visits = run.plan.plan_units.filter(unit__in=moved)
        self.visits = dict(visits.values_list("unit", "pk"))

    def shortage(self, one: dict[str, Any]) -> str:
        group = self.groups.get(one["group"], "")
        if one["kind"] == "role":
            role = self.roles.get(one["what"], one["what"])
            return ngettext(
                "%(group)s lacks %(count)s person as %(role)s.",
                "%(group)s lacks %(count)s people as %(role)s.",
                one["missing"],
            ) % {"group": group, "count": one["missing"], "role": role}
        if one["kind"] == "tag":
            return _("%(group)s lacks %(count)s core members.") % {
                "group": group,
                "count": one["missing"],
            }
        if one["kind"] == "kept":
            return _("%(person)s in %(group)s would have to give up the seat taken by hand.") % {
                "person": self.people.get(one["evaluator"], ""),
                "group": group,
            }
        return _("%(group)s lacks %(count)s guests for a link.") % {
            "group": group,
            "count": one["missing"],
        }

    def bottleneck(self, one: dict[str, Any]) -> Bottleneck:
        qualified = one["qualified"]
        removed = [
            Removed(str(RecusalRule(rule).label), count, 100 * count // qualified)
            for rule, count in sorted(one["removed"].items(), key=lambda pair: -pair[1])
        ]
        return Bottleneck(
            group=self.groups.get(one["group"], ""),
            role=self.roles.get(one["role"], one["role"]),
            need=one["need"],
            qualified=qualified,
            free=one["free"],
            free_percent=100 * one["free"] // max(qualified, 1),
            reason=_reason(one, removed),
            removed=removed,
            options=self.options(one),
        )

    def options(self, one: dict[str, Any]) -> list[Option]:
        """Moving a unit, asking for a waiver, or more people: advice, never done by itself."""
        options = [
            Option(
                _("Move %(unit)s to another group: frees %(count)s")
                % {"unit": self.units.get(unit, ""), "count": count},
                reverse("evaluators:unit_move", args=[self.visits[unit]]),
            )
            for unit, count in one["moves"]
            if unit in self.visits
        ]
        ask = reverse("evaluators:waiver_create", args=[self.plan])
        options += [
            Option(
                _("Apply for waivers of “%(rule)s”: it alone bars %(count)s")
                % {"rule": RecusalRule(rule).label, "count": count},
                f"{ask}?rule={rule}",
            )
            for rule, count in one["waivers"]
        ]
        role = self.roles.get(one["role"], one["role"])
        more = _("Take more people who qualify as %(role)s into the pool") % {"role": role}
        return [*options, Option(more, reverse("evaluators:evaluator_list"))]


def _reason(one: dict[str, Any], removed: list[Removed]) -> str:
    """Why people run short, in one sentence."""
    numbers = {"qualified": one["qualified"], "free": one["free"], "need": one["need"]}
    if not one["qualified"]:
        return _("Nobody in the pool qualifies.")
    if one["free"] >= one["need"]:
        return _("%(free)s are free here, but other groups need the same people.") % numbers
    if not one["free"] and removed and removed[0].count == one["qualified"]:
        text = _("All %(qualified)s who qualify are recused: %(rule)s.")
        return text % {**numbers, "rule": removed[0].rule}
    if not one["free"] and removed:
        text = _("All %(qualified)s who qualify are recused, %(count)s of them by: %(rule)s.")
        return text % {**numbers, "count": removed[0].count, "rule": removed[0].rule}
    return _("%(free)s of %(qualified)s who qualify are free; %(need)s are needed.") % numbers
