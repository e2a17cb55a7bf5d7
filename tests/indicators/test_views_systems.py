"""Pages of systems: list, tree, publication."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Indicator, IndicatorSystem
from organization.models import Role
from tests.indicators.factories import SystemFactory, TreeFactory
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(category):
    return TreeFactory(category=category, name="设区市体系")


@pytest.fixture
def clerk(client, office_clerk):
    client.force_login(office_clerk)
    return client


def page(client, name, *args, status=200, **query):
    response = client.get(reverse(f"indicators:{name}", args=args), query)
    assert response.status_code == status
    return response.content.decode()


def test_list_shows_systems_and_narrows_down(clerk, system):
    SystemFactory(name="高校体系", year=2022)
    assert "设区市体系" in page(clerk, "system_list")
    assert "设区市体系" not in page(clerk, "system_list", year=2022)


def test_list_is_a_fragment_for_htmx(clerk, system):
    response = clerk.get(reverse("indicators:system_list"), headers={"HX-Request": "true"})
    assert b"<html" not in response.content
    assert "设区市体系" in response.content.decode()


def test_list_queries_do_not_grow(clerk, category):
    counts = []
    for _ in range(2):
        for _ in range(5):
            TreeFactory(category=category)
        with CaptureQueriesContext(connection) as queries:
            page(clerk, "system_list")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_empty_list_says_what_comes_first(clerk):
    assert "hj-empty" in page(clerk, "system_list")


def test_tree_shows_rule_owner_measure_and_sum(clerk, system):
    content = page(clerk, "system_detail", system.pk)
    leaf = system.nodes.get(code="A11")
    assert "Against the target of 100" in content
    assert leaf.indicator.owner.name in content
    assert "亿元" in content
    assert f'id="sum-{leaf.parent_id}"' in content
    assert f'id="node-{leaf.pk}"' in content


def test_tree_queries_do_not_grow_with_nodes(clerk, category):
    small, large = TreeFactory(category=category), TreeFactory(category=category)
    for node in large.nodes.filter(code__in=["A11", "B11"]):
        for number in range(10):
            node.pk, node.code = None, f"{node.code}{number}"
            node.save()
    counts = []
    for system in (small, large):
        with CaptureQueriesContext(connection) as queries:
            page(clerk, "system_detail", system.pk)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_published_tree_offers_no_editing(clerk, category):
    system = TreeFactory(category=category, published=True)
    content = page(clerk, "system_detail", system.pk)
    assert "hx-post" not in content
    assert reverse("indicators:system_copy", args=[system.pk]) in content


def test_a_reporter_sees_systems_in_force_only(client, reporter, category, system):
    client.force_login(reporter)
    page(client, "system_detail", system.pk, status=404)
    page(client, "system_detail", TreeFactory(category=category, published=True).pk)


def test_a_stranger_sees_nothing(client, stranger, category):
    client.force_login(stranger)
    page(client, "system_detail", TreeFactory(category=category, published=True).pk, status=404)


def test_create_edit_copy_and_delete(clerk, category):
    data = {
        "category": category.pk,
        "assessee_kind": "unit",
        "year": 2024,
        "name": "新体系",
        "full_marks": "100",
    }
    clerk.post(reverse("indicators:system_create"), data)
    system = IndicatorSystem.objects.get()
    clerk.post(
        reverse("indicators:system_edit", args=[system.pk]), {"name": "改名", "full_marks": "200"}
    )
    system.refresh_from_db()
    assert (system.name, system.full_marks) == ("改名", 200)
    clerk.post(reverse("indicators:system_copy", args=[system.pk]), {"year": 2025})
    assert IndicatorSystem.objects.get(year=2025).name == "改名"
    clerk.post(reverse("indicators:system_delete", args=[system.pk]))
    assert not IndicatorSystem.objects.filter(pk=system.pk).exists()


def test_a_wrong_form_keeps_what_was_typed(clerk, category):
    response = clerk.post(
        reverse("indicators:system_create"),
        {"category": category.pk, "assessee_kind": "unit", "year": 2024, "full_marks": "x"},
    )
    assert response.status_code == 200
    assert 'value="x"' in response.content.decode()
    assert "errorlist" in response.content.decode()


def test_publish_page_lists_every_fault_with_a_way_to_its_row(clerk, system):
    Indicator.objects.filter(nodes__code="A12").update(owner=None)
    system.nodes.filter(code="B12").update(standard="")
    content = page(clerk, "system_publish", system.pk)
    for code in ("A12", "B12"):
        key = system.nodes.get(code=code).pk
        assert f"{system.get_absolute_url()}#node-{key}" in content
        assert reverse("indicators:node_edit", args=[key]) in content
    assert "btn-seal" not in content


def test_publish_with_faults_stores_nothing(clerk, system):
    system.nodes.filter(code="B12").update(standard="")
    response = clerk.post(reverse("indicators:system_publish", args=[system.pk]))
    assert response.status_code == 200
    system.refresh_from_db()
    assert system.is_draft


def test_publish(clerk, system):
    assert "btn-seal" in page(clerk, "system_publish", system.pk)
    response = clerk.post(reverse("indicators:system_publish", args=[system.pk]))
    assert response.url == system.get_absolute_url()
    system.refresh_from_db()
    assert system.state == IndicatorSystem.State.PUBLISHED


def test_deleting_a_published_system_says_why_not(clerk, category):
    system = TreeFactory(category=category, published=True)
    response = clerk.post(reverse("indicators:system_delete", args=[system.pk]), follow=True)
    assert "hj-message-error" in response.content.decode()
    assert IndicatorSystem.objects.filter(pk=system.pk).exists()


def weigh(client, node, weight):
    response = client.post(reverse("indicators:node_weight", args=[node.pk]), {"weight": weight})
    assert response.status_code == 200
    return response.content.decode()


def test_a_weight_changes_in_place_and_the_sum_follows(clerk, system):
    leaf = system.nodes.get(code="A11")
    content = weigh(clerk, leaf, "３９.5")
    leaf.refresh_from_db()
    assert leaf.weight == Decimal("39.5")
    swapped = content.split(f'id="sum-{leaf.parent_id}" hx-swap-oob="true"')[1]
    assert "hj-watch" in swapped
    assert "59.5 / 60" in swapped
    assert "hj-fits" in weigh(clerk, leaf, "40").split(f"sum-{leaf.parent_id}")[1]


@pytest.mark.parametrize("weight", ["", "四十", "-1", "1.23456"])
def test_a_wrong_weight_is_told_at_its_place_and_not_stored(clerk, system, weight):
    leaf = system.nodes.get(code="A11")
    content = weigh(clerk, leaf, weight)
    assert 'role="alert"' in content.split(f"note-{leaf.pk}")[1]
    leaf.refresh_from_db()
    assert leaf.weight == 40


def test_a_weight_of_another_domain_is_not_found(client, system, other_unit):
    user = UserFactory(role=Role.OFFICE_STAFF, role__domain=other_unit.domain)
    client.force_login(user)
    node = system.nodes.get(code="A11")
    response = client.post(reverse("indicators:node_weight", args=[node.pk]), {"weight": "1"})
    assert response.status_code == 404
