"""Sessions end to the second: idle, at their longest, and when the account changes."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organization.models import AuditEvent, Role, RoleAssignment
from organization.services.accounts import (
    assign_role,
    change_password,
    revoke_role,
    update_account,
)
from tests.organization.factories import PASSWORD

NOW = dt.datetime(2026, 3, 5, 9, 0, tzinfo=dt.UTC)
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def at(monkeypatch) -> Callable[[int], None]:
    """Set the clock of the sessions to so many seconds after the login."""

    def set_clock(seconds: int) -> None:
        moment = NOW + dt.timedelta(seconds=seconds)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_clock(0)
    return set_clock


def sign_in(user) -> Client:
    client = Client()
    client.force_login(user, backend=MODEL_BACKEND)
    return client


def page(client: Client, **headers: str):
    return client.get(reverse("organization:account_detail"), headers=headers)


@pytest.mark.parametrize(("who", "limit"), [("office_clerk", 900), ("system_admin", 300)])
def test_idle_session_ends_to_the_second(at, request, who, limit) -> None:
    client = sign_in(request.getfixturevalue(who))
    at(limit - 1)
    assert page(client).status_code == 200
    at(2 * limit - 2)
    assert page(client).status_code == 200
    at(3 * limit - 2)
    answer = page(client)
    assert answer.url == f"{reverse('organization:login')}?next=/organization/account/"
    assert page(client).status_code == 302


def test_end_by_the_limit_is_recorded_and_told_at_the_login(at, office_clerk) -> None:
    client = sign_in(office_clerk)
    at(900)
    answer = client.get(reverse("organization:unit_list"), follow=True)
    # The login page speaks the language of nobody yet: Chinese.
    assert [str(message) for message in answer.context["messages"]]
    assert 'class="hj-message hj-message-info"' in answer.content.decode()
    ends = AuditEvent.objects.about(office_clerk).filter(action="session_ended")
    assert [event.actor for event in ends] == [None]


def test_login_leads_back_to_the_page_that_was_asked_for(at, office_clerk) -> None:
    client = sign_in(office_clerk)
    at(900)
    asked = reverse("organization:unit_list") + "?q=a"
    login = client.get(asked)
    given = {"username": "office_clerk", "password": PASSWORD, "next": asked}
    assert client.post(login.url, given).url == asked


def test_busy_session_ends_after_eight_hours_to_the_second(at, office_clerk) -> None:
    client = sign_in(office_clerk)
    for seconds in range(600, 8 * 3600, 600):
        at(seconds)
        assert page(client).status_code == 200
    at(8 * 3600 - 1)
    assert page(client).status_code == 200
    at(8 * 3600)
    assert page(client).status_code == 302


def test_what_the_page_asks_by_itself_keeps_no_session_alive(at, office_clerk) -> None:
    client = sign_in(office_clerk)
    for seconds in (300, 600, 899):
        at(seconds)
        assert page(client, X_Unattended="1").status_code == 200
    at(900)
    assert page(client, X_Unattended="1").status_code == 302


def test_stamp_of_another_session_is_worth_nothing(at, office_clerk) -> None:
    client, other = sign_in(office_clerk), sign_in(office_clerk)
    at(800)
    page(other)
    client.cookies["hengjian_seen"] = other.cookies["hengjian_seen"].value
    at(900)
    assert page(client).status_code == 302
    assert page(other).status_code == 200


def test_session_without_the_marks_of_a_login_is_over(at, office_clerk) -> None:
    client = sign_in(office_clerk)
    session = client.session
    del session["began_at"]
    session.save()
    assert page(client).status_code == 302


def test_fragment_gets_no_login_page(at, office_clerk) -> None:
    client = sign_in(office_clerk)
    at(900)
    answer = page(client, HX_Request="true")
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (401, "session-over")


def test_page_learns_how_long_its_session_lasts(at, office_clerk) -> None:
    client, url = sign_in(office_clerk), reverse("organization:session_status")
    at(100)
    assert 'data-left="900" data-longest="28700"' in page(client).content.decode()
    at(200)
    status = client.get(url, headers={"X-Unattended": "1"}).json()
    assert (status["left"], status["longest"]) == (800, 28_600)
    assert client.post(url).json()["left"] == 900
    at(1099)
    assert client.get(url, headers={"X-Unattended": "1"}).json()["left"] == 1
    at(1100)
    assert client.get(url, headers={"X-Unattended": "1"}).json()["left"] == 0


def test_login_gives_a_new_session_key(client, office_clerk) -> None:
    client.get(reverse("organization:login"))
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies["hengjian"] = before
    client.post(reverse("organization:login"), {"username": "office_clerk", "password": PASSWORD})
    assert client.session.session_key != before
    assert not type(session)().exists(before)


def test_disabled_account_is_signed_out_and_stays_so(office_clerk, system_admin) -> None:
    client = sign_in(office_clerk)
    for active in (False, True):
        office_clerk.is_active = active
        update_account(office_clerk, by=system_admin)
        office_clerk.refresh_from_db()
        assert page(client).status_code == 302


def test_password_change_ends_the_other_sessions(office_clerk, system_admin) -> None:
    client = sign_in(office_clerk)
    change_password(office_clerk, password="a-new-and-long-one-71", by=system_admin)
    assert page(client).status_code == 302


def test_role_given_or_taken_ends_the_sessions(office_clerk, security_admin) -> None:
    client = sign_in(office_clerk)
    given = RoleAssignment(user=office_clerk, role=Role.COMMITTEE_MEMBER)
    assign_role(given, by=security_admin)
    assert page(client).status_code == 302
    office_clerk.refresh_from_db()
    client = sign_in(office_clerk)
    revoke_role(given, by=security_admin)
    assert page(client).status_code == 302
