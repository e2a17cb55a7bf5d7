"""What the three administrators do in the admin, and what they cannot; who may open it is in
tests/permissions.yaml."""

import re

import pytest
from axes.models import AccessAttempt
from django.contrib import admin
from django.urls import reverse

from organization.models import AuditEvent, Cadre, RoleAssignment, Unit, UnitGrant, User
from tests.organization.factories import (
    AuditEventFactory,
    CadreFactory,
    CategoryFactory,
    UnitGrantFactory,
)

STRONG = "long-enough-9213"


def url(model, page, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def inline(prefix, *rows, initial=0) -> dict[str, object]:
    """Management form and rows of an inline."""
    fields = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for place, row in enumerate(rows):
        fields |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return fields


def actions(thing) -> list[str]:
    return list(AuditEvent.objects.about(thing).order_by("pk").values_list("action", flat=True))


@pytest.fixture
def unit_fields(unit) -> dict[str, object]:
    fields = ("name", "code", "credit_code", "region_code", "level")
    return {name: getattr(unit, name) for name in fields} | {
        "domain": unit.domain_id,
        "is_active": "on",
        **inline("memberships"),
        **inline("team"),
    }


def test_change_is_recorded_and_shown_in_the_history(
    client, system_admin, unit, unit_fields
) -> None:
    client.force_login(system_admin)
    page = client.post(url(Unit, "change", unit.pk), unit_fields | {"name": "新名"})
    assert page.status_code == 302, page.context["errors"]
    assert actions(unit) == ["unit_updated"]
    history = client.get(url(Unit, "history", unit.pk)).content.decode()
    for words in ("金陵市", "新名", "changed", str(system_admin)):
        assert words in history


def test_rows_inside_a_page_are_recorded_too(
    client, system_admin, unit, category, unit_fields
) -> None:
    client.force_login(system_admin)
    membership = unit.memberships.get()
    row = {
        "id": membership.pk,
        "unit": unit.pk,
        "category": category.pk,
        "valid_from": "2021-01-01",
    }
    rows = inline("memberships", row, initial=1) | inline("team", {"name": "班子", "unit": unit.pk})
    page = client.post(url(Unit, "change", unit.pk), unit_fields | rows)
    assert page.status_code == 302, page.context["errors"]
    assert actions(membership) == ["categorymembership_updated"]
    assert actions(unit.team) == ["leadershipteam_created"]


def test_deleting_many_is_recorded_one_by_one(client, system_admin) -> None:
    cadres = CadreFactory.create_batch(2)
    client.force_login(system_admin)
    chosen = {
        "action": "delete_selected",
        "_selected_action": [c.pk for c in cadres],
        "post": "yes",
    }
    client.post(url(Cadre, "changelist"), chosen)
    assert not Cadre.objects.exists()
    assert [actions(cadre) for cadre in cadres] == [["cadre_deleted"]] * 2


def test_refusal_that_no_form_foresaw_is_a_message(
    client, system_admin, unit, category, unit_fields
) -> None:
    client.force_login(system_admin)
    second = CategoryFactory(domain=unit.domain)
    rows = [
        {"unit": unit.pk, "category": second.pk, "valid_from": day, "valid_to": "2019-12-31"}
        for day in ("2018-01-01", "2019-01-01")
    ]
    page = client.post(url(Unit, "change", unit.pk), unit_fields | inline("memberships", *rows))
    assert page.status_code == 302, page.context["errors"]
    page = client.get(page.url)
    assert "the unit is in the category" in page.content.decode()
    assert unit.memberships.count() == 1


def test_id_number_never_leaves_again(client, system_admin) -> None:
    cadre = CadreFactory()
    client.force_login(system_admin)
    for page in (url(Cadre, "change", cadre.pk), url(Cadre, "changelist")):
        text = client.get(page).content.decode()
        assert cadre.masked_id_number in text
        assert cadre.id_number not in text
    fields = {
        "name": "新名",
        "id_number": "",
        "sex": cadre.sex,
        "birth_month": cadre.birth_month,
        "identity_class": cadre.identity_class,
        **inline("appointments"),
    }
    client.post(url(Cadre, "change", cadre.pk), fields)
    changed = Cadre.objects.get(pk=cadre.pk)
    assert (changed.name, changed.id_number) == ("新名", cadre.id_number)


def test_account_is_added_and_its_password_set(client, system_admin, unit) -> None:
    client.force_login(system_admin)
    fields = {"username": "new", "language": "en", "is_active": "on", "unit": unit.pk}
    weak = client.post(url(User, "add"), fields | {"new_password": "123"}, follow=True)
    assert "too short" in weak.content.decode()
    client.post(url(User, "add"), fields | {"new_password": STRONG})
    user = User.objects.get(username="new")
    assert user.check_password(STRONG)
    fields |= inline("role_assignments") | {"new_password": STRONG + "x"}
    client.post(url(User, "change", user.pk), fields)
    user.refresh_from_db()
    assert user.check_password(STRONG + "x")
    assert actions(user) == ["user_created", "user_password_changed"]


def test_system_administrator_gives_no_role(client, system_admin, reporter) -> None:
    client.force_login(system_admin)
    row = {"role": "office_staff", "valid_from": "2024-01-01", "user": reporter.pk}
    fields = {"username": "reporter", "language": "en", "is_active": "on"}
    client.post(url(User, "change", reporter.pk), fields | inline("role_assignments", row))
    assert reporter.role_assignments.count() == 1


def test_security_administrator_gives_roles_and_changes_nothing_else(
    client, security_admin, evaluator
) -> None:
    client.force_login(security_admin)
    held = evaluator.role_assignments.get()
    rows = [
        {"id": held.pk, "user": evaluator.pk, "role": held.role, "valid_from": held.valid_from},
        {"user": evaluator.pk, "role": "office_staff", "valid_from": "2024-01-01"},
    ]
    fields = {"username": "renamed"} | inline("role_assignments", *rows, initial=1)
    client.post(url(User, "change", evaluator.pk), fields)
    fresh = User.objects.get(pk=evaluator.pk)
    assert fresh.username == "evaluator"
    assert fresh.current_role_names == {"evaluator", "office_staff"}


def test_second_administrator_role_is_refused_in_words(client, security_admin, audit_admin) -> None:
    client.force_login(security_admin)
    fields = {"user": audit_admin.pk, "role": "system_admin", "valid_from": "2024-01-01"}
    page = client.post(url(RoleAssignment, "add"), fields)
    assert "two of the three administrator roles" in page.content.decode()
    own = client.post(url(RoleAssignment, "add"), fields | {"user": security_admin.pk}, follow=True)
    assert "administrator roles" in own.content.decode()
    assert RoleAssignment.objects.count() == 2


def test_own_role_is_not_deleted_from_the_list(client, security_admin) -> None:
    client.force_login(security_admin)
    own = security_admin.role_assignments.get()
    chosen = {"action": "delete_selected", "_selected_action": [own.pk], "post": "yes"}
    for page, fields in (
        (url(RoleAssignment, "changelist"), chosen),
        (url(RoleAssignment, "delete", own.pk), {"post": "yes"}),
    ):
        answer = client.post(page, fields, follow=True)
        assert "Nobody takes a role from themselves" in answer.content.decode()
    assert security_admin.role_assignments.get() == own


def test_security_administrator_has_no_hand_on_the_own_account(client, security_admin) -> None:
    client.force_login(security_admin)
    page = client.post(url(User, "change", security_admin.pk), inline("role_assignments"))
    assert page.status_code == 403


def test_grant_is_given_and_withdrawn(client, security_admin, reporter, other_unit) -> None:
    client.force_login(security_admin)
    fields = {
        "user": reporter.pk,
        "content_object": other_unit.pk,
        "valid_until": "2099-01-01",
        "reason": "巡察组调阅",
    }
    client.post(url(UnitGrant, "add"), fields)
    grant = UnitGrant.objects.get()
    assert grant.granted_by == security_admin
    past = client.post(url(UnitGrant, "add"), fields | {"valid_until": "2020-01-01"}, follow=True)
    assert "today or later" in past.content.decode()
    client.post(url(UnitGrant, "delete", grant.pk), {"post": "yes"})
    assert actions(grant) == ["unitgrant_created", "unitgrant_deleted"]


def test_lock_is_lifted(client, security_admin) -> None:
    attempt = AccessAttempt.objects.create(
        username="reporter", ip_address="10.0.0.9", failures_since_start=5
    )
    client.force_login(security_admin)
    client.post(url(AccessAttempt, "delete", attempt.pk), {"post": "yes"})
    assert not AccessAttempt.objects.exists()
    assert actions(attempt) == ["accessattempt_deleted"]


def test_audit_events_are_searched_and_never_touched(client, audit_admin) -> None:
    grant = UnitGrantFactory()
    client.force_login(audit_admin)
    page = client.get(url(AuditEvent, "changelist"), {"q": "audit_admin"})
    assert page.status_code == 200
    event = AuditEvent.objects.get(action="logged_in", actor=audit_admin)
    for answer in (
        client.post(url(AuditEvent, "change", event.pk), {"action": "x"}),
        client.post(url(AuditEvent, "delete", event.pk), {"post": "yes"}),
        client.get(url(UnitGrant, "change", grant.pk)),
    ):
        assert answer.status_code == 403


def dead_links(client, page) -> list[str]:
    links = set(re.findall(r'href="(/admin/[^"]+/change/)"', page.content.decode()))
    return [link for link in links if client.get(link).status_code != 200]


def test_audit_event_shows_who_and_what_without_a_dead_link(client, audit_admin) -> None:
    event = AuditEventFactory(
        actor__display_name="王五", action="unit_updated", object_type="organization.unit",
        before={"name": "金陵"}, after={"name": "金陵市"},
    )  # fmt: skip
    client.force_login(audit_admin)
    assert dead_links(client, client.get(url(AuditEvent, "changelist"))) == []
    page = client.get(url(AuditEvent, "change", event.pk))
    assert dead_links(client, page) == []
    assert "王五" in page.content.decode()
    assert "金陵 → 金陵市" in page.content.decode()


def test_security_administrator_finds_units_and_no_dead_link(
    client, security_admin, cadre_user, unit
) -> None:
    grant = UnitGrantFactory()
    client.force_login(security_admin)
    asked = {"app_label": "organization", "model_name": "unitgrant", "field_name": "content_object"}
    found = client.get(reverse("admin:autocomplete"), asked | {"term": unit.name}).json()
    assert [row["text"] for row in found["results"]] == [str(unit)]
    for page in (
        url(User, "change", cadre_user.pk),
        url(UnitGrant, "change", grant.pk),
        url(Unit, "change", unit.pk),
    ):
        assert dead_links(client, client.get(page)) == []


def test_admin_has_no_login_and_no_password_page_of_its_own(client, reporter, audit_admin) -> None:
    assert client.get(reverse("admin:login")).url.startswith(reverse("organization:login"))
    client.force_login(reporter)
    assert client.get(reverse("admin:login")).status_code == 403
    client.force_login(audit_admin)
    assert client.get(reverse("admin:password_change")).url == reverse(
        "organization:account_detail"
    )


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_every_model_can_be_searched_and_filtered(model) -> None:
    page = admin.site._registry[model]
    assert page.search_fields
    assert page.list_display != ("__str__",)


def test_table_inside_an_event_is_told_line_by_line_and_not_without_end() -> None:
    rows = {f"U{serial}": {"name": f"单位{serial}"} for serial in range(25)}
    event = AuditEventFactory.build(
        object_type="organization.user", before={"rows": {}}, after={"rows": rows, "created": 0}
    )
    told, created = event.changes
    assert (told.label, told.before) == ("rows", None)
    assert told.after.startswith("U0 单位0; U1 单位1; ")
    assert told.after.endswith("U19 单位19; … and 5 more")
    assert (created.label, created.after) == ("new rows", 0)


def test_failed_sign_ins_bear_our_name(client, security_admin) -> None:
    client.force_login(security_admin)
    page = client.get(reverse("admin:index")).content.decode()
    assert "Failed sign-ins" in page
    assert "Axes" not in page
