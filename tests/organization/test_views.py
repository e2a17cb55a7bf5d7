import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organization.models import AuditEvent, Unit
from tests.organization.factories import (
    PASSWORD,
    AppointmentFactory,
    AuditEventFactory,
    CadreFactory,
    CategoryMembershipFactory,
    UnitFactory,
)

HTMX = {"HX-Request": "true"}


def text(response) -> str:
    assert response.status_code == 200, response
    return response.content.decode()


# --- Units ----------------------------------------------------------------------------------------


def test_unit_list_tells_assessed_from_monitored(client, office_clerk, unit, other_unit) -> None:
    UnitFactory(domain=unit.domain, monitored=True)
    UnitFactory(domain=unit.domain, is_active=False)
    client.force_login(office_clerk)
    response = client.get(reverse("organization:unit_list"))
    assert response.context["counts"] == {"assessed": 2, "monitored": 1}
    assert unit.name in text(response)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "陵"}, {"金陵市"}),
        ({"q": "u-jl"}, {"金陵市"}),
        ({"domain": "other"}, {"江左大学"}),
        ({"category": "own"}, {"金陵市"}),
        ({"level": "county"}, {"玄武县"}),
        ({"standing": "monitored"}, {"玄武县"}),
        ({"standing": "inactive"}, {"旧局"}),
        ({"standing": "assessed", "q": "市"}, {"金陵市"}),
        ({"q": "没有这样的单位"}, set()),
    ],
    ids=str,
)
def test_unit_list_filters(client, office_clerk, unit, other_unit, category, query, names) -> None:
    Unit.objects.filter(pk=unit.pk).update(code="U-JL")
    UnitFactory(name="玄武县", domain=unit.domain, monitored=True)
    UnitFactory(name="旧局", domain=unit.domain, is_active=False)
    keys = {("domain", "other"): other_unit.domain.pk, ("category", "own"): category.pk}
    query = {name: keys.get((name, value), value) for name, value in query.items()}
    client.force_login(office_clerk)
    page = client.get(reverse("organization:unit_list"), query, headers=HTMX)
    assert {row.record.name for row in page.context["table"].rows} == names
    assert "<html" not in text(page)


def test_unit_list_offers_only_what_the_account_sees(client, principal, unit, other_unit) -> None:
    client.force_login(principal)
    page = text(client.get(reverse("organization:unit_list")))
    assert unit.name in page
    for hidden in (other_unit.name, other_unit.domain.name):
        assert hidden not in page


def list_of(name):
    return reverse(f"organization:{name}")


@pytest.mark.parametrize(
    ("url", "make", "who"),
    [
        ("unit_list", lambda: CategoryMembershipFactory.create_batch(5), "office_clerk"),
        ("cadre_list", lambda: AppointmentFactory.create_batch(5), "office_clerk"),
        ("audit_event_list", lambda: AuditEventFactory.create_batch(5), "audit_admin"),
    ],
)
def test_queries_of_lists_do_not_grow_with_rows(client, request, url, make, who) -> None:
    client.force_login(request.getfixturevalue(who))
    counts = []
    for _ in range(2):
        make()
        with CaptureQueriesContext(connection) as queries:
            client.get(list_of(url))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_queries_of_a_unit_do_not_grow_with_people_or_units_below(
    client, office_clerk, unit
) -> None:
    client.force_login(office_clerk)
    counts = []
    for _ in range(2):
        AppointmentFactory.create_batch(5, unit=unit)
        UnitFactory.create_batch(5, parent=unit, domain=unit.domain)
        with CaptureQueriesContext(connection) as queries:
            client.get(unit.get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_unit_detail_shows_who_held_what_on_the_day(client, principal, unit) -> None:
    before = AppointmentFactory(
        unit=unit, cadre__name="前任", principal=True, ends_on=dt.date(2023, 12, 31)
    )
    AppointmentFactory(unit=unit, cadre__name="现任", principal=True, starts_on=dt.date(2024, 1, 1))
    client.force_login(principal)
    today = text(client.get(unit.get_absolute_url()))
    assert "现任" in today
    assert "前任" not in today
    headers = HTMX | {"HX-Target": "unit-posts"}
    page = text(client.get(unit.get_absolute_url(), {"day": "2023-06-30"}, headers=headers))
    assert "前任" in page
    assert "现任" not in page
    # The record of somebody who has left is no longer the principal's to open.
    assert before.cadre.get_absolute_url() not in page


def test_unit_detail_of_a_day_that_is_none_says_so(client, principal, unit) -> None:
    client.force_login(principal)
    assert "Enter a valid date" in text(client.get(unit.get_absolute_url(), {"day": "gestern"}))


def test_reporter_sees_the_unit_without_its_people(client, reporter, unit, cadre) -> None:
    client.force_login(reporter)
    assert cadre.name not in text(client.get(unit.get_absolute_url()))


def test_category_history_and_superiors_are_shown(client, office_clerk, unit, category) -> None:
    office = UnitFactory(parent=UnitFactory(parent=unit, domain=unit.domain), domain=unit.domain)
    client.force_login(office_clerk)
    assert category.name in text(client.get(unit.get_absolute_url()))
    page = text(client.get(office.get_absolute_url()))
    assert page.index(unit.name) < page.index(office.parent.name)


def test_clerk_adds_a_unit_with_its_team_then_its_category(client, office_clerk, category) -> None:
    client.force_login(office_clerk)
    facts = {
        "name": "新市",
        "code": "N1",
        "domain": category.domain.pk,
        "level": "city",
        "team": "新市领导班子",
    }
    answer = client.post(reverse("organization:unit_create"), facts)
    unit = Unit.objects.get(code="N1")
    assert answer.url == reverse("organization:unit_move", args=[unit.pk])
    assert unit.team.name == "新市领导班子"
    client.post(answer.url, {"category": category.pk, "since": "2024-03-01"})
    assert list(Unit.objects.in_category(category, dt.date(2024, 3, 1))) == [unit]


def test_refusal_of_the_service_stands_in_the_form(client, office_clerk, unit, category) -> None:
    client.force_login(office_clerk)
    page = client.post(
        reverse("organization:unit_move", args=[unit.pk]),
        {"category": category.pk, "since": "2024-03-01"},
    )
    assert "in this category already" in text(page)
    below = UnitFactory(parent=unit, domain=unit.domain)
    facts = {"name": "甲", "code": unit.code, "domain": unit.domain.pk, "level": "city"}
    url = reverse("organization:unit_edit", args=[unit.pk])
    assert "lies below this unit" in text(client.post(url, facts | {"parent": below.code}))
    assert "No unit has this code" in text(client.post(url, facts | {"parent": "?"}))


def test_superior_is_edited_by_its_code(client, office_clerk, unit) -> None:
    below = UnitFactory(parent=unit, domain=unit.domain)
    client.force_login(office_clerk)
    page = text(client.get(reverse("organization:unit_edit", args=[below.pk])))
    assert f'value="{unit.code}"' in page


def test_unit_goes_out_of_use_and_comes_back(client, office_clerk, unit) -> None:
    client.force_login(office_clerk)
    client.post(reverse("organization:unit_deactivate", args=[unit.pk]))
    assert not Unit.objects.get(pk=unit.pk).is_active
    client.post(reverse("organization:unit_reactivate", args=[unit.pk]))
    assert Unit.objects.get(pk=unit.pk).is_active
    again = client.post(reverse("organization:unit_reactivate", args=[unit.pk]), follow=True)
    assert "active already" in text(again)


# --- People ---------------------------------------------------------------------------------------


def test_cadre_list_filters_by_name_and_unit(client, office_clerk, unit, other_unit) -> None:
    AppointmentFactory(unit=unit, cadre__name="张三")
    AppointmentFactory(unit=other_unit, cadre__name="李四")
    client.force_login(office_clerk)
    for query in ({"q": "张"}, {"unit": "金陵"}, {"unit": unit.code}):
        table = client.get(list_of("cadre_list"), query).context["table"]
        assert [row.record.name for row in table.rows] == ["张三"], query


def test_id_number_is_shown_masked_and_invention_is_said(client, office_clerk, cadre) -> None:
    client.force_login(office_clerk)
    for url in (list_of("cadre_list"), cadre.get_absolute_url()):
        page = text(client.get(url))
        assert cadre.masked_id_number in page
        assert cadre.id_number not in page
    assert "invented person" in page


def test_cadre_detail_shows_posts_of_the_day_and_all(client, office_clerk, unit, cadre) -> None:
    AppointmentFactory(
        cadre=cadre, post="旧职", starts_on=dt.date(2010, 1, 1), ends_on=dt.date(2011, 1, 1)
    )
    client.force_login(office_clerk)
    assert "旧职" in text(client.get(cadre.get_absolute_url()))
    held = text(client.get(cadre.get_absolute_url(), {"day": "2010-06-01"}, headers=HTMX))
    assert "旧职" in held
    assert "副书记" not in held


def test_cadre_opens_the_own_record_only(client, cadre_user, cadre) -> None:
    client.force_login(cadre_user)
    assert client.get(cadre.get_absolute_url()).status_code == 200
    assert client.get(CadreFactory().get_absolute_url()).status_code == 404
    assert client.get(list_of("cadre_list")).status_code == 403


# --- Account --------------------------------------------------------------------------------------


def test_login_then_lock_out_after_five_failures(client, reporter) -> None:
    url = reverse("organization:login")
    for _ in range(4):
        assert client.post(url, {"username": "reporter", "password": "wrong"}).status_code == 200
    locked = client.post(url, {"username": "reporter", "password": "wrong"})
    assert locked.status_code == 429
    assert client.post(url, {"username": "reporter", "password": PASSWORD}).status_code == 429
    elsewhere = client.post(
        url, {"username": "reporter", "password": PASSWORD}, REMOTE_ADDR="10.0.0.9"
    )
    assert elsewhere.status_code == 302


def test_login_and_logout_are_recorded(client, reporter) -> None:
    url = reverse("organization:login")
    client.post(url, {"username": "reporter", "password": "wrong"})
    client.post(url, {"username": "reporter", "password": PASSWORD})
    client.post(reverse("organization:logout"))
    events = AuditEvent.objects.about(reporter).order_by("pk").values_list("action", "result")
    assert list(events) == [
        ("login_failed", "refused"),
        ("logged_in", "done"),
        ("logged_out", "done"),
    ]


def test_password_is_changed_and_the_session_goes_on(client, reporter) -> None:
    client.force_login(reporter, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("organization:account_detail")
    new = "a-new-and-long-one-71"
    passwords = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(url, passwords | {"old_password": "wrong"}).status_code == 200
    assert client.post(url, passwords, follow=True).status_code == 200
    reporter.refresh_from_db()
    assert reporter.check_password(new)


def test_language_of_the_account_is_the_language_of_the_page(client, reporter) -> None:
    client.force_login(reporter)
    url = reverse("organization:account_detail")
    assert '<html lang="en"' in text(client.get(url))
    client.post(reverse("organization:language_set"), {"language": "zh-hans", "next": url})
    assert '<html lang="zh-hans"' in text(client.get(url, headers={"Accept-Language": "en"}))
