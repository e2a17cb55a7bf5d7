"""Odd figures: put under review, answered, settled by a second person (IND-05)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.models import FigureReview, ReportedValue
from indicators.services.reviews import (
    answer_review,
    check_figures,
    raise_review,
    settle_review,
)
from indicators.services.values import ValueEntry, report_value, withdraw_value
from organization.models import AuditEvent
from tests.indicators.factories import LeafFactory, SystemFactory, ValueFactory
from tests.organization.factories import CategoryMembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

Finding, State = FigureReview.Finding, FigureReview.State
CITIES = ("24", "31", "47", "52", "62", "90", "4")


@pytest.fixture
def due():
    return timezone.localdate() + dt.timedelta(days=10)


@pytest.fixture
def system(category):
    return SystemFactory(category=category, published=True)


@pytest.fixture
def water(system):
    """Water use of seven cities, as printed for Jiangsu: the last is far from its neighbours."""
    leaf = LeafFactory(system=system, code="WATER", indicator__unit_of_measure="亿立方米")
    for figure in CITIES:
        unit = CategoryMembershipFactory(category=system.category).unit
        ValueFactory(indicator=leaf.indicator, unit=unit, value=Decimal(figure))
    return leaf


@pytest.fixture
def review(system, water, due, office_clerk):
    (review,) = check_figures(system, "2023", due_on=due, by=office_clerk)
    return review


def actions():
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_the_check_raises_one_review_and_a_second_check_none(
    system, water, due, office_clerk, review
):
    assert (review.finding, review.value, review.facts) == (
        Finding.OUTLIER,
        4,
        {"median": "47 亿立方米"},
    )
    assert check_figures(system, "2023", due_on=due, by=office_clerk) == []
    assert actions() == ["figures_checked"] * 2


def test_jumps_and_repeated_digits_are_found_in_as_many_queries_for_more_figures(
    system, water, due, office_clerk
):
    counts = []
    for _ in range(2):
        leaf = LeafFactory(system=system)
        for value in water.indicator.values.all():
            ValueFactory(indicator=leaf.indicator, unit=value.unit, value=50, period="2022")
            ValueFactory(indicator=leaf.indicator, unit=value.unit, value=51)
        odd = leaf.indicator.values.filter(period="2023").order_by("pk")
        odd.filter(pk=odd[0].pk).update(value=Decimal("55.55"))
        odd.filter(pk=odd[1].pk).update(value=Decimal(110))
        with CaptureQueriesContext(connection) as queries:
            raised = check_figures(system, "2023", due_on=due, by=office_clerk)
        counts.append(len(queries))
        found = {one.finding: one.value for one in raised if one.indicator == leaf.indicator}
        assert found[Finding.REPEATED] == Decimal("55.55")
        assert found.get(Finding.JUMP, found.get(Finding.OUTLIER)) == 110
    assert counts[0] >= counts[1]


def test_a_unit_with_too_many_round_figures_is_asked_for_those(system, due, office_clerk, unit):
    figures = ["150", "205"] * 17 + [f"{130 + digit}" for digit in (1, 2, 3, 4, 6, 7, 8, 9)] * 2
    for figure in figures:
        leaf = LeafFactory(system=system)
        ValueFactory(indicator=leaf.indicator, unit=unit, value=Decimal(figure))
    raised = check_figures(system, "2023", due_on=due, by=office_clerk)
    assert {one.finding for one in raised} == {Finding.ROUND}
    assert (len(raised), raised[0].facts) == (34, {"round": "34", "figures": "50"})


def test_what_was_found_right_is_not_asked_again(system, due, review, office_clerk, office_clerk_b):
    settle_review(review, state=State.CLEARED, reason="淮河水系，口径不同", by=office_clerk_b)
    review.refresh_from_db()
    assert (review.is_holding, review.settled_by) == (False, office_clerk_b)
    assert check_figures(system, "2023", due_on=due, by=office_clerk) == []
    with pytest.raises(ValidationError):
        settle_review(review, state=State.CLEARED, reason="再次", by=office_clerk_b)
    assert actions().count("figurereview_settled") == 1


def test_nobody_settles_the_review_of_an_own_figure(review, office_clerk, office_clerk_b):
    ReportedValue.objects.filter(value=4).update(reported_by=office_clerk)
    with pytest.raises(ValidationError) as refusal:
        settle_review(review, state=State.CLEARED, reason="无误", by=office_clerk)
    assert refusal.value.code == "four_eyes"
    answer_review(review, answer="口径为工业用水", by=office_clerk_b)
    with pytest.raises(ValidationError):
        settle_review(review, state=State.CLEARED, reason="无误", by=office_clerk_b)


def test_a_corrected_figure_is_settled_as_such_even_if_it_was_taken_back_first(
    review, water, office_clerk, office_clerk_b
):
    with pytest.raises(ValidationError, match="still the one"):
        settle_review(review, state=State.CORRECTED, reason="已更正", by=office_clerk_b)
    settle_review(review, state=State.REJECTED, reason="与水资源公报不符", by=office_clerk_b)
    standing = ReportedValue.objects.get(indicator=water.indicator, unit=review.unit)
    withdraw_value(standing, reason="重报", by=office_clerk)
    with pytest.raises(ValidationError, match="No figure"):
        settle_review(review, state=State.CORRECTED, reason="已更正", by=office_clerk_b)
    entry = ValueEntry(water.indicator, review.unit, "2023", Decimal(44))
    report_value(entry, by=office_clerk)
    review.refresh_from_db()
    assert review.is_holding
    settle_review(review, state=State.CORRECTED, reason="已更正", by=office_clerk_b)
    review.refresh_from_db()
    assert (review.state, review.value) == (State.CORRECTED, 4)


def test_a_figure_is_put_under_review_by_hand_once(water, due, office_clerk):
    value = water.indicator.values.get(value=47)
    raise_review(value, note="与公报不一致", due_on=due, by=office_clerk)
    with pytest.raises(ValidationError, match="already"):
        raise_review(value, note="与公报不一致", due_on=due, by=office_clerk)
    target = ValueFactory(series="target", unit=value.unit)
    for refused in ({"note": " "}, {"due_on": due - dt.timedelta(days=11)}, {"value": target}):
        asked = {"value": value, "note": "再看", "due_on": due, **refused}
        with pytest.raises(ValidationError):
            raise_review(asked.pop("value"), **asked, by=office_clerk)
    assert actions() == ["figurereview_raised"]


def test_only_those_who_report_the_figure_explain_it(review):
    with pytest.raises(ValidationError):
        answer_review(review, answer="口径不同", by=UserFactory())
