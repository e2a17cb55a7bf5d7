import os

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.authtoken.models import Token

from organization.models import AuditEvent
from tests.organization.factories import PASSWORD, CategoryMembershipFactory, UnitFactory


@pytest.fixture(autouse=True)
def forget_tries() -> None:
    """The throttle counts in the cache, which no test database rolls back."""
    cache.clear()


def ask_token(client, **fields):
    fields = {"username": "reporter", "password": PASSWORD} | fields
    return client.post(reverse("api:token"), fields, content_type="application/json")


def test_token_is_given_once_recorded_and_opens_what_the_account_sees(
    client, reporter, unit, other_unit
) -> None:
    key = ask_token(client).json()["token"]
    assert ask_token(client).json()["token"] == key
    assert AuditEvent.objects.filter(action="user_token_issued").count() == 1
    headers = {"Authorization": f"Token {key}"}
    answer = client.get(reverse("api:unit-list"), headers=headers).json()
    assert [row["code"] for row in answer["results"]] == [unit.code]
    hidden = reverse("api:unit-detail", args=[other_unit.pk])
    assert client.get(hidden, headers=headers).status_code == 404


def test_session_opens_the_api_too(client, reporter, unit) -> None:
    client.force_login(reporter)
    assert client.get(reverse("api:unit-detail", args=[unit.pk])).json() == {
        "id": unit.pk,
        "code": unit.code,
        "name": unit.name,
        "short_name": "",
        "credit_code": unit.credit_code,
        "parent": None,
        "region_code": "320100",
        "domain": "cities",
        "category": "设区市一类",
        "level": "city",
        "monitored_only": False,
        "is_active": True,
    }


@pytest.mark.parametrize("name", ["unit-list", "category-list", "domain-list", "schema", "docs"])
def test_api_is_closed_to_strangers_and_read_only(client, office_clerk, name) -> None:
    url = reverse(f"api:{name}")
    assert client.get(url).status_code == 401
    client.force_login(office_clerk)
    assert client.get(url).status_code == 200
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(url).status_code == 405


def test_token_of_an_inactive_account_opens_nothing(client, reporter) -> None:
    token = Token.objects.create(user=reporter)
    reporter.is_active = False
    reporter.save()
    headers = {"Authorization": f"Token {token.key}"}
    assert client.get(reverse("api:unit-list"), headers=headers).status_code == 401
    assert ask_token(client).status_code == 400


def test_token_login_locks_out_after_five_failures(client, reporter) -> None:
    for _ in range(4):
        assert ask_token(client, password="wrong").status_code == 400
    assert ask_token(client, password="wrong").status_code == 429
    assert ask_token(client).status_code == 429
    assert not Token.objects.exists()


def test_token_login_is_throttled_by_address(client, reporter) -> None:
    answers = [ask_token(client, username=f"nobody{serial}") for serial in range(21)]
    assert [answer.status_code for answer in answers] == [400] * 20 + [429]


def test_token_login_is_throttled_whatever_address_a_header_claims(client, db) -> None:
    answers = [
        client.post(
            reverse("api:token"),
            {"username": f"nobody{serial}", "password": "wrong"},
            headers={"X-Forwarded-For": f"10.40.0.{serial}"},
        ).status_code
        for serial in range(21)
    ]
    assert answers == [400] * 20 + [429]


def test_units_are_filtered(client, office_clerk, unit, other_unit, category) -> None:
    client.force_login(office_clerk)
    for query in ({"category": category.pk}, {"q": "金陵"}, {"domain": unit.domain.pk}):
        rows = client.get(reverse("api:unit-list"), query).json()["results"]
        assert [row["name"] for row in rows] == [unit.name], query


def test_queries_do_not_grow_with_units(client, office_clerk) -> None:
    client.force_login(office_clerk)
    counts = []
    for _ in range(2):
        CategoryMembershipFactory.create_batch(5, unit__parent=UnitFactory())
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("api:unit-list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_schema_names_every_route_and_its_page_loads_nothing_from_outside(
    client, office_clerk
) -> None:
    client.force_login(office_clerk)
    schema = client.get(reverse("api:schema"), {"format": "json"}).json()
    assert {"/api/v1/units/", "/api/v1/units/{id}/", "/api/v1/token/"} <= set(schema["paths"])
    page = client.get(reverse("api:docs"))
    text = page.content.decode()
    assert "<style" not in text
    assert "<script>" not in text
    assert "http" not in text.replace("http://testserver", "")
    assert "Content-Security-Policy" in page.headers


def test_schema_is_valid_and_guesses_nothing() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", file=os.devnull)


def test_the_api_draws_no_pages(client, reporter, other_unit) -> None:
    """A page of the framework would offer every unit and category as a choice of its filters."""
    client.force_login(reporter)
    answer = client.get(reverse("api:unit-list"), headers={"accept": "text/html"})
    assert answer.status_code == 406
    assert other_unit.name not in answer.content.decode()
    browser = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    answer = client.get(reverse("api:unit-list"), headers=browser)
    assert answer.headers["Content-Type"] == "application/json"
