"""The library through the API: found by words, copied, a model put into a draft."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from indicators.models import Indicator
from tests.indicators.factories import IndicatorFactory, TreeFactory
from tests.indicators.library_factories import ModelTreeFactory, ProcessStepFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(office_clerk):
    client = APIClient()
    client.force_authenticate(office_clerk)
    return client


def test_the_library_is_searched_by_initials_and_tag(api):
    IndicatorFactory(code="A", name="高质量发展", tags="经济")
    IndicatorFactory(code="B", name="人均收入", tags="民生")
    for query, code in (({"text": "gzl"}, "A"), ({"tag": "民生"}, "B"), ({"code": "B"}, "B")):
        answer = api.get(reverse("api:indicator-list"), query).json()
        assert [row["code"] for row in answer["results"]] == [code]


def test_an_indicator_is_copied(api):
    first = IndicatorFactory(code="A")
    address = reverse("api:indicator-copy", args=[first.pk])
    answer = api.post(address, {"code": "C", "name": "新"})
    assert (answer.status_code, answer.json()["origin"]) == (201, "A")
    again = api.post(address, {"code": "C", "name": "新"})
    assert (again.status_code, list(again.json())) == (400, ["code"])
    assert Indicator.objects.count() == 2


def test_a_model_comes_with_its_nodes_and_goes_into_a_draft(api):
    model = ModelTreeFactory()
    nodes = api.get(reverse("api:librarymodel-detail", args=[model.pk])).json()["nodes"]
    assert [(node["code"], node["parent"]) for node in nodes[:2]] == [("1", None), ("1.1", "1")]
    draft, published = TreeFactory(), TreeFactory(published=True)
    address = reverse("api:librarymodel-insert", args=[model.pk])
    facts = {"code": "M", "weight": "12.5"}
    answer = api.post(address, {**facts, "section": draft.nodes.get(code="A1").pk})
    assert (answer.status_code, answer.json()["weight"]) == (201, "12.5000")
    refused = api.post(address, {**facts, "section": published.nodes.get(code="A1").pk})
    assert refused.status_code == 404


def test_a_process_comes_with_its_steps(api):
    step = ProcessStepFactory(position=1)
    answer = api.get(reverse("api:process-detail", args=[step.process_id])).json()
    assert [(one["position"], one["actor"]) for one in answer["steps"]] == [(1, "考核办")]
