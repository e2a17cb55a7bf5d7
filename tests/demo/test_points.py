"""The points of the demonstration: entries of one year, their stars waiting for a person."""

import pytest

from demo.points import PEOPLE, keep_points
from evaluators.models import HomeDeduction, PointsEntry, YearStars

pytestmark = pytest.mark.django_db


def test_points_are_entered_once_and_stars_wait_for_a_person(pool):
    keep_points(2025, by=pool)
    stars = YearStars.objects.filter(year=2025)
    assert stars.count() == stars.unconfirmed().count() == PEOPLE
    assert len(set(stars.values_list("proposed", flat=True))) >= 4
    deduction = HomeDeduction.objects.get()
    assert "（示例）" in deduction.unit.name
    entries = PointsEntry.objects.count()
    keep_points(2026, by=pool)
    assert PointsEntry.objects.count() == entries
