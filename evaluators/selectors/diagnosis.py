"""A forming run in words: how good its proposal is, or why there is none and what would help."""

from dataclasses import dataclass
from typing import Any

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
class Bottleneck:
    """A row of the table that tells where people run short.

    Attributes:
        removed: recusal rules in words with how many people each one removes.
        options: what would help, in sentences.
    """

    group: str
    role: str
    need: int
    qualified: int
    free: int
    removed: list[tuple[str, int]]
    options: list[str]


@dataclass(frozen=True)
class Diagnosis:
    """Why no groups can be formed.

    Attributes:
        objections: what seats taken by hand break by themselves.
    """

    objections: list[str]
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


def _objections(run: FormingRun) -> list[str]:
    rows = run.diagnosis.get("objections")
    if not rows:
        return []
    spoken = told(Planning(run.plan), [_violation(row) for row in rows], grounds=True)
    return list(dict.fromkeys(one.text for one in spoken))


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
        removed = sorted(one["removed"].items(), key=lambda pair: -pair[1])
        return Bottleneck(
            group=self.groups.get(one["group"], ""),
            role=self.roles.get(one["role"], one["role"]),
            need=one["need"],
            qualified=one["qualified"],
            free=one["free"],
            removed=[(str(RecusalRule(rule).label), count) for rule, count in removed],
            options=self.options(one),
        )

    def options(self, one: dict[str, Any]) -> list[str]:
        """Moving a unit, asking for a waiver, or more people: advice, never done by itself."""
        options = [
            _("move %(unit)s to another group (frees %(count)s)")
            % {"unit": self.units.get(unit, ""), "count": count}
            for unit, count in one["moves"]
        ]
        options += [
            _("apply for waivers of: %(rule)s (bars %(count)s by itself)")
            % {"rule": RecusalRule(rule).label, "count": count}
            for rule, count in one["waivers"]
        ]
        role = self.roles.get(one["role"], one["role"])
        return [
            *options,
            _("take more people who qualify as %(role)s into the pool") % {"role": role},
        ]
