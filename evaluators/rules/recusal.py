"""Recusal (回避): which reasons forbid one evaluator to assess one unit or person."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from evaluators.rules.facts import AssesseeFacts, EvaluatorFacts


class Recusal(StrEnum):
    """A rule of recusal; the value is its stable code, the order that of every array."""

    OWN_UNIT = "own_unit"
    SUPERIOR_SUBORDINATE = "superior_subordinate"
    NATIVE_PLACE = "native_place"
    GROWTH_PLACE = "growth_place"
    WORKPLACE = "workplace"
    KINSHIP = "kinship"
    INTEREST = "interest"
    MUTUAL_RATING = "mutual_rating"
    ROTATION = "rotation"

    @property
    def can_be_waived(self) -> bool:
        """Whether an office may approve an exception: never for kin and for one's own unit."""
        return self not in NEVER_WAIVED


NEVER_WAIVED = frozenset({Recusal.OWN_UNIT, Recusal.KINSHIP})


@dataclass(frozen=True)
class RecusalRules:
    """The rules of a cycle.

    Attributes:
        year: the year assessed.
        years_in_row: years one may assess the same unit running; the next one is refused.
        enabled: rules in force; those that are never waived cannot be left out.
    """

    year: int
    years_in_row: int = 2
    enabled: frozenset[Recusal] = frozenset(Recusal)

    def __post_init__(self) -> None:
        if missing := NEVER_WAIVED - self.enabled:
            raise ValueError(f"always in force: {', '.join(sorted(missing))}")
        if self.years_in_row < 1:
            raise ValueError("years_in_row starts at 1")


@dataclass(frozen=True)
class Waiver:
    """A recorded approval that one rule does not bar one evaluator from one assessee."""

    evaluator: int
    assessee: int
    rule: Recusal

    def __post_init__(self) -> None:
        if not self.rule.can_be_waived:
            raise ValueError(f"{self.rule} is never waived")


@dataclass(frozen=True)
class Reason:
    """A rule that bars, and what it rests on: units, people, regions or years."""

    rule: Recusal
    units: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    regions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    @property
    def can_be_waived(self) -> bool:
        """As the rule says."""
        return self.rule.can_be_waived


def place_stem(code: str) -> str:
    """The digits of a region code that name a place; empty for none and for a whole province.

    >>> place_stem("320102"), place_stem("320100"), place_stem("320000"), place_stem("")
    ('320102', '3201', '', '')
    """
    if len(code) != 6 or code[2:] == "0000":
        return ""
    return code[:4] if code[4:] == "00" else code


def places_meet(one: str, other: str) -> bool:
    """Whether two places are the same, or one lies in the other, as a county in its city.

    Source: GB/T 2260: two digits each for province, city and county.

    >>> places_meet("320102", "320100"), places_meet("320102", "320104")
    (True, False)
    >>> places_meet("320102", "320000")  # everybody is from some province
    False
    """
    a, b = place_stem(one), place_stem(other)
    return bool(a and b) and (a.startswith(b) or b.startswith(a))


def find_reasons(
    evaluator: EvaluatorFacts,
    assessee: AssesseeFacts,
    rules: RecusalRules,
    waived: Collection[Recusal] = (),
) -> list[Reason]:
    """All reasons that bar an evaluator from an assessee, in the order of `Recusal`.

    Args:
        waived: rules for which this very pair has an approval.
    Source: REC-01, REC-02, GRP-06, L-05.

    >>> zhang = EvaluatorFacts(1, growth_places=frozenset({"320102"}), kin_units=frozenset({7}))
    >>> reasons = find_reasons(zhang, AssesseeFacts(9, 7, region="320102"), RecusalRules(2025))
    >>> [(reason.rule.value, reason.can_be_waived) for reason in reasons]
    [('growth_place', True), ('kinship', False)]
    """
    return [
        reason
        for rule, find in FINDERS.items()
        if rule in rules.enabled
        and (rule not in waived or rule in NEVER_WAIVED)
        and (reason := find(evaluator, assessee, rules))
    ]


def waived_by_pair(waivers: Iterable[Waiver]) -> dict[tuple[int, int], set[Recusal]]:
    """The waived rules of each pair (evaluator, assessee).

    >>> waived_by_pair([Waiver(1, 9, Recusal.WORKPLACE)])
    {(1, 9): {<Recusal.WORKPLACE: 'workplace'>}}
    """
    pairs: dict[tuple[int, int], set[Recusal]] = {}
    for waiver in waivers:
        pairs.setdefault((waiver.evaluator, waiver.assessee), set()).add(waiver.rule)
    return pairs


def _own_unit(
    evaluator: EvaluatorFacts, assessee: AssesseeFacts, rules: RecusalRules
) -> Reason | None:
    if evaluator.person is not None and evaluator.person in assessee.people:
        return Reason(Recusal.OWN_UNIT, people=(evaluator.person,))
    return _units(Recusal.OWN_UNIT, evaluator.units & {assessee.unit})


def _superior_subordinate(
    evaluator: EvaluatorFacts, assessee: AssesseeFacts, rules: RecusalRules
) -> Reason | None:
    above = evaluator.superiors & {assessee.unit}
    return _units(Recusal.SUPERIOR_SUBORDINATE, above | (evaluator.units & assessee.superiors))


def _native_place(
    evaluator: EvaluatorFacts, assessee: AssesseeFacts, rules: RecusalRules
) -> Reason | None:
    return _regions(Recusal.NATIVE_PLACE, {evaluator.native_place}, assessee)


def _growth_place(
    evaluator: EvaluatorFacts, assessee: AssesseeFacts, rules: RecusalRules
) -> Reason | None:
    return _regions(Recusal.GROWTH_PLACE, evaluator.growth_places, assessee)


def _workplace(
    evaluator: EvaluatorFacts, assessee: AssesseeFacts, rules: RecusalRules
) -> Reason | None:
    if assessee.unit in evaluator.work_units:
        return Reason(Recusal.WORKPLACE, units=(assessee.unit,))
    return _regions(Recusal.WORKPLACE, evaluator.work_places, assessee)


def _kinship(
    evaluator: EvaluatorFacts, assessee: AssesseeFacts, rules: RecusalRules
) -> Reason | None:
    return _declared(Recusal.KINSHIP, evaluator.kin_units, evaluator.kin_people, assessee)


def _interest(
    evaluator: EvaluatorFacts, assessee: AssesseeFacts, rules: RecusalRules
) -> Reason | None:
    return _declared(
        Recusal.INTEREST, evaluator.interest_units, evaluator.interest_people, assessee
    )


def _mutual_rating(
    evaluator: EvaluatorFacts, assessee: AssesseeFacts, rules: RecusalRules
) -> Reason | None:
    return _declared(
        Recusal.MUTUAL_RATING, evaluator.rated_by_units, evaluator.rated_by_people, assessee
    )


def _rotation(
    evaluator: EvaluatorFacts, assessee: AssesseeFacts, rules: RecusalRules
) -> Reason | None:
    served = evaluator.served.get(assessee.unit, frozenset())
    row = range(rules.year - rules.years_in_row, rules.year)
    if not served.issuperset(row):
        return None
    return Reason(Recusal.ROTATION, units=(assessee.unit,), years=tuple(row))


def _units(rule: Recusal, units: Collection[int]) -> Reason | None:
    return Reason(rule, units=tuple(sorted(units))) if units else None


def _regions(rule: Recusal, places: Iterable[str], assessee: AssesseeFacts) -> Reason | None:
    met = sorted(place for place in places if places_meet(place, assessee.region))
    return Reason(rule, regions=tuple(met)) if met else None


def _declared(
    rule: Recusal, units: frozenset[int], people: frozenset[int], assessee: AssesseeFacts
) -> Reason | None:
    met = tuple(sorted(people & assessee.people))
    if assessee.unit in units:
        return Reason(rule, units=(assessee.unit,), people=met)
    return Reason(rule, people=met) if met else None


Finder = Callable[[EvaluatorFacts, AssesseeFacts, RecusalRules], Reason | None]
FINDERS: dict[Recusal, Finder] = {
    Recusal.OWN_UNIT: _own_unit,
    Recusal.SUPERIOR_SUBORDINATE: _superior_subordinate,
    Recusal.NATIVE_PLACE: _native_place,
    Recusal.GROWTH_PLACE: _growth_place,
    Recusal.WORKPLACE: _workplace,
    Recusal.KINSHIP: _kinship,
    Recusal.INTEREST: _interest,
    Recusal.MUTUAL_RATING: _mutual_rating,
    Recusal.ROTATION: _rotation,
}
