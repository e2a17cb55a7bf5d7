"""Opinions by channel and the public comment page: nothing scores, nothing tells who wrote."""

import datetime as dt
import io
import re

import pytest
from django.core.cache import caches
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from collection.forms.comments import new_ticket
from collection.models import CommentDesk, CommentPoint, Opinion
from collection.services.opinions import (
    answer_opinion,
    check_opinion,
    dismiss_opinions,
    forget_contacts,
    forward_opinions,
    publish_answer,
    register_opinion,
)
from collection.tasks import forget_contacts_task
from organization.models import AuditEvent
from tests.collection.opinion_factories import CommentPointFactory, OpinionFactory
from tests.collection.survey_factories import SurveySheetFactory, SurveyThemeFactory

pytestmark = pytest.mark.django_db
ADDRESS = "203.0.113.77"
IN_A_BOX = {"channel": "box", "attitude": 2, "text": "跑三趟", "received_on": dt.date(2024, 3, 1)}


@pytest.fixture(autouse=True)
def fresh_counters():
    caches["default"].clear()


@pytest.fixture
def point(unit) -> CommentPoint:
    return CommentPointFactory(unit=unit)


def phone(language: str = "en", address: str = ADDRESS) -> Client:
    return Client(headers={"Accept-Language": language}, REMOTE_ADDR=address)


def comment(point, **changes):
    sent = {"attitude": "2", "text": "排队太久，请加窗口。", "ticket": new_ticket(point)}
    return phone().post(point.public_path, sent | changes)


def test_sat_03_an_opinion_is_checked_by_somebody_else(unit, reporter, office_clerk, stranger):
    """SAT-03: entries by channel; a verification step before use."""
    with pytest.raises(PermissionDenied):
        register_opinion(unit=unit, theme=None, by=stranger, **IN_A_BOX)
    with pytest.raises(ValidationError, match="their own page"):
        register_opinion(unit=unit, theme=None, by=reporter, **IN_A_BOX | {"channel": "comment"})
    opinion = register_opinion(unit=unit, theme=None, by=reporter, **IN_A_BOX)
    assert opinion.state == Opinion.State.WAITING
    assert not Opinion.objects.usable().exists()
    own = register_opinion(unit=unit, theme=None, by=office_clerk, **IN_A_BOX)
    with pytest.raises(ValidationError, match="somebody else"):
        check_opinion(own, verdict="confirmed", finding="属实", by=office_clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.filter(pk=own.pk).update(state="confirmed", checked_by=office_clerk)
    check_opinion(opinion, verdict="partly", finding="查叫号记录，属实两次", by=office_clerk)
    with pytest.raises(ValidationError, match="already"):
        check_opinion(opinion, verdict="confirmed", finding="属实", by=office_clerk)
    assert list(Opinion.objects.usable()) == [opinion]
    actions = list(AuditEvent.objects.about(opinion).values_list("action", flat=True))
    assert actions == ["opinion_checked", "opinion_recorded"]


def test_sat_04_a_comment_waits_for_verification(point, office_clerk, principal):
    """SAT-04: by QR, moderated, answered, and the answer read by whoever has the number."""
    page = phone().get(point.public_path)
    assert page.headers["Content-Language"] == "en"
    assert "考核办，电话 0000-0000" in page.content.decode()
    sent = comment(point, contact="138-0000-0000")
    number = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", sent.content.decode()).group()
    assert "waits for verification" in sent.content.decode()
    assert not page.cookies
    assert not sent.cookies
    opinion = Opinion.objects.get()
    assert (opinion.state, opinion.unit, opinion.registered_by) == ("waiting", point.unit, None)
    assert forward_opinions([opinion], by=office_clerk) == 1
    assert forward_opinions([opinion], by=office_clerk) == 0
    answer_opinion(opinion, answer="已加开两个窗口。", by=principal)
    assert "已加开" not in look_up(number)
    with pytest.raises(ValidationError, match="no answer"):
        publish_answer(OpinionFactory(public=True, checked=True), by=office_clerk)
    opinion.refresh_from_db()
    with pytest.raises(ValidationError, match="Check first"):
        publish_answer(opinion, by=office_clerk)
    check_opinion(opinion, verdict="confirmed", finding="查叫号记录，属实", by=office_clerk)
    opinion.refresh_from_db()
    publish_answer(opinion, by=office_clerk)
    assert "已加开" in look_up(number)
    with pytest.raises(PermissionDenied):
        answer_opinion(opinion, answer="改口", by=principal)
    told = AuditEvent.objects.about(opinion)
    assert {one.action for one in told} == {
        "comment_received",
        "opinion_forwarded",
        "opinion_answered",
        "opinion_checked",
        "opinion_published",
    }
    assert not any("138-0000" in f"{one.before}{one.after}{one.object_label}" for one in told)
    client = Client()
    client.force_login(principal)
    assert "138-0000" not in client.get(opinion.get_absolute_url()).content.decode()
    client.force_login(office_clerk)
    assert "138-0000" in client.get(opinion.get_absolute_url()).content.decode()


def look_up(number: str) -> str:
    return phone().post(reverse("collection:comment_answer"), {"number": number}).content.decode()


def test_a_comment_sent_twice_stands_there_once(point):
    ticket = new_ticket(point)
    first, second = (comment(point, ticket=ticket) for _ in range(2))
    assert first.status_code == second.status_code == 200
    assert Opinion.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"text": "长" * 501}, "at most 500 characters", id="too long"),
        pytest.param({"text": " \u202e "}, "few words", id="nothing to read"),
        pytest.param({"text": "www.a.cn www.b.cn"}, "addresses of websites", id="links"),
        pytest.param({"website": "spam"}, "hidden field", id="a program"),
        pytest.param({"ticket": "forged"}, "open for too long", id="no ticket"),
        pytest.param({"attitude": "7"}, "valid choice", id="no such attitude"),
        pytest.param({"theme": "999999"}, "valid choice", id="no such theme"),
        pytest.param({"text": "\x00"}, "Null characters", id="zero"),
    ],
)
def test_what_is_no_comment_is_refused_in_words(point, changes, words):
    answer = comment(point, **changes)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Opinion.objects.exists()


def test_a_ticket_of_another_page_is_refused(point):
    other = CommentPointFactory(unit=point.unit, place="4 号窗口")
    assert "open for too long" in comment(point, ticket=new_ticket(other)).content.decode()


def test_limits_count_and_keep_no_address(point, office_clerk, monkeypatch):
    """Rate-limited for one sender and for one page; nothing stored names an address."""
    CommentDesk.objects.update(per_sender=2, per_point=4)
    assert [comment(point).status_code for _ in range(3)] == [200, 200, 429]
    senders = [f"198.51.100.{number}" for number in range(1, 4)]
    sent = {"attitude": "2", "text": "请加窗口"}
    codes = [
        phone(address=one)
        .post(point.public_path, {**sent, "ticket": new_ticket(point)})
        .status_code
        for one in senders
    ]
    assert codes == [200, 429, 429]
    names = str(list(caches["default"]._cache))
    assert ADDRESS not in names
    assert point.token not in names
    out = io.StringIO()
    call_command("dumpdata", "collection", "organization.auditevent", stdout=out)
    assert ADDRESS not in out.getvalue()
    lookup = reverse("collection:comment_answer")
    codes = [phone().post(lookup, {"number": "ABCD"}).status_code for _ in range(31)]
    assert set(codes[:30]) == {200}
    assert codes[30] == 429


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"is_active": False}, id="switched off"),
        pytest.param({"valid_to": dt.date(2023, 2, 1)}, id="over"),
        pytest.param({"valid_from": dt.date(2099, 1, 1)}, id="not yet"),
        pytest.param({"unit__is_active": False}, id="unit out of use"),
        pytest.param({}, id="the whole desk"),
    ],
)
def test_a_closed_page_tells_no_more_than_an_unknown_one(point, change):
    unknown = phone().get(reverse("collection:comment_create", args=["no-such-key"]))
    for name, value in change.items():
        thing, _, field = name.rpartition("__")
        target = getattr(point, thing) if thing else point
        type(target).objects.filter(pk=target.pk).update(**{field: value})
    if not change:
        CommentDesk.objects.update(is_open=False)
    closed = phone().get(point.public_path)
    assert unknown.status_code == closed.status_code == 404
    assert unknown.content == closed.content
    assert comment(point).status_code == 404
    assert not Opinion.objects.exists()


def test_the_page_speaks_the_language_of_the_browser(point):
    with translation.override("zh-hans"):
        expected = translation.gettext("How did we serve you?")
    page = phone("zh-CN,zh;q=0.9").get(point.public_path).content.decode()
    assert '<html lang="zh-hans">' in page
    assert expected in page


def test_the_home_page_says_what_waits_for_whom(client, unit, principal, office_clerk):
    OpinionFactory(unit=unit, registered_by=office_clerk)
    OpinionFactory(public=True, unit=unit, forwarded=True)
    SurveySheetFactory(unit=unit)
    told = {}
    for person in (office_clerk, principal):
        client.force_login(person)
        told[person] = client.get("/").content.decode()
    # Who wrote one down does not check it.
    assert "1 opinion or comment waits for verification." in told[office_clerk]
    assert "1 opinion waits for the answer of your unit." in told[principal]
    assert f"{unit} answers with measures." in told[principal]


def test_comments_are_sorted_in_bulk(client, unit, office_clerk):
    spam, true = OpinionFactory.create_batch(2, public=True, unit=unit, contact="138")
    client.force_login(office_clerk)
    sort = reverse("collection:opinion_sort")
    client.post(sort, {"opinions": [spam.pk], "action": "dismiss"})
    spam.refresh_from_db()
    assert spam.state == "waiting"
    client.post(sort, {"opinions": [spam.pk], "action": "dismiss", "reason": "广告"})
    client.post(sort, {"opinions": [true.pk, spam.pk], "action": "forward"})
    spam.refresh_from_db()
    true.refresh_from_db()
    assert (spam.state, spam.contact, spam.forwarded_at) == ("dismissed", "", None)
    assert true.forwarded_at
    assert dismiss_opinions([spam], reason="广告", by=office_clerk) == 0


def test_contacts_are_forgotten_in_time(unit):
    old = OpinionFactory(public=True, unit=unit, contact="138", received_on=dt.date(2024, 1, 1))
    new = OpinionFactory(public=True, unit=unit, contact="139", received_on=dt.date(2024, 3, 30))
    assert forget_contacts(dt.date(2024, 4, 2)) == 1
    assert list(Opinion.objects.exclude(contact="")) == [new]
    forget_contacts_task()
    assert not Opinion.objects.exclude(contact="").exists()
    assert AuditEvent.objects.about(old).get().action == "contact_removed"


def test_posters_carry_the_address_from_outside(client, point, office_clerk):
    CommentDesk.objects.update(public_address="https://pj.example.gov.cn/")
    client.force_login(office_clerk)
    answer = client.get(reverse("collection:point_posters"))
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    flat = re.sub(r"[\s\u200b]", "", text)
    assert f"https://pj.example.gov.cn/collection/public/{point.token}/" in flat
    assert point.unit.name in flat


def test_lists_ask_no_more_with_more_rows(client, unit, office_clerk):
    client.force_login(office_clerk)
    names = ("opinion_list", "opinion_counts", "point_list")
    pages = [reverse(f"collection:{name}") for name in names]
    counts = []
    for _ in range(2):
        for _number in range(3):
            OpinionFactory(public=True, unit=unit, theme=SurveyThemeFactory())
        with CaptureQueriesContext(connection) as queries:
            for page in pages:
                assert client.get(page).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
