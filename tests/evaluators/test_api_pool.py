import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organization.models import Role
from tests.evaluators.factories import CertificateFactory, EvaluatorFactory, TagFactory
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clerk(client):
    client.force_login(UserFactory(role=Role.OFFICE_STAFF))


def test_evp_01_the_api_filters_by_pool_and_subtype(client) -> None:
    person = EvaluatorFactory(pool="professional", subtype="lead_department", home_unit__code="TJ")
    person.tags.add(TagFactory(code="statistics"))
    CertificateFactory(evaluator=person, number="K-1")
    EvaluatorFactory(pool="expert", subtype="scholar")
    asked = {"pool": "professional", "subtype": "lead_department"}
    (found,) = client.get(reverse("api:evaluator-list"), asked).json()["results"]
    assert (found["id"], found["home_unit"], found["tags"]) == (person.pk, "TJ", ["statistics"])
    assert found["certificates"][0]["number"] == "K-1"
    assert found["spells"][0]["joined_on"] == "2021-01-01"
    assert "native_place" not in found


def test_list_asks_no_more_questions_for_more_people(client) -> None:
    counts = []
    for _ in range(2):
        for _ in range(3):
            CertificateFactory().evaluator.tags.add(TagFactory())
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("api:evaluator-list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
