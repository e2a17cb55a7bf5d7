"""Pages, addresses and API of score sheets."""

import datetime as dt
import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from assessment.models import ScoreSheet, SheetDraft
from evaluators.models import Signature
from tests.assessment.marking import fill, hand_in, make_marking
from tests.evaluators.factories import GroupRoleFactory, LetterVersionFactory

pytestmark = pytest.mark.django_db

CANARY = "87.65"


@pytest.fixture
def marking():
    return make_marking()


@pytest.fixture
def member(marking, client):
    account = marking.member()
    client.force_login(account)
    return account


def post(client, name, pk, body):
    return client.post(
        reverse(f"assessment:{name}", args=[pk]), json.dumps(body), content_type="application/json"
    )


def test_a_sheet_is_saved_and_handed_in_by_json(client, marking, member):
    assessee = marking.assessees[0]
    saved = post(
        client, "draft_save", assessee.pk, {"base": 0, "changes": {"marks": {"B12": "85"}}}
    )
    assert (saved.status_code, saved.json()["revision"], saved.json()["missing"]) == (200, 1, [])
    wish = {"key": str(uuid4()), "revision": 1}
    answers = [post(client, "sheet_submit", assessee.pk, wish) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    late = post(client, "draft_save", assessee.pk, {"base": 1, "changes": {"advice": "迟"}})
    assert (late.status_code, late.json()["code"]) == (423, "submitted")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"base": 0, "changes": {"marks": {"B12": "101"}}}, 422),
        ({"base": 9, "changes": {}}, 400),
        ({"base": True, "changes": {}}, 400),
        ({"base": 0, "changes": {"marks": [1]}}, 400),
        ([], 400),
        ("B12", 400),
    ],
)
def test_bad_bodies_are_answered_in_words(client, marking, member, body, status):
    answer = post(client, "draft_save", marking.assessees[0].pk, body)
    assert answer.status_code == status
    assert answer.json().get("error") or answer.json()["errors"]["marks"]["B12"]


def test_another_groups_sheet_is_not_found(client, marking, member):
    foreign = make_marking().assessees[0]
    assert client.get(reverse("assessment:sheet_edit", args=[foreign.pk])).status_code == 404
    body = {"base": 0, "changes": {"marks": {"B12": "85"}}}
    assert post(client, "draft_save", foreign.pk, body).status_code == 404
    wish = {"key": str(uuid4()), "revision": 0}
    assert post(client, "sheet_submit", foreign.pk, wish).status_code == 404


def test_evp25_an_unsigned_member_sees_only_the_letter(client, marking, member):
    letter = LetterVersionFactory(text="本人承诺不泄露考核情况", valid_from=dt.date(2020, 1, 1))
    assessee = marking.assessees[0]
    page = reverse("assessment:sheet_edit", args=[assessee.pk])
    letters = reverse("evaluators:letter_sign", args=[marking.plan.pk])
    assert client.get(page).headers["Location"].startswith(letters)
    listed = client.get(reverse("assessment:sheet_list"))
    assert assessee.name not in listed.content.decode()
    assert "本人承诺不泄露考核情况" in client.get(letters).content.decode()
    body = {"base": 0, "changes": {"marks": {"B12": "85"}}}
    assert post(client, "draft_save", assessee.pk, body).status_code == 403
    assert client.post(letters).status_code == 200
    assert client.post(letters, {f"letter-{letter.pk}": "on"}).status_code == 302
    assert Signature.objects.get().letter == letter
    assert client.get(page).status_code == 200


def test_the_form_works_without_a_script(client, marking, member):
    page = reverse("assessment:sheet_edit", args=[marking.assessees[0].pk])
    form = {"revision": "0", "mark-B12": "85", "remark-B12": "材料齐全", "advice": "补短板"}
    assert client.post(page, {**form, "save": "1"}).status_code == 302
    assert SheetDraft.objects.get().remarks == {"B12": "材料齐全"}
    wrong = client.post(page, {**form, "revision": "1", "mark-B12": "101", "save": "1"})
    assert "A mark lies between 0 and 100" in wrong.content.decode()
    handed_in = {**form, "revision": "1", "key": str(uuid4()), "submit": "1"}
    assert client.post(page, handed_in).status_code == 302
    assert ScoreSheet.objects.get().marks.tolist() == [8500]


def test_one_indicator_across_all(client, marking, member):
    leaf = marking.assessees[0].system.nodes.get(code="B12")
    fill(marking.assessees[0], member, {"B12": CANARY})
    page = client.get(reverse("assessment:sheet_leaf", args=[marking.cycle.pk, leaf.pk]))
    text = page.content.decode()
    assert all(one.name in text for one in marking.assessees)
    assert CANARY in text


def test_grp05_a_supervisor_reads_the_standard_and_no_marks(client, marking, member):
    fill(marking.assessees[0], member, {"B12": CANARY})
    supervisor = marking.member(role=GroupRoleFactory(marks_sheets=False))
    client.force_login(supervisor)
    page = client.get(reverse("assessment:sheet_edit", args=[marking.assessees[0].pk]))
    assert page.status_code == 200
    assert CANARY not in page.content.decode()
    body = {"base": 0, "changes": {"marks": {"B12": "85"}}}
    assert post(client, "draft_save", marking.assessees[0].pk, body).status_code == 403


def test_nobody_else_sees_a_mark_before_closing(
    client, marking, member, office_clerk, system_admin
):
    sheet = hand_in(marking.assessees[0], member, CANARY).sheet
    fill(marking.assessees[1], member, {"B12": CANARY})
    draft = SheetDraft.objects.get(assessee=marking.assessees[1])
    cycle = marking.cycle.pk
    pages = [
        (office_clerk, reverse("assessment:marking_board", args=[cycle])),
        (office_clerk, reverse("assessment:marking_close", args=[cycle])),
        (office_clerk, reverse("assessment:cycle_detail", args=[cycle])),
        (office_clerk, reverse("assessment:sheet_record", args=[sheet.pk])),
        (office_clerk, reverse("assessment:sheet_reopen", args=[sheet.pk])),
        (office_clerk, f"/api/v1/cycles/{cycle}/marking/"),
        (marking.member(), reverse("assessment:sheet_edit", args=[marking.assessees[0].pk])),
        (system_admin, reverse("admin:assessment_scoresheet_change", args=[sheet.pk])),
        (system_admin, reverse("admin:assessment_sheetdraft_change", args=[draft.pk])),
    ]
    for account, page in pages:
        client.force_login(account)
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert CANARY not in answer.content.decode(), page
    own = client.get(reverse("assessment:sheet_record", args=[sheet.pk]))
    assert CANARY not in own.content.decode()


def test_the_board_tells_who_owes_what(client, marking, member, office_clerk):
    hand_in(marking.assessees[0], member)
    client.force_login(office_clerk)
    text = client.get(reverse("assessment:marking_board", args=[marking.cycle.pk])).content.decode()
    assert "1 / 2" in text
    exported = client.get(reverse("assessment:marking_export", args=[marking.cycle.pk]))
    assert exported.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    listed = APIClient()
    listed.force_authenticate(office_clerk)
    (line,) = listed.get(f"/api/v1/cycles/{marking.cycle.pk}/marking/").json()["results"]
    assert (line["expected"], line["done"], line["owed"]) == (2, 1, [marking.assessees[1].key])


def test_the_api_lists_saves_and_hands_in(marking, member):
    client = APIClient()
    client.force_authenticate(member)
    assessee = marking.assessees[0]
    listed = client.get("/api/v1/sheets/").json()["results"]
    assert [one["state"] for one in listed] == ["empty", "empty"]
    sheet = f"/api/v1/sheets/{assessee.pk}/"
    changes = {"base": 0, "changes": {"marks": {"B12": "85"}}}
    assert client.post(f"{sheet}draft/", changes, format="json").json()["revision"] == 1
    assert client.get(sheet).json()["leaves"][0]["mark"] == "85"
    wish = {"key": str(uuid4()), "revision": 1}
    assert client.post(f"{sheet}submit/", wish, format="json").status_code == 201
    assert client.get(sheet).json()["state"] == "submitted"
    assert client.get(f"/api/v1/sheets/{10**30}/").status_code == 404


def test_queries_of_one_indicator_do_not_grow_with_the_sheets_handed_in(client):
    counts = []
    for units in (3, 7):
        marking = make_marking(units=units)
        account = marking.member()
        for assessee in marking.assessees[:-1]:
            hand_in(assessee, account)
        leaf = marking.cycle.systems.get().nodes.get(code="B12")
        client.force_login(account)
        address = reverse("assessment:sheet_leaf", args=[marking.cycle.pk, leaf.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("page", ["list", "board", "api"])
def test_queries_do_not_grow_with_the_sheets(client, office_clerk, page):
    counts = []
    for units, members in ((2, 1), (6, 3)):
        marking = make_marking(units=units)
        accounts = [marking.member() for _ in range(members)]
        for account in accounts:
            hand_in(marking.assessees[0], account)
        viewer = office_clerk if page == "board" else accounts[0]
        address = {
            "list": reverse("assessment:sheet_list"),
            "board": reverse("assessment:marking_board", args=[marking.cycle.pk]),
            "api": "/api/v1/sheets/",
        }[page]
        client.force_login(viewer)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
