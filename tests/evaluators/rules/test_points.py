"""Points that explain themselves, stars by rule."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluators.rules.points import (
    Colour,
    PointsError,
    PointsEvent,
    PointsRule,
    PointsTotal,
    PointsVersion,
    StarRule,
    count_points,
    propose_stars,
)

YEAR = {"start": dt.date(2025, 1, 1), "end": dt.date(2025, 12, 31)}
RULES = (
    PointsRule("served", Decimal(2), cap=Decimal(5)),
    PointsRule("praised", Decimal(3), Colour.RED),
    PointsRule("late", Decimal("-1.5"), Colour.BLACK, cap=Decimal(4)),
)
OLD = PointsVersion("2024", dt.date(2024, 1, 1), RULES, base=Decimal(100))
NEW = PointsVersion(
    "2025-07", dt.date(2025, 7, 1), (PointsRule("served", Decimal(1), cap=Decimal(3)), *RULES[1:])
)


def event(key, code, month, times=1):
    return PointsEvent(key, code, dt.date(2025, month, 1), times)


def test_total_is_explained_line_by_line():
    """EVP-18: base, each line with its version and what the cap left, running total."""
    count = count_points(
        [event(3, "late", 5), event(1, "served", 2, times=2), event(2, "served", 3)], [OLD], **YEAR
    )
    lines = [(line.event.key, line.full, line.counted, line.total) for line in count.lines]
    assert lines == [
        (1, Decimal(4), Decimal(4), Decimal(104)),
        (2, Decimal(2), Decimal(1), Decimal(105)),
        (3, Decimal("-1.5"), Decimal("-1.5"), Decimal("103.5")),
    ]
    assert count.total == Decimal("103.5")
    assert {line.version for line in count.lines} == {"2024"}


def test_each_event_counts_by_the_version_of_its_day():
    count = count_points([event(1, "served", 6), event(2, "served", 7)], [NEW, OLD], **YEAR)
    assert [(line.version, line.each) for line in count.lines] == [
        ("2024", Decimal(2)),
        ("2025-07", Decimal(1)),
    ]
    assert count.base == Decimal(100)


def test_lower_cap_of_a_new_version_takes_nothing_back():
    events = [event(1, "served", 6, times=2), event(2, "served", 8)]
    count = count_points(events, [OLD, NEW], **YEAR)
    assert [line.counted for line in count.lines] == [Decimal(4), Decimal(0)]


def test_deductions_are_capped_too():
    count = count_points([event(n, "late", n) for n in range(1, 5)], [OLD], **YEAR)
    assert count.total == Decimal(96)
    assert count.black == 4


def test_events_of_another_year_are_left_out():
    last_year = PointsEvent(1, "served", dt.date(2024, 12, 31))
    assert count_points([last_year], [OLD], **YEAR).lines == ()


def test_red_and_black_points_are_counted_by_times():
    """EVP-12."""
    count = count_points([event(1, "praised", 2, times=2), event(2, "late", 2)], [OLD], **YEAR)
    assert (count.red, count.black) == (2, 1)


def test_unknown_event_is_refused():
    with pytest.raises(PointsError, match="knows no event 'slept'"):
        count_points([event(1, "slept", 2)], [OLD], **YEAR)


def test_no_version_in_force_is_refused():
    with pytest.raises(PointsError, match="in force"):
        count_points([], [NEW], **YEAR)


@settings(deadline=None)
@given(
    st.lists(
        st.builds(
            PointsEvent,
            st.integers(1, 99),
            st.sampled_from([rule.code for rule in RULES]),
            st.dates(YEAR["start"], YEAR["end"]),
            st.integers(1, 4),
        ),
        unique_by=lambda one: one.key,
    ),
    st.randoms(use_true_random=False),
)
def test_lines_add_up_in_any_order_of_events(events, shuffler):
    count = count_points(events, [OLD, NEW], **YEAR)
    assert count.base + sum(line.counted for line in count.lines) == count.total
    shuffler.shuffle(events)
    assert count_points(events, [OLD, NEW], **YEAR) == count


@pytest.mark.parametrize(
    ("points", "red", "black", "stars", "unmet"),
    [
        (70, 0, 0, 0, ("points",)),
        (85, 0, 2, 3, ("points", "red", "black")),
        (95, 1, 0, 5, ()),
        (95, 0, 0, 3, ("red",)),
    ],
)
def test_stars_are_proposed_by_rule(points, red, black, stars, unmet):
    rules = [StarRule(5, Decimal(90), red_min=1, black_max=0), StarRule(3, Decimal(80))]
    proposal = propose_stars(PointsTotal(Decimal(0), (), Decimal(points), red, black), rules)
    assert (proposal.stars, proposal.unmet) == (stars, unmet)
    assert proposal.following == {0: 3, 3: 5, 5: None}[stars]
