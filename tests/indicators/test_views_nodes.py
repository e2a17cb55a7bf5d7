"""Editing the tree: nodes, the form made from a rule's schema, units' own sheets, links."""

from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models import Exemption, ResultLink, SystemNode, WeightOverride
from scoring import RULES
from tests.indicators.factories import IndicatorFactory, LeafFactory, LinkFactory, TreeFactory
from tests.organization.factories import CategoryMembershipFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(category):
    return TreeFactory(category=category)


@pytest.fixture
def clerk(client, office_clerk):
    client.force_login(office_clerk)
    return client


def address(name, *args):
    return reverse(f"indicators:{name}", args=args)


def leaf_data(**fields):
    return {
        "code": "C1",
        "name": "新指标",
        "kind": "scored",
        "weight": "5",
        "source": "reported",
        "rule": "target",
        "params-form": "proportion",
        "params-direction": "higher",
        "params-target": "120",
        "params-cap": "1",
        "params-floor": "0",
        **fields,
    }


def test_a_section_is_added_below_its_parent(clerk, system):
    parent = system.nodes.get(code="A")
    url = f"{address('node_create', system.pk)}?parent={parent.code}"
    assert f'value="{parent.pk}" selected' in clerk.get(url).content.decode()
    data = {"code": "A2", "name": "新", "kind": "scored", "weight": "0", "parent": parent.pk}
    clerk.post(url, data)
    assert SystemNode.objects.get(code="A2").parent == parent


def test_a_leaf_is_added_with_its_rule(clerk, system):
    indicator = IndicatorFactory(code="GDP")
    url = f"{address('node_create', system.pk)}?kind=leaf"
    response = clerk.post(url, leaf_data(indicator="GDP", parent=system.nodes.get(code="A1").pk))
    leaf = SystemNode.objects.get(code="C1")
    assert response.url == f"{system.get_absolute_url()}#node-{leaf.pk}"
    assert leaf.indicator == indicator
    assert leaf.params["target"] == "120"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"indicator": "NONE"}, "The library has no indicator with this code."),
        ({"params-target": "many"}, "Enter a number"),
        ({"params-cap": "9"}, "Must be at most 2"),
        ({"code": "A11"}, "The code is taken in this system."),
        ({"missing": "floor"}, "State the share for a missing value"),
    ],
)
def test_a_wrong_leaf_is_told_at_its_field_and_nothing_is_lost(clerk, system, fields, message):
    url = f"{address('node_create', system.pk)}?kind=leaf"
    response = clerk.post(url, leaf_data(**fields))
    assert response.status_code == 200
    content = response.content.decode()
    assert message in content
    assert 'value="新指标"' in content
    assert system.nodes.count() == 8


def test_editing_shows_the_parameters_as_they_stand(clerk, system):
    leaf = system.nodes.get(code="A11")
    leaf.rule, leaf.params = "bands", {"bands": [["60", "170"], ["80", "190"]], "below": "160"}
    leaf.save()
    content = clerk.get(address("node_edit", leaf.pk)).content.decode()
    assert "60 170\n80 190" in content
    data = leaf_data(code="A11", rule="bands", indicator=leaf.indicator.code, weight="40")
    data |= {"params-form": "steps", "params-edge": "from", "params-below": "150"}
    clerk.post(address("node_edit", leaf.pk), {**data, "params-bands": "60\t１７０\n80 195\n"})
    leaf.refresh_from_db()
    assert leaf.params["bands"] == [["60", "170"], ["80", "195"]]
    assert leaf.params["below"] == "150"


@pytest.mark.parametrize(
    ("standard", "refusal"),
    [
        ("优 85 至 100；良 60 至 90；差 60 以下", "良 and 优 overlap between 85 and 90"),
        ("优 90 至 100；良 60 至 79；差 60 以下", "No band holds the marks between 79 and 90"),
        ("优 90 至 100；良 60 至 90；差 60 以下", ""),
        ("优 90 至 100；良 60 至 89；差 0 至 59", ""),
        ("全年调研 5 至 10 次得满分", ""),
    ],
)
def test_bands_of_a_standard_meet_and_do_not_overlap(clerk, system, standard, refusal):
    section = system.nodes.filter(source="").first()
    data = leaf_data(source="judged", rule="mark", standard=standard) | {"params-scale": "100"}
    answer = clerk.post(
        f"{address('node_create', system.pk)}?kind=leaf&parent={section.code}", data
    )
    if not refusal:
        assert answer.status_code == 302
        return
    [error] = answer.context["form"].errors["standard"]
    assert refusal in error
    assert not SystemNode.objects.filter(name="新指标").exists()


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_brings_its_own_fields(clerk, rule):
    content = clerk.get(address("rule_fields"), {"rule": rule}).content.decode()
    for parameter in RULES[rule].parameters:
        first_form = RULES[rule].parameters[0].default
        if not parameter.forms or first_form in parameter.forms:
            assert f'name="params-{parameter.name}"' in content


def test_another_form_of_the_rule_swaps_the_fields_and_keeps_the_rest(clerk):
    query = {"rule": "target", "params-form": "step", "params-target": "77"}
    content = clerk.get(address("rule_fields"), query).content.decode()
    assert 'name="params-points_per_step"' in content
    assert 'name="params-base_share"' not in content
    assert 'value="77"' in content


def test_an_unticked_box_stays_unticked_while_the_form_is_chosen(clerk):
    query = {"rule": "growth", "params-of": "growth"}
    assert "checked" not in clerk.get(address("rule_fields"), query).content.decode()
    assert "checked" in clerk.get(address("rule_fields"), {"rule": "growth"}).content.decode()


def test_options_find_by_code_and_name(clerk):
    IndicatorFactory(code="GDP_GROWTH", name="地区生产总值增长率")
    IndicatorFactory(code="PM25", name="细颗粒物")
    for text in ("gdp", "生产总值"):
        content = clerk.get(address("indicator_options"), {"indicator": text}).content.decode()
        assert "GDP_GROWTH" in content
        assert "PM25" not in content


def test_move_and_delete(clerk, system):
    node = system.nodes.get(code="A12")
    clerk.post(address("node_move", node.pk), {"direction": "up"})
    codes = system.nodes.filter(parent=node.parent_id).order_by("position")
    assert list(codes.values_list("code", flat=True)) == ["A12", "A11"]
    clerk.post(address("node_delete", node.pk))
    assert not SystemNode.objects.filter(pk=node.pk).exists()


@pytest.mark.parametrize("action", ["node_move", "node_delete"])
def test_a_published_tree_says_why_it_does_not_change(clerk, category, action):
    node = TreeFactory(category=category, published=True).nodes.get(code="A11")
    response = clerk.post(address(action, node.pk), follow=True)
    assert "hj-message-error" in response.content.decode()
    assert SystemNode.objects.filter(pk=node.pk).exists()


def sheet(system, changes):
    data = {f"weight-{node.pk}": node.weight for node in system.nodes.all()}
    keys = dict(system.nodes.values_list("code", "pk"))
    return data | {f"weight-{keys[code]}": weight for code, weight in changes.items()}


def test_a_units_own_sheet_is_stored_shown_and_cleared(clerk, system, unit):
    url = address("override_edit", system.pk, unit.pk)
    leaf = system.nodes.get(code="B11")
    data = sheet(system, {"A11": "30", "A12": "30"})
    response = clerk.post(url, {**data, "reason": "旅游区", f"exempt-{leaf.pk}": "无港口"})
    assert response.status_code == 302
    assert WeightOverride.objects.count() == 2
    assert Exemption.objects.get().reason == "无港口"
    content = clerk.get(address("override_list", system.pk)).content.decode()
    assert "旅游区" in content
    assert "40 → 30" in content
    clerk.post(url, sheet(system, {}))
    assert not WeightOverride.objects.exists()
    assert not Exemption.objects.exists()


def test_a_sheet_that_changes_the_sum_is_refused_and_kept(clerk, system, unit):
    url = address("override_edit", system.pk, unit.pk)
    data = sheet(system, {"A11": "30"})
    response = clerk.post(url, {**data, "reason": "旅游区"})
    content = response.content.decode()
    assert "adds up to 50 instead of 60" in content
    assert 'value="旅游区"' in content
    assert not WeightOverride.objects.exists()


def test_sums_follow_the_sheet_while_it_is_typed(clerk, system, unit):
    url = address("override_edit", system.pk, unit.pk)
    data = sheet(system, {"A11": "30"})
    response = clerk.post(url, data, headers={"HX-Request": "true"})
    section = system.nodes.get(code="A1")
    swapped = response.content.decode().split(f'id="sum-{section.pk}"')[1]
    assert "50 / 60" in swapped
    assert not WeightOverride.objects.exists()


def test_links_are_added_and_removed(clerk, system, unit):
    leaf = LeafFactory(system=system, linked=True, weight=0)
    target = UnitFactory()
    clerk.post(address("link_list", leaf.pk), {"unit": unit.pk, "target": target.pk, "weight": "2"})
    link = ResultLink.objects.get()
    assert (link.unit, link.target, link.weight) == (unit, target, Decimal(2))
    assert target.name in clerk.get(address("link_list", leaf.pk)).content.decode()
    clerk.post(address("link_delete", link.pk))
    assert not ResultLink.objects.exists()


def test_a_link_to_itself_is_refused(clerk, system, unit):
    leaf = LeafFactory(system=system, linked=True, weight=0)
    response = clerk.post(
        address("link_list", leaf.pk), {"unit": unit.pk, "target": unit.pk, "weight": "1"}
    )
    assert "errorlist" in response.content.decode()


def test_a_frozen_link_stays(clerk, category):
    leaf = LeafFactory(system=TreeFactory(category=category, published=True), linked=True)
    link = LinkFactory(node=leaf)
    clerk.post(address("link_delete", link.pk))
    assert ResultLink.objects.filter(pk=link.pk).exists()


def test_a_reporter_sees_only_its_own_unit_among_own_weights(client, reporter, unit, category):
    system = TreeFactory(category=category, published=True)
    other = CategoryMembershipFactory(category=category).unit
    client.force_login(reporter)
    content = client.get(address("override_list", system.pk)).content.decode()
    assert unit.name in content
    assert f"<td>{other.name}</td>" not in content


def test_admin_names_a_rule_as_people_do(client, system_admin) -> None:
    node = LeafFactory(rule="target")
    client.force_login(system_admin)
    for page in ("changelist", "change"):
        args = [node.pk] if page == "change" else []
        shown = client.get(reverse(f"admin:indicators_systemnode_{page}", args=args))
        assert RULES["target"].name["en"] in shown.content.decode()
