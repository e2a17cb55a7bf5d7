"""Quotas as they stand: what the scheme allows, what the run proposes, what people decided."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet

from assessment.models import GradeDecision, Result, RunGroup, SchemeGrade, SchemeQuota
from assessment.selectors.scheme_rules import engine_quota
from organization.models import Cadre, Unit
from scoring.quotas import QUOTA_DEFAULTS, level_parts, quota_arithmetic

LEVEL, SCOPE = SchemeQuota.Level, SchemeQuota.Scope
# Where the value of a level is found from a result or a decision.
PATHS = {
    LEVEL.IDENTITY_CLASS: "assessee__identity_class",
    LEVEL.UNIT: "assessee__unit__code",
    LEVEL.AREA: "assessee__area",
}


@dataclass(frozen=True)
class QuotaLine:
    """The arithmetic of one quota in one part of its level, and how much of it is used.

    Attributes:
        members: values of the level that are counted together; none for a whole.
        names: the same in words.
        n, share, exact, rounding, allowed: the arithmetic to be signed.
        proposed: how many the run proposes for the grade.
        candidates, tied: how many reach the grade and stand at the edge; None where proposals are
            made without this quota, since it counts more than one comparison group.
        decided: decisions in force on the run that give the grade.
    """

    quota: SchemeQuota
    members: tuple[str, ...]
    names: tuple[str, ...]
    n: int
    share: Decimal
    exact: Decimal
    rounding: str
    allowed: int
    proposed: int
    candidates: int | None
    tied: int
    decided: int

    @property
    def grade(self) -> SchemeGrade:
        """The grade that the quota is for."""
        return self.quota.grade

    @property
    def place(self) -> str:
        """Where it counts, in words; empty for the comparison group."""
        cycle = [self.quota.get_scope_display()] if self.quota.scope == SCOPE.CYCLE else []
        return " · ".join([*cycle, *(["、".join(self.names)] if self.names else [])])

    @property
    def is_of_group(self) -> bool:
        """Whether it counts the whole comparison group, as the ranking shows it."""
        return self.quota.scope == SCOPE.GROUP and not self.members

    @property
    def most(self) -> int:
        """How many may have the grade: all of the tied may be more than the arithmetic allows."""
        of_group = self.quota.scope == SCOPE.GROUP
        return max(self.allowed, self.proposed) if of_group else self.allowed

    @property
    def beyond(self) -> int:
        """How many more are decided than may have the grade."""
        return max(self.decided - self.most, 0)


def quota_lines(group: RunGroup) -> list[QuotaLine]:
    """Every quota that concerns a group, in the order of the scheme.

    Within the group the arithmetic is what was stored with the proposals; over the whole cycle it
    is counted from the results of the run, all of which are there once a run is complete.
    """
    quotas = list(SchemeQuota.objects.of_scheme(group.run.cycle.scheme))
    found = [*_of_group(group, quotas), *_of_cycle(group, quotas)]
    names = _names(found)
    return [
        QuotaLine(
            quota=quota,
            members=members,
            names=tuple(names.get((quota.level, member), member) for member in members),
            n=line["n"],
            share=Decimal(line["share"]),
            exact=Decimal(line["exact"]),
            rounding=str(SchemeQuota.Rounding(line["rounding"]).label),
            allowed=line["allowed"],
            proposed=line["used"],
            candidates=line.get("candidates"),
            tied=line.get("tied", 0),
            decided=line["decided"],
        )
        for quota, members, line in found
    ]


_Line = tuple[SchemeQuota, tuple[str, ...], Mapping[str, Any]]


def _of_group(group: RunGroup, quotas: Sequence[SchemeQuota]) -> Iterator[_Line]:
    of_group = (quota for quota in quotas if quota.scope == SCOPE.GROUP)
    by_key = {(quota.grade.code, quota.level, quota.value): quota for quota in of_group}
    decisions = _decisions(group).filter(assessee__group_key=group.key)
    decided: dict[int, Mapping[str, int]] = {}
    for line in group.proposal.get("quotas", []):
        members = tuple(line["members"])
        grade, level = line["grade"], line["level"] or LEVEL.WHOLE
        # One value alone may have a quota of its own; every other part has the general one.
        alone = by_key.get((grade, level, members[0])) if len(members) == 1 else None
        quota = alone or by_key[grade, level, ""]
        if quota.pk not in decided:
            decided[quota.pk] = _counts(decisions.filter(grade=grade), quota.level)
        yield quota, members, {**line, "decided": _sum(decided[quota.pk], members)}


def _of_cycle(group: RunGroup, quotas: Sequence[SchemeQuota]) -> Iterator[_Line]:
    results = Result.objects.filter(group__run=group.run_id)
    for quota in quotas:
        if quota.scope != SCOPE.CYCLE:
            continue
        declared = {**QUOTA_DEFAULTS, **engine_quota(quota, quotas)}
        counts = _counts(results.filter(total__isnull=False), quota.level)
        proposed = _counts(results.filter(proposed_grade=quota.grade.code), quota.level)
        decided = _counts(_decisions(group).filter(grade=quota.grade.code), quota.level)
        for members in level_parts(counts, declared):
            line = quota_arithmetic(_sum(counts, members), declared)
            used = {"used": _sum(proposed, members), "decided": _sum(decided, members)}
            yield quota, members, line | used


def _decisions(group: RunGroup) -> QuerySet[GradeDecision]:
    return GradeDecision.objects.in_force().filter(run=group.run_id)


def _counts(rows: QuerySet[Any], level: str) -> dict[str, int]:
    """How many rows have which value of the level."""
    if level == LEVEL.WHOLE:
        return {"": rows.count()}
    path = PATHS[LEVEL(level)]
    return dict(rows.order_by().values_list(path).annotate(Count("pk")))


def _sum(counts: Mapping[str, int], members: Sequence[str]) -> int:
    return sum(counts.get(member, 0) for member in members or ("",))


def _names(found: Sequence[_Line]) -> dict[tuple[str, str], str]:
    """Units and identity classes in words; an area is called by its code."""
    codes = {
        member for quota, members, _ in found if quota.level == LEVEL.UNIT for member in members
    }
    names = {
        (str(LEVEL.IDENTITY_CLASS), value): str(label)
        for value, label in Cadre.IdentityClass.choices
    }
    units = Unit.objects.filter(code__in=codes)
    return names | {(str(LEVEL.UNIT), unit.code): unit.label for unit in units}
