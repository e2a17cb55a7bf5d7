"""Editing in the tree: lines, moves, undo, and two people at the same one."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import SystemNode
from tests.indicators.factories import IndicatorFactory, LeafFactory, SectionFactory, TreeFactory
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def system(category):
    return TreeFactory(category=category)


@pytest.fixture
def clerk(client, office_clerk):
    client.force_login(office_clerk)
    return client


@pytest.fixture
def colleague(office_clerk):
    user = UserFactory(display_name="李强")
    assignment = office_clerk.role_assignments.first()
    assignment.pk, assignment.user = None, user
    assignment.save()
    other = Client()
    other.force_login(user)
    return other


def node_of(system, code):
    return system.nodes.get(code=code)


def post(client, url, thing, /, **data):
    return client.post(reverse(f"indicators:{url}", args=[thing.pk]), data, headers=HTMX)


def order(system, parent):
    nodes = system.nodes.filter(parent=parent and node_of(system, parent)).order_by("position")
    return list(nodes.values_list("code", flat=True))


def focus_of(answer):
    return json.loads(answer["HX-Trigger-After-Swap"])["tree:shaped"]["node"]


def test_lines_are_added_behind_and_below(clerk, system):
    """A section behind another one; below it an indicator that the library knows by its code."""
    indicator = IndicatorFactory(code="PM25", name="细颗粒物浓度")
    first = node_of(system, "A")
    url = reverse("indicators:node_insert", args=[system.pk])
    line = clerk.get(url, {"after": first.pk}, headers=HTMX).content.decode()
    assert '<option value="" selected>' in line
    post(clerk, "node_insert", system, after=first.pk, name="绿色发展", weight="３0")
    assert order(system, None) == ["A", "3", "B"]
    section = node_of(system, "3")
    answer = post(
        clerk, "node_insert", system, below=section.pk, name="PM25", source="reported", weight="30"
    )
    leaf = SystemNode.objects.get(parent=section)
    assert (leaf.code, leaf.name, leaf.indicator) == ("3.1", "细颗粒物浓度", indicator)
    assert focus_of(answer) == leaf.pk
    assert "30 / 30 adds up" in answer.content.decode()


def test_a_wrong_line_stays_with_what_was_typed(clerk, system):
    answer = post(clerk, "node_insert", system, name="绿色发展", weight="许多")
    assert answer["HX-Retarget"] == "#new-node"
    assert 'value="绿色发展"' in answer.content.decode()
    assert "Not a number." in answer.content.decode()


def test_a_node_goes_where_the_keys_and_the_mouse_send_it(clerk, system):
    post(clerk, "node_move", node_of(system, "A12"), direction="up")
    assert order(system, "A1") == ["A12", "A11"]
    post(clerk, "node_move", node_of(system, "A11"), direction="out")
    assert order(system, "A") == ["A1", "A11"]
    post(clerk, "node_move", node_of(system, "A11"), direction="in")
    assert order(system, "A1") == ["A12", "A11"]
    refused = post(clerk, "node_move", node_of(system, "A"), direction="in")
    assert "There is no section above it to go into." in refused.content.decode()
    target = node_of(system, "B12")
    post(clerk, "node_move", node_of(system, "A11"), target=target.pk, place="before")
    assert order(system, "B1") == ["B11", "A11", "B12"]
    post(clerk, "node_move", node_of(system, "B"), target=node_of(system, "A").pk, place="into")
    assert order(system, "A") == ["A1", "B"]
    circle = post(clerk, "node_move", node_of(system, "A"), target=target.pk, place="after")
    assert "A node cannot stand below itself." in circle.content.decode()


def test_undo_names_the_step_and_brings_the_tree_back(clerk, colleague, system):
    node = node_of(system, "A11")
    post(colleague, "node_weight", node, weight="38")
    content = clerk.get(system.get_absolute_url()).content.decode()
    assert "weight of 三级A11 40 → 38" in content
    assert "李强" in content
    gone = node_of(system, "A")
    answer = post(clerk, "node_delete", gone)
    assert focus_of(answer) == node_of(system, "B").pk
    assert focus_of(post(clerk, "system_undo", system)) == gone.pk
    post(clerk, "system_undo", system)
    node.refresh_from_db()
    assert node.weight == 40
    answer = post(clerk, "system_undo", system, again="1")
    assert "38 / 60" not in answer.content.decode()
    assert "58 / 60 too little" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "field", "typed"), [("node_weight", "weight", "39"), ("node_rename", "name", "我的")]
)
def test_a_stale_cell_shows_mine_and_theirs_and_lets_choose(
    clerk, colleague, system, name, field, typed
):
    node = node_of(system, "A11")
    post(colleague, "node_weight", node, weight="38", version=node.version)
    post(colleague, "node_rename", node, name="别人的", version=node.version + 1)
    mine = {field: typed, "was": "原来", "version": node.version}
    content = post(clerk, name, node, **mine).content.decode()
    assert "李强 changed it at" in content
    assert "原来" in content
    assert f'data-mine="{typed}"' in content
    assert f'data-theirs="{"38" if field == "weight" else "别人的"}"' in content
    neighbour = node_of(system, "A12")
    post(clerk, "node_weight", neighbour, weight="21", version=neighbour.version)
    node.refresh_from_db()
    neighbour.refresh_from_db()
    assert (node.weight, node.name, neighbour.weight) == (38, "别人的", 21)
    post(clerk, name, node, **{**mine, "version": node.version})
    node.refresh_from_db()
    assert str(getattr(node, field)).startswith(typed)


def test_pasted_weights_are_stored_together_or_not_at_all(clerk, system):
    first, second = node_of(system, "A11"), node_of(system, "A12")
    data = {f"weight-{first.pk}": "35", f"weight-{second.pk}": "25"}
    assert "60 / 60 adds up" in post(clerk, "system_weights", system, **data).content.decode()
    assert system.steps.count() == 1
    stale = {**data, f"weight-{first.pk}": "30", f"version-{second.pk}": "1"}
    answer = post(clerk, "system_weights", system, **stale)
    assert "Somebody else changed “三级A12” meanwhile." in answer.content.decode()
    first.refresh_from_db()
    assert first.weight == 35


def test_three_hundred_nodes_answer_with_what_changed(clerk, category):
    """One weight of 300: as many queries as in a small tree, and an answer of a few sums."""
    small, large = TreeFactory(category=category), TreeFactory(category=category)
    nodes = [SectionFactory.build(system=large, parent=node_of(large, "B")) for _ in range(20)]
    SystemNode.objects.bulk_create(nodes)
    SystemNode.objects.bulk_create(
        LeafFactory.build(system=large, parent=nodes[n % 20], indicator=None) for n in range(280)
    )
    counts = []
    for system in (small, large):
        leaf = node_of(system, "A11")
        with CaptureQueriesContext(connection) as queries:
            answer = post(clerk, "node_weight", leaf, weight="39", version=leaf.version)
        assert len(answer.content) < 4000
        counts.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            post(clerk, "node_move", leaf, direction="down")
        counts.append(len(queries))
    assert counts[:2] == counts[2:]
