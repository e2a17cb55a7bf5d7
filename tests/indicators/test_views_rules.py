"""The form of a leaf: the curve while it is typed, rows of tables, two people at one form."""

import pytest
from django.urls import reverse

from scoring import RULES
from tests.indicators.factories import IndicatorFactory, TreeFactory, ValueFactory
from tests.indicators.test_views_nodes import leaf_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(category):
    return TreeFactory(category=category)


@pytest.fixture
def clerk(client, office_clerk):
    client.force_login(office_clerk)
    return client


def preview(clerk, system, **data):
    url = reverse("indicators:rule_preview", args=[system.pk])
    return clerk.post(url, {"weight": "100", **data}).content.decode()


def test_the_rule_is_told_drawn_and_tried_as_it_is_typed(clerk, system):
    """F15: a value of 7.2 between bad 5 and good 9 gives 82.0."""
    typed = {"rule": "efficacy", "params-bad": "5", "params-good": "9", "params-form": "points"}
    typed |= {"params-base_share": "0.6", "params-floor": "0", "params-cap": "1"}
    content = preview(clerk, system, **typed, **{"try-value": "７.2"})
    assert "60% of full marks at 5, full marks at 9" in content
    assert "A value of 7.2 gives <b>82.0</b> of 100." in content
    assert "<polyline" in content
    assert 'class="hj-curve-dot"' in content
    rows = content.split("<tbody>")[1]
    assert '<td class="hj-num">9</td><td class="hj-num">100</td>' in rows


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (
            {"rule": "bands", "params-bands": "60 5\n50 8", "params-below": "0"},
            "params-bands",
            "The starts must rise",
        ),
        ({"rule": "marks", "params-scale": "NaN"}, "params-scale", "Enter a number"),
        ({"rule": "marks", "weight": "0"}, "weight", "above 0 and at most 100"),
        ({"rule": "marks", "weight": "101"}, "weight", "above 0 and at most 100"),
        ({"rule": "rank", "try-group": "60 many 80"}, "params-", "“many” is not a number."),
    ],
)
def test_what_is_wrong_is_told_at_its_field(clerk, system, data, place, message):
    defaults = {f"params-{p.name}": p.default for p in RULES[data["rule"]].parameters}
    filled = {name: text for name, text in defaults.items() if isinstance(text, str)}
    content = preview(clerk, system, **{**filled, **data})
    assert f'data-fault="{place}"' in content
    assert message in content
    assert "<polyline" not in content or place == "params-"


def test_a_comparing_rule_is_tried_in_the_group_of_the_last_period(clerk, system):
    """Four units reported in 2022: the fifth is compared with them, and the page says so."""
    indicator = IndicatorFactory(code="GDP")
    for value in (9, 7, 6, 5):
        ValueFactory(indicator=indicator, period="2022", value=value)
    query = {"rule": "rank", "indicator": "GDP"}
    content = clerk.get(reverse("indicators:rule_fields"), query).content.decode()
    assert "The group: 4 figures of 2022" in content
    assert 'value="9 7 6 5"' in content
    typed = {"params-form": "linear", "params-direction": "higher", "params-start": "1"}
    typed |= {"params-step": "0.02", "params-floor": "0", "try-group": "9 7 6 5", "try-value": "8"}
    assert "gives <b>98.0</b> of 100." in preview(clerk, system, rule="rank", **typed)


def test_a_stale_form_lays_both_versions_side_by_side(clerk, system):
    """IND-18's leaf, changed by two: what I typed stays, what they did is shown, I choose."""
    node = system.nodes.get(code="A11")
    url = reverse("indicators:node_edit", args=[node.pk])
    context = clerk.get(url).context
    other = {"name": "别人的", "indicator": node.indicator.code}
    clerk.post(url, leaf_data(code="A11", weight="38", version=context["version"], **other))
    mine = leaf_data(code="A11", name="我的", weight="39", indicator=node.indicator.code)
    mine |= {"version": context["version"], "was": context["was"]}
    answer = clerk.post(url, mine)
    assert [(odds.label, *odds[1:]) for odds in answer.context["conflict"]] == [
        ("name", "三级A11", "别人的", "我的"),
        ("weight", "40", "38", "39"),
    ]
    assert 'value="我的"' in answer.content.decode()
    node.refresh_from_db()
    assert (node.name, node.weight) == ("别人的", 38)
    clerk.post(url, mine | {"version": answer.context["version"]})
    node.refresh_from_db()
    assert (node.name, node.weight) == ("我的", 39)


def test_score_bands_are_rows_beside_their_text(clerk, system):
    """IND-18: 优 90 to 100 and its like as cells; a standard of free words stays a text."""
    leaf = system.nodes.get(code="B12")
    url = reverse("indicators:node_edit", args=[leaf.pk])
    leaf.standard = "优 90 至 100：全面完成；良 60 至 89；差 0 至 59"
    leaf.save()
    form = clerk.get(url).context["form"]
    assert form.fields["standard"].widget.attrs["data-between"]
    leaf.standard = "全年调研 5 至 10 次得满分"
    leaf.save()
    form = clerk.get(url).context["form"]
    assert "data-between" not in form.fields["standard"].widget.attrs
