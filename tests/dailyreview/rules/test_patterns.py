"""Close calls, marks of reviewers and many units at once, against figures worked out elsewhere."""

from decimal import Decimal
from fractions import Fraction

import pytest

from dailyreview.rules.close_calls import CloseCalls, close_calls
from dailyreview.rules.many import FALSE_SHARE, adjusted
from dailyreview.rules.marking import marking_of

NEAR = pytest.approx
# By person and quarter: whether they have the best grade, and the total.
GOOD = [[1, 0, 1, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 1, 0, 1], [0, 0, 0, 0]]
TOTALS = [
    ["90", "87", "91", "88"],
    ["89", "88.5", "90", "89"],
    ["88", "89", "88", "90"],
    ["86", "90", "89", "91"],
    ["80", "81", "82", "80"],
]


def quarters() -> list[dict[int, tuple[bool, Decimal]]]:
    people = range(len(GOOD))
    return [
        {one: (bool(GOOD[one][at]), Decimal(TOTALS[one][at])) for one in people} for at in range(4)
    ]


def test_close_calls_of_people_who_take_turns() -> None:
    found = close_calls([quarters()])
    assert found == CloseCalls(again=0, new=6, dropped=5, without=0)
    assert float(found.p) == NEAR(0.002165, abs=1e-6)
    assert found.p == found.p_min
    assert found.is_shown


def test_close_calls_of_people_who_keep_it_are_no_pattern() -> None:
    steady = [{one: (one < 3, Decimal(90 - one)) for one in range(6)} for _quarter in range(4)]
    found = close_calls([steady, steady])
    assert found == CloseCalls(again=12, new=0, dropped=0, without=12)
    assert found.p == 1
    assert found.is_shown


def test_nobody_at_the_line_or_too_few_say_nothing() -> None:
    nobody = close_calls([[{1: (True, Decimal(90))}, {1: (True, Decimal(90))}]])
    assert nobody == CloseCalls(0, 0, 0, 0)
    assert not nobody.is_shown
    assert not close_calls([quarters()[:2]]).is_shown
    # Somebody new had no quarter before.
    new = {9: (False, Decimal("88.6"))}
    assert close_calls([[quarters()[0], quarters()[1] | new]]).without == 0


def test_chances_among_many_units() -> None:
    chances = [Fraction(text) for text in ("0.001", "0.02", "0.03", "0.2", "0.04", "0.9")]
    found = adjusted(chances)
    assert [float(p) for p in found] == NEAR([0.006, 0.06, 0.06, 0.24, 0.06, 0.9], abs=1e-6)
    assert [p <= FALSE_SHARE for p in found] == [True, False, False, False, False, False]
    assert adjusted([]) == []


@pytest.mark.parametrize(
    ("marks", "run", "common", "deviation"),
    [
        ([9, 9, 9, 9, 9, 9], 6, 1.0, 0.0),
        ([9, 8, 7, 9, 6, 8], 1, 0.333333, 1.067187),
        ([10, 9, 7, 9, 6, 9], 1, 0.5, 1.374369),
        ([8, 8, 8, 9, 8, 8], 3, 0.833333, 0.372678),
    ],
)
def test_marks_of_one_reviewer(marks, run, common, deviation) -> None:
    found = marking_of([Fraction(mark) for mark in marks])
    assert (found.people, found.longest_run) == (6, run)
    assert float(found.common) == NEAR(common, abs=1e-6)
    assert found.deviation == NEAR(deviation, abs=1e-6)
