"""A special assessment in one form."""

import pytest
from django.urls import reverse

from indicators.models import IndicatorSystem
from indicators.selectors import system_tree
from tests.indicators.factories import IndicatorFactory

pytestmark = pytest.mark.django_db
URL = reverse("indicators:special_create")


@pytest.fixture
def clerk(client, office_clerk):
    client.force_login(office_clerk)
    return client


def filled(category, rows):
    facts = {"category": category.pk, "assessee_kind": "unit", "year": 2026, "full_marks": "100"}
    return facts | {"name": "要素保障专项考核", "rows": "\n".join("\t".join(row) for row in rows)}


def test_six_aspects_and_fifteen_indicators_in_one_form(clerk, category):
    """IND-13: a special assessment of factor supply, 6 aspects and 15 indicators."""
    indicator = IndicatorFactory(code="LAND", name="土地供应量")
    rows = [("土地", "LAND", "9", "reported values", "Ratio to the best"), ("", "批而未供", "9")]
    for number, aspect in enumerate(("用能", "用水", "资金", "人才", "数据")):
        for place in range(3 if number < 3 else 2):
            rows.append((aspect if place == 0 else "", f"{aspect}指标{place}", "6"))
    rows[-1] = ("", "数据指标1", "10")
    answer = clerk.post(URL, filled(category, rows))
    system = IndicatorSystem.objects.get()
    assert answer.url == system.get_absolute_url()
    tree = system_tree(system)
    tops = [row for row in tree.rows if row.parent is None]
    assert (len(tops), len(tree.leaves)) == (6, 15)
    assert tree.adds_up
    assert not tree.uneven
    first = tree.leaves[0].node
    assert (first.indicator, first.name, first.rule) == (indicator, "土地供应量", "ratio_to_best")


def test_each_wrong_row_is_told_by_its_number_and_all_are_kept(clerk, category):
    rows = [("土地", "供应", "许多"), ("", "", "5"), ("", "用地", "5", "猜的"), ("", "好", "5")]
    form = clerk.post(URL, filled(category, rows)).context["form"]
    assert [text[:6] for text in form.errors["rows"]] == ["Row 1:", "Row 2:", "Row 3:"]
    assert "用地" in str(form["rows"])
    assert not IndicatorSystem.objects.exists()


def test_two_measures_are_filled_in_at_one_press(clerk, category):
    """IND-27: workload carried and completion rate, each with its rule."""
    form = clerk.get(URL, {"template": "two-measures"}).context["form"]
    clerk.post(URL, filled(category, [row.split("\t") for row in form.initial["rows"].split("\n")]))
    leaves = system_tree(IndicatorSystem.objects.get()).leaves
    assert [(leaf.node.rule, leaf.node.weight) for leaf in leaves] == [
        ("ratio_to_best", 40),
        ("linear", 60),
    ]
