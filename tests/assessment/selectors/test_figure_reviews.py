"""A figure under review is not scored, and everybody is told why (IND-05)."""

from decimal import Decimal

import pytest

from assessment.models import Result
from assessment.selectors.bundles import collect_bundles
from assessment.selectors.explanations import explanation
from assessment.selectors.readiness import live_findings
from indicators.services.reviews import settle_review
from tests.assessment.worlds import check_now, make_unit_cycle, run_to_end
from tests.indicators.review_factories import FigureReviewFactory

pytestmark = pytest.mark.django_db


def test_an_odd_figure_is_not_scored_until_cleared(office_clerk):
    """IND-05: an anomalous county value opens a review and is not scored until cleared."""
    cycle = make_unit_cycle(units=3)
    county = cycle.assessees.order_by("key").first()
    leaf = county.system.nodes.get(code="A11")
    before = run_to_end(cycle)
    check_now(cycle)
    review = FigureReviewFactory(indicator=leaf.indicator, unit=county.unit, value=100)

    (group,) = collect_bundles(cycle)
    cells = group.bundle.values.set_index(["assessee", "node"])["value"]
    assert (county.key, "A11") not in cells.index
    assert (county.key, "A12") in cells.index
    (finding,) = live_findings(cycle, user=office_clerk)
    assert "under review and is not scored" in finding.message
    assert finding.url == review.get_absolute_url()

    held = Result.objects.get(group__run=run_to_end(cycle), assessee=county)
    assert held.total is None
    row = next(row for row in explanation(held).rows if row.code == "A11")
    assert any("was under review and was not scored" in note for note in row.notes)
    # What was frozen stays frozen.
    frozen = Result.objects.get(group__run=before, assessee=county)
    assert frozen.total is not None
    assert not any("review" in note for row in explanation(frozen).rows for note in row.notes)

    settle_review(review, state="cleared", reason="与年鉴一致", by=office_clerk)
    assert live_findings(cycle, user=office_clerk) == []
    scored = Result.objects.get(group__run=run_to_end(cycle), assessee=county)
    assert scored.total == frozen.total > Decimal(0)
