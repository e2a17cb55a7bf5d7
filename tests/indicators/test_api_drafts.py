"""The tree of a draft by the API: the services of the pages, with their versions."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from indicators.models import IndicatorSystem
from indicators.services.nodes import edit_node
from tests.indicators.factories import IndicatorFactory, TreeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(office_clerk):
    api = APIClient()
    api.force_authenticate(office_clerk)
    return api


def post(api, name, key, data):
    return api.post(reverse(f"api:{name}", args=[key] if key else []), data, format="json")


def test_a_system_is_begun_built_taken_back_and_published(office, category):
    facts = {"category": category.code, "assessee_kind": "unit", "year": 2032, "name": "新体系"}
    system = post(office, "system-list", None, facts).json()["id"]
    section = post(office, "system-nodes", system, {"name": "经济", "weight": "100"}).json()
    leaf = post(
        office,
        "system-nodes",
        system,
        {
            "name": "增速",
            "weight": "90",
            "parent": section["id"],
            "source": "reported",
            "indicator": IndicatorFactory(code="GDP").code,
            "rule": "target",
        },
    ).json()
    assert (leaf["code"], leaf["indicator"], leaf["version"]) == ("1.1", "GDP", 1)
    refused = post(office, "system-publish", system, {})
    assert refused.status_code == 400
    assert "90" in refused.json()["detail"][0]
    weights = [{"id": leaf["id"], "weight": "100", "version": 1}]
    assert post(office, "system-weights", system, weights).status_code == 204
    assert post(office, "system-undo", system, {}).status_code == 204
    assert post(office, "system-undo", system, {"again": True}).status_code == 204
    assert post(office, "system-publish", system, {}).status_code == 204
    assert IndicatorSystem.objects.get(pk=system).state == IndicatorSystem.State.PUBLISHED


def test_a_stale_version_answers_409_with_what_stands_there(office, category):
    node = TreeFactory(category=category).nodes.get(code="A11")
    edit_node(node, name="别人的", by=None)
    url = reverse("api:node-detail", args=[node.pk])
    answers = [
        office.patch(url, {"name": "我的", "version": 1}, format="json"),
        office.delete(f"{url}?version=1"),
        post(office, "node-move", node.pk, {"parent": None, "position": 0, "version": 1}),
        post(
            office,
            "system-weights",
            node.system_id,
            [{"id": node.pk, "weight": "5", "version": 1}],
        ),
    ]
    assert {answer.status_code for answer in answers} == {409}
    assert {answer.json()["theirs"]["name"] for answer in answers} == {"别人的"}
    mine = office.patch(url, {"name": "我的", "version": 2}, format="json").json()
    assert (mine["name"], mine["version"]) == ("我的", 3)
    assert office.delete(f"{url}?version=3").status_code == 204
