"""The field work of the API: the same rows, refusals and secrets as on its pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from assessment.models import GroupReview, TalkRecord, Verification
from assessment.services.fieldwork import close_group
from evaluators.models import Tie
from tests.assessment.factories import (
    AssesseeFactory,
    GroupReviewFactory,
    ScoreSheetFactory,
    TalkRecordFactory,
    VerificationFactory,
    VerificationFileFactory,
    WorkLogEntryFactory,
)
from tests.assessment.field_api import at, at_assessee, at_group, client_of, rows
from tests.assessment.fieldwork import FILLED, make_field, seat, visit
from tests.assessment.test_views_fieldwork import fill
from tests.evaluators.factories import TieFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def field():
    return make_field()


@pytest.fixture
def member(field):
    return client_of(field.member)


@pytest.fixture
def talk(field):
    return TalkRecordFactory(group=field.group, assessee=field.assessee, talked_by=field.member)


@pytest.fixture
def doubt(field):
    return VerificationFactory(group=field.group, assessee=field.assessee)


def test_prc_04_a_talk_is_incomplete_until_potential_is_told(member, field):
    begun = member.post(
        at_assessee("talks", field),
        {"with_whom": "班子成员", "talked_on": timezone.localdate().isoformat()},
    )
    assert begun.status_code == 201
    told = begun.json()
    assert [block["side"] for block in told["blocks"]] == ["ask"] * 3 + ["tell"] * 3
    save = reverse("api:talk-save", args=[told["id"]])
    sign = reverse("api:talk-sign", args=[told["id"]])
    five = {code: text for code, text in FILLED.items() if code != "potential"}
    saved = member.post(save, {"revision": 0, "answers": five}).json()
    assert saved["state"] == "incomplete"
    assert [one["code"] for one in saved["blocks"] if not one["answer"]] == ["potential"]
    refused = member.post(sign)
    assert refused.status_code == 400
    assert "Only a complete record is signed" in str(refused.json())
    complete = member.post(save, {"revision": 1, "answers": {"potential": "可任正职"}}).json()
    assert complete["state"] == "complete"
    assert member.post(sign).json()["state"] == "signed"


def test_a_tab_that_is_behind_is_a_conflict(member, talk):
    first = member.post(at("talk-save", talk), {"revision": 0, "answers": {"work": "第一页"}})
    assert first.json()["revision"] == 1
    late = member.post(at("talk-save", talk), {"revision": 0, "answers": {"work": "第二页"}})
    assert late.status_code == 409
    talk.refresh_from_db()
    assert talk.answers == {"work": "第一页"}


def test_a_strange_block_is_named(member, talk):
    refused = member.post(at("talk-save", talk), {"revision": 0, "answers": {"salary": "不在表内"}})
    assert refused.status_code == 400
    assert refused.json() == {"answers": ["The talk form has no block salary."]}


def test_a_colleague_reads_a_talk_and_neither_types_nor_signs(field, talk):
    colleague = client_of(seat(field.group))
    assert colleague.get(at("talk-detail", talk)).json()["with_whom"] == talk.with_whom
    body = {"revision": 0, "answers": {}}
    assert colleague.post(at("talk-save", talk), body).status_code == 403
    assert colleague.post(at("talk-sign", talk)).status_code == 403


def test_grp_08_the_task_closes_only_with_a_review(member, field):
    TalkRecordFactory(group=field.group, assessee=field.assessee, signed=True)
    remaining = member.get(at_group("remaining", field)).json()
    assert remaining == {
        "without_talk": 0,
        "unsigned_talks": 0,
        "open_doubts": 0,
        "review_missing": True,
        "may_close": False,
    }
    refused = member.post(at_group("close", field))
    assert refused.status_code == 400
    assert refused.json() == {"non_field_errors": ["Still open: the review of the group."]}
    people = rows(member.get(at_group("members", field)))
    review = {
        "held_on": timezone.localdate().isoformat(),
        "attendees": [person["evaluator"] for person in people],
        "words": "逐家研判，意见一致",
    }
    assert member.post(at_group("reviews", field), review).status_code == 201
    assert GroupReview.objects.get().attendees.count() == 2
    assert rows(member.get(at_group("reviews", field)))[0]["words"] == "逐家研判，意见一致"
    assert member.post(at_group("close", field)).json()["closed_at"]


def test_a_review_names_members_of_the_group_and_a_day_that_was(member, field):
    stranger = make_field(field.plan).member.evaluator
    body = {"held_on": "2999-01-01", "attendees": [stranger.pk], "words": ""}
    refused = member.post(at_group("reviews", field), body)
    assert set(refused.json()) == {"attendees", "words"}
    body |= {"attendees": [field.member.evaluator.pk], "words": "意见一致"}
    refused = member.post(at_group("reviews", field), body)
    assert refused.json() == {"held_on": ["This day has not come yet."]}


def test_grp_07_the_log_tells_who_whose_sheet_when_and_why(member, field):
    sheet = ScoreSheetFactory(assessee=field.assessee)
    facts = {"group": field.group, "assessee": field.assessee, "sheet": sheet}
    WorkLogEntryFactory(**facts, kind="sheet_reopened", words="漏看了一项佐证材料")
    WorkLogEntryFactory(**facts, kind="sheet_returned", words="打分无区分", written_by=None)
    returned, reopened = rows(member.get(at_group("log", field)))
    assert (returned["written_by"], returned["evaluator"]) == (None, str(sheet.evaluator))
    assert reopened["written_by"]
    assert reopened["words"] == "漏看了一项佐证材料"
    assert reopened["written_at"]


def test_a_closed_task_says_so(member, field, talk, doubt):
    TalkRecord.objects.all().delete()
    Verification.objects.all().delete()
    TalkRecordFactory(group=field.group, assessee=field.assessee, signed=True)
    GroupReviewFactory(group=field.group)
    close_group(field.group, by=field.member)
    for address, body in (
        (at_group("log", field), {"words": "补记"}),
        (at_group("questions", field), {"question": "能否补记"}),
        (at_group("close", field), {}),
        (at_assessee("talks", field), {"with_whom": "局长", "talked_on": "2024-01-09"}),
    ):
        refused = member.post(address, body)
        assert refused.status_code == 400, address
        assert refused.json() == {"non_field_errors": ["The task of this group is closed."]}


def test_grp_09_a_question_is_answered_once_and_read_by_all_groups(member, field, office_clerk):
    asked = member.post(at_group("questions", field), {"question": "挂职干部是否谈话"})
    assert asked.status_code == 201
    office = client_of(office_clerk)
    answer = reverse("api:field-question-answer", args=[asked.json()["id"]])
    told = office.post(answer, {"answer": "列入谈话范围"})
    assert told.json()["answer"] == "列入谈话范围"
    again = office.post(answer, {"answer": "不列入"})
    assert again.status_code == 400
    assert "answered already" in str(again.json())
    colleague = client_of(make_field(field.plan).member)
    questions = reverse("api:field-question-list")
    assert rows(colleague.get(questions, {"text": "谈话范围"}))[0]["answer"] == "列入谈话范围"
    assert rows(colleague.get(questions, {"text": "经费"})) == []
    assert rows(colleague.get(questions, {"waiting": "true"})) == []
    assert rows(client_of(make_field().member).get(questions)) == []
    assert member.post(answer, {"answer": "列入"}).status_code == 403


def test_grp_04_an_outline_begins_as_a_draft_and_is_kept(member, field, doubt):
    address = at_assessee("outline", field)
    draft = member.get(address).json()
    assert doubt.doubt in draft["text"]
    assert draft["written_at"] is None
    kept = member.put(address, {"text": "只谈项目建设"})
    assert (kept.status_code, kept.json()["text"]) == (200, "只谈项目建设")
    told = member.get(address).json()
    assert (told["text"], told["written_by"]) == ("只谈项目建设", str(field.member))


def test_grp_05_a_supervisor_reports_and_asks_and_changes_nothing(field, talk, doubt):
    supervisor = client_of(field.supervisor)
    noted = supervisor.post(at_group("log", field), {"words": "谈话人数不足"})
    assert (noted.status_code, noted.json()["kind"]) == (201, "report")
    assert supervisor.post(at_group("questions", field), {"question": "请示"}).status_code == 201
    for address in (
        at_group("reviews", field),
        at_group("close", field),
        at_assessee("talks", field),
        at_assessee("verifications", field),
        at("verification-conclude", doubt),
        at("talk-save", talk),
    ):
        assert supervisor.post(address, {}).status_code == 403, address


def test_another_groups_member_finds_nothing(field, talk, doubt):
    stranger = client_of(make_field(field.plan).member)
    for address in (
        at_group("detail", field),
        at_group("log", field),
        at_assessee("detail", field),
        at("talk-detail", talk),
        at("verification-detail", doubt),
    ):
        assert stranger.get(address).status_code == 404, address
    for name in ("talk-list", "verification-list"):
        assert rows(stranger.get(reverse(f"api:{name}"))) == [], name


def test_a_tie_hides_an_assessee_with_all_its_records(field, member):
    barred = AssesseeFactory(cycle=field.cycle)
    visit(field.group, barred)
    TieFactory(evaluator=field.member.evaluator, unit=barred.unit, kind=Tie.Kind.SPOUSE)
    work = {"group": field.group, "assessee": barred}
    hidden = [TalkRecordFactory(**work), VerificationFactory(**work)]
    WorkLogEntryFactory(**work, words="涉及回避单位")
    WorkLogEntryFactory(group=field.group, words="全组会议")
    assert rows(member.get(reverse("api:talk-list"))) == []
    assert rows(member.get(reverse("api:verification-list"))) == []
    assert member.get(at("talk-detail", hidden[0])).status_code == 404
    assert member.get(at("verification-detail", hidden[1])).status_code == 404
    assert [one["words"] for one in rows(member.get(at_group("log", field)))] == ["全组会议"]
    listed = rows(member.get(reverse("api:field-assessee-list", args=[field.group.pk])))
    assert [one["id"] for one in listed] == [field.assessee.pk]
    page = reverse("assessment:worklog_list", args=[field.group.pk])
    text = member.get(page).content.decode()
    assert "全组会议" in text
    assert "涉及回避单位" not in text


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "日期不能晚于今天。"), ("en", "This day has not come yet.")],
)
def test_a_token_speaks_the_language_of_its_account(field, language, words):
    field.member.language = language
    field.member.save()
    client = APIClient(
        headers={"authorization": f"Token {Token.objects.create(user=field.member)}"}
    )
    refused = client.post(
        at_assessee("talks", field), {"with_whom": "局长", "talked_on": "2999-01-01"}
    )
    assert refused.json()["talked_on"] == [words]
    assert refused.headers["Content-Language"] == language


def test_the_queries_of_the_lists_do_not_grow(member, field, doubt, talk):
    lists = [
        reverse("api:field-group-list"),
        *(at_group(name, field) for name in ("members", "log", "reviews", "comments", "remaining")),
        reverse("api:field-assessee-list", args=[field.group.pk]),
        reverse("api:talk-list"),
        reverse("api:verification-list"),
        at("verification-detail", doubt),
        reverse("api:field-question-list"),
    ]
    counts = {address: [] for address in lists}
    for _ in range(2):
        fill(field)
        VerificationFileFactory.create_batch(2, verification=doubt)
        for address in lists:
            with CaptureQueriesContext(connection) as queries:
                assert member.get(address).status_code == 200
            counts[address].append(len(queries))
    assert {one: count for one, count in counts.items() if count[0] != count[1]} == {}


def test_a_day_without_a_form_is_refused_at_the_day(member, field):
    refused = member.post(
        at_assessee("talks", field), {"with_whom": "局长", "talked_on": "1999-01-01"}
    )
    assert refused.json() == {"talked_on": ["There is no talk form for this day."]}
