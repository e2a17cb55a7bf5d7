"""Pages of odd figures: the list that waits, one review, and who is offered what."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import ReportedValue
from tests.indicators.factories import ValueFactory
from tests.indicators.review_factories import FigureReviewFactory

pytestmark = pytest.mark.django_db


def address(name, *args):
    return reverse(f"indicators:{name}", args=args)


def test_the_list_shows_what_waits_in_as_many_queries_for_more(client, office_clerk):
    client.force_login(office_clerk)
    counts = []
    for _ in range(2):
        for _ in range(3):
            FigureReviewFactory()
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address("review_list"), {"text": "指标"})
        counts.append(len(queries))
    assert page.content.decode().count("Median of the units: 47") == 6
    assert counts[0] == counts[1]
    page = client.get(address("review_list"), {"department": "没有这个部门"})
    assert "No odd figure waits" in page.content.decode()


def test_a_review_is_answered_by_the_unit_and_settled_by_somebody_else(
    client, unit, reporter, office_clerk, office_clerk_b
):
    value = ValueFactory(unit=unit, value=Decimal(4), reported_by=office_clerk)
    review = FigureReviewFactory(unit=unit, indicator=value.indicator)
    client.force_login(reporter)
    page = client.get(value.get_absolute_url()).content.decode()
    assert "under review and is not scored" in page
    client.post(address("review_answer", review.pk), {"answer": "公报如此"})

    client.force_login(office_clerk)
    page = client.get(review.get_absolute_url()).content.decode()
    assert "公报如此" in page
    assert "A second person settles its review." in page
    settle = address("review_settle", review.pk)
    refused = client.post(settle, {"state": "cleared", "reason": "无误"})
    assert refused.status_code == 200

    client.force_login(office_clerk_b)
    corrected = client.post(settle, {"state": "corrected", "reason": "已更正"})
    assert "still the one that was found" in corrected.content.decode()
    ReportedValue.objects.filter(pk=value.pk).update(value=44)
    assert client.post(settle, {"state": "corrected", "reason": "已更正"}).status_code == 302
    page = client.get(value.get_absolute_url()).content.decode()
    assert "under review and is not scored" not in page
