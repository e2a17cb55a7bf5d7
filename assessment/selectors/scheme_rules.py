"""A scheme as the engine takes it: plain data with numbers as text, frozen with every bundle."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from assessment.models import (
    AssessmentCycle,
    OverlayFact,
    RaterClass,
    Scheme,
    SchemeGrade,
    SchemeQuota,
    UnitShare,
)
from scoring.quantise import MOST_POINTS

EFFECT = OverlayFact.Effect
# Grade, level and value of a quota under the engine's names: no two of a scheme share them.
QuotaKey: TypeAlias = tuple[str, str, str]


def scheme_rules(scheme: Scheme) -> dict[str, Any]:
    """The scheme's declared choices under the engine's names (`scoring.scheme.DEFAULTS`)."""
    grades = list(scheme.grades.all())
    quotas = list(SchemeQuota.objects.of_scheme(scheme))
    return {
        "decimals": scheme.decimals,
        "ties": scheme.tie_method,
        "missing": scheme.missing_value,
        "neutral_share": str(scheme.neutral_share),
        "bonus_cap": _text(scheme.bonus_cap),
        "bonus_floor": _text(scheme.bonus_floor),
        "judging": _judging(scheme),
        "grades": [grade.code for grade in grades],
        "bands": _bands(grades),
        "quotas": [
            engine_quota(quota, quotas)
            for quota in quotas
            if quota.scope == SchemeQuota.Scope.GROUP
        ],
    }


def engine_quota(quota: SchemeQuota, quotas: Iterable[SchemeQuota]) -> dict[str, Any]:
    """A quota under the engine's names; one for all values leaves out those with their own row."""
    is_whole = quota.level == SchemeQuota.Level.WHOLE
    own = sorted(other.value for other in quotas if other.value and _same_level(other, quota))
    return {
        "grade": quota.grade.code,
        "level": "" if is_whole else quota.level,
        "of": quota.value,
        "but": [] if quota.value else own,
        "share": str(quota.share),
        "rounding": quota.rounding,
        "ties": quota.tie_law,
        "pool_below": quota.pool_below,
    }


def unit_shares(cycle: AssessmentCycle) -> Mapping[int, Mapping[QuotaKey, str]]:
    """By unit the shares that its people have in a cycle instead of the scheme's."""
    found: dict[int, dict[QuotaKey, str]] = defaultdict(dict)
    rows = UnitShare.objects.filter(cycle=cycle).select_related("quota__grade")
    for row in rows.order_by("pk"):
        found[row.unit_id][_key(engine_quota(row.quota, ()))] = str(row.share)
    return found


def with_shares(
    quotas: Iterable[dict[str, Any]], shares: Mapping[QuotaKey, str]
) -> list[dict[str, Any]]:
    """Quotas of the engine with a unit's own shares in place of the scheme's."""
    return [{**quota, "share": shares.get(_key(quota), quota["share"])} for quota in quotas]


def overlay_clauses(facts: Iterable[OverlayFact], grades: list[str]) -> list[dict[str, Any]]:
    """Overlay facts as clauses of the engine, each with the facts that call for it.

    Bars come before downgrades: who is barred from the best grade and lowered by one ends one
    below the second. The facts ride along, so that they are frozen and digested with the bundle.
    """
    clauses: dict[str, dict[str, Any]] = {}
    order = [EFFECT.BAR_TOP, EFFECT.LIMIT, EFFECT.DOWNGRADE]
    for fact in sorted(
        facts, key=lambda fact: (order.index(EFFECT(fact.effect)), fact.clause, fact.limit)
    ):
        # The same clause may call for different effects, so its text alone names no entry.
        name = f"{fact.effect}:{fact.limit}:{fact.clause}"
        entry = clauses.setdefault(name, {"clause": name, "facts": []})
        entry["facts"].append({"assessee": fact.assessee.key, "fact": fact.fact})
        entry.update(_effect(fact, grades))
    for entry in clauses.values():
        entry["facts"].sort(key=lambda row: (row["assessee"], row["fact"]))
    return list(clauses.values())


def clause_text(name: str) -> str:
    """The clause as it was recorded, from the name of its entry.

    >>> clause_text("limit:fair:Art. 12: (3)")
    'Art. 12: (3)'
    """
    return name.split(":", 2)[2]


def _key(quota: Mapping[str, Any]) -> QuotaKey:
    return quota["grade"], quota["level"], quota["of"]


def _same_level(one: SchemeQuota, other: SchemeQuota) -> bool:
    return (one.grade_id, one.scope, one.level) == (other.grade_id, other.scope, other.level)


def _effect(fact: OverlayFact, grades: list[str]) -> dict[str, Any]:
    if fact.effect == EFFECT.DOWNGRADE:
        return {"effect": "downgrade", "steps": 1}
    second = grades[min(1, len(grades) - 1)] if grades else ""
    return {
        "effect": "at_most",
        "grade": fact.limit if fact.effect == EFFECT.LIMIT else second,
    }


def _bands(grades: list[SchemeGrade]) -> list[dict[str, str]]:
    """The score each grade but the last asks for, from the lowest grade up.

    A grade without a score of its own asks for that of the next grade below that has one: only
    its quota separates the two. No scores at all: everybody begins at the best grade.
    """
    if all(grade.min_score is None for grade in grades):
        return []
    bar, bands = str(-MOST_POINTS), []
    for grade in reversed(grades[:-1]):
        bar = bar if grade.min_score is None else str(grade.min_score)
        bands.append({"grade": grade.code, "from": bar})
    return bands


def _judging(scheme: Scheme) -> dict[str, Any]:
    classes = list(scheme.rater_classes.all())
    if not classes:
        return {}
    law = {
        "classes": {entry.code: str(entry.weight) for entry in classes},
        "ways": {entry.code: _way(entry) for entry in classes},
        "absent_class": scheme.missing_class,
    }
    return {"judged": law}


def _way(entry: RaterClass) -> dict[str, Any]:
    if entry.aggregation != RaterClass.Aggregation.TRIMMED:
        return {"aggregation": entry.aggregation}
    return {
        "aggregation": entry.aggregation,
        "trim_above": entry.trim_above,
        "trim_each": entry.trim_each_end,
    }


def _text(number: object) -> str:
    return "" if number is None else str(number)
