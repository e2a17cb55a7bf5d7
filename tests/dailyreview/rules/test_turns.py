"""Turn-taking and spread of grades against figures that were worked out by other means."""

import pytest

from dailyreview.rules.turns import difference, repeats_by_chance, turns

NEAR = pytest.approx


@pytest.mark.parametrize(
    ("people", "holders", "window", "repeats", "expected", "p", "p_min"),
    [
        (6, [[0, 1], [2, 3], [4, 5], [0, 1], [2, 3], [4, 5]], 3, 0, 5.111111, 8e-06, 8e-06),
        (6, [[0, 1], [0, 2], [0, 1], [1, 2], [0, 1], [0, 3]], 3, 8, 5.111111, 0.999398, 8e-06),
        (8, [[0, 1, 2], [3, 4], [5, 6, 7], [0, 1, 3]], 2, 0, 2.625, 0.022777, 0.022777),
        (
            10,
            [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 0, 1], [2, 3, 4, 5]],
            2,
            0,
            4.8,
            0.000364,
            0.000364,
        ),
        (4, [[0], [1], [2], [3]], 4, 0, 1.265625, 0.09375, 0.09375),
    ],
    ids=["strict turns", "merit", "unequal places", "ten people", "too small"],
)
def test_repeats_against_chance(people, holders, window, repeats, expected, p, p_min) -> None:
    found = turns(people, holders)
    assert (found.window, found.repeats) == (window, repeats)
    assert float(found.expected) == NEAR(expected, abs=1e-6)
    assert float(found.p) == NEAR(p, abs=1e-6)
    assert float(found.p_min) == NEAR(p_min, abs=1e-6)


@pytest.mark.parametrize(
    ("people", "places", "window", "chances"),
    [
        (6, (2, 1, 2), 3, [0.133333, 0.533333, 0.311111, 0.022222]),
        (
            8,
            (3, 2, 3, 3),
            2,
            [0.022777, 0.136662, 0.304073, 0.320016, 0.167752, 0.04339, 0.005125, 0.000205],
        ),
        (4, (1, 1, 1, 1, 1), 4, [0.023438, 0.28125, 0.527344, 0.164062, 0.003906]),
    ],
)
def test_distribution_by_chance_is_exact(people, places, window, chances) -> None:
    found = repeats_by_chance(people, places, window)
    assert sum(found) == 1
    assert [float(p) for p in found] == [NEAR(chance, abs=1e-6) for chance in chances]


def test_only_a_pattern_that_could_be_rare_is_shown() -> None:
    ten = turns(10, [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 0, 1], [2, 3, 4, 5]])
    assert ten.is_shown
    merit = turns(10, [[0, 1, 2, 3], [0, 1, 2, 4], [0, 1, 2, 3], [0, 1, 5, 3]])
    assert merit.is_shown
    small = turns(4, [[0], [1], [2], [3]])
    assert not small.is_shown
    short = turns(12, [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]])
    assert not short.is_shown


def test_nothing_to_compare_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        turns(5, [[], [], [], []])


def test_one_grade_for_all_tells_nobody_apart() -> None:
    assert difference(["fairly"] * 9, 4) == (0, 0)
    assert difference(["good", "fairly"], 4) == (1, 1)
