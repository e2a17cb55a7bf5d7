"""All recusals of many evaluators and many assessees at once, for the solver and for tables."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from evaluators.rules.facts import AssesseeFacts, EvaluatorFacts
from evaluators.rules.recusal import Recusal, RecusalRules, Waiver, place_stem

Key = TypeVar("Key", int, str)
BoolArray = NDArray[np.bool_]
RULES = tuple(Recusal)
NO_COLUMNS: tuple[int, ...] = ()


class _Columns:
    """Which columns hold a unit, a person, a superior or a place: looked up, never compared."""

    def __init__(self, assessees: Sequence[AssesseeFacts]) -> None:
        self.unit: dict[int, list[int]] = {}
        self.superior: dict[int, list[int]] = {}
        self.person: dict[int, list[int]] = {}
        self.place: dict[str, list[int]] = {}
        self.inside: dict[str, list[int]] = {}
        for column, assessee in enumerate(assessees):
            _enter(self.unit, [assessee.unit], column)
            _enter(self.superior, assessee.superiors, column)
            _enter(self.person, assessee.people, column)
            if stem := place_stem(assessee.region):
                _enter(self.place, [stem], column)
                _enter(self.inside, {stem[:4], stem}, column)

    def at_places(self, codes: Iterable[str]) -> Iterator[int]:
        """Columns in one of the places, and those of a city around it."""
        for code in codes:
            if stem := place_stem(code):
                yield from self.inside.get(stem, NO_COLUMNS)
                yield from self.place.get(stem[:4], NO_COLUMNS)

    def declared(self, units: Iterable[int], people: Iterable[int]) -> Iterator[int]:
        """Columns of units, and of people."""
        yield from _look_up(self.unit, units)
        yield from _look_up(self.person, people)

    def barred(self, who: EvaluatorFacts, rules: RecusalRules) -> dict[Recusal, Iterable[int]]:
        """The columns that each rule bars for one evaluator."""
        row = range(rules.year - rules.years_in_row, rules.year)
        again = (unit for unit, years in who.served.items() if years.issuperset(row))
        self_keys = () if who.person is None else (who.person,)
        return {
            Recusal.OWN_UNIT: self.declared(who.units, self_keys),
            Recusal.SUPERIOR_SUBORDINATE: [
                *_look_up(self.unit, who.superiors),
                *_look_up(self.superior, who.units),
            ],
            Recusal.NATIVE_PLACE: self.at_places([who.native_place]),
            Recusal.GROWTH_PLACE: self.at_places(who.growth_places),
            Recusal.WORKPLACE: [
                *_look_up(self.unit, who.work_units),
                *self.at_places(who.work_places),
            ],
            Recusal.KINSHIP: self.declared(who.kin_units, who.kin_people),
            Recusal.INTEREST: self.declared(who.interest_units, who.interest_people),
            Recusal.MUTUAL_RATING: self.declared(who.rated_by_units, who.rated_by_people),
            Recusal.ROTATION: _look_up(self.unit, again),
        }


def _enter(index: dict[Key, list[int]], keys: Iterable[Key], column: int) -> None:
    for key in keys:
        index.setdefault(key, []).append(column)


def _look_up(index: dict[int, list[int]], keys: Iterable[int]) -> Iterator[int]:
    for key in keys:
        yield from index.get(key, NO_COLUMNS)


def find_recusals(
    evaluators: Sequence[EvaluatorFacts],
    assessees: Sequence[AssesseeFacts],
    rules: RecusalRules,
    waivers: Iterable[Waiver] = (),
) -> BoolArray:
    """Which rule bars which evaluator from which assessee.

    Returns:
        (R, E, U) booleans, rules in the order of `Recusal`; `.any(axis=0)` is (E, U) "recused".
    Source: as `find_reasons`, which gives the same answers one by one, with their grounds.

    >>> people = [EvaluatorFacts(1, native_place="320102"), EvaluatorFacts(2, units=frozenset({8}))]
    >>> places = [AssesseeFacts(7, unit=7, region="320100"), AssesseeFacts(8, unit=8)]
    >>> find_recusals(people, places, RecusalRules(2025)).any(axis=0).tolist()
    [[True, False], [False, True]]
    """
    hits = np.zeros((len(RULES), len(evaluators), len(assessees)), dtype=bool)
    columns = _Columns(assessees)
    for row, evaluator in enumerate(evaluators):
        for rule, barred in columns.barred(evaluator, rules).items():
            if rule in rules.enabled:
                hits[RULES.index(rule), row, list(barred)] = True
    _lift(hits, evaluators, assessees, waivers)
    return hits


def _lift(
    hits: BoolArray,
    evaluators: Sequence[EvaluatorFacts],
    assessees: Sequence[AssesseeFacts],
    waivers: Iterable[Waiver],
) -> None:
    rows = {evaluator.key: row for row, evaluator in enumerate(evaluators)}
    columns = {assessee.key: column for column, assessee in enumerate(assessees)}
    for waiver in waivers:
        if waiver.evaluator in rows and waiver.assessee in columns:
            place = (RULES.index(waiver.rule), rows[waiver.evaluator], columns[waiver.assessee])
            hits[place] = False
