"""Pages of the field work: talks that save themselves, files, questions, and who sees what."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import TalkRecord, Verification
from tests.assessment.factories import (
    AssesseeFactory,
    DebriefCommentFactory,
    FieldQuestionFactory,
    GroupClosingFactory,
    GroupReviewFactory,
    TalkRecordFactory,
    VerificationFactory,
    VerificationFileFactory,
    WorkLogEntryFactory,
)
from tests.assessment.fieldwork import FILLED, make_field, seat, visit
from tests.evaluators.factories import (
    AssessmentGroupFactory,
    LetterVersionFactory,
    PlanUnitFactory,
)

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def field():
    return make_field()


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def member(field):
    return client_of(field.member)


@pytest.fixture
def talk(field):
    return TalkRecordFactory(group=field.group, assessee=field.assessee, talked_by=field.member)


def blocks(**answers):
    return {f"block-{code}": text for code, text in answers.items()}


def test_the_list_leads_to_the_letters_that_come_first(member, field):
    letters = reverse("evaluators:letter_sign", args=[field.group.plan_id])
    assert letters not in member.get(reverse("assessment:fieldwork_list")).text
    LetterVersionFactory()
    assert letters in member.get(reverse("assessment:fieldwork_list")).text


def test_groups_that_visit_an_assessee_come_first(office_clerk, field):
    field.group.number = 30_000
    field.group.save()
    empty = AssessmentGroupFactory(plan=field.plan, name="先编的组")
    PlanUnitFactory(plan=field.plan, group=empty)
    page = client_of(office_clerk).get(reverse("assessment:fieldwork_list")).content.decode()
    assert page.index(f">{field.group.name}<") < page.index(f">{empty.name}<")


def test_a_talk_begins_with_person_and_day(member, field):
    address = reverse("assessment:talk_create", args=[field.group.pk, field.assessee.pk])
    page = member.post(address, {"with_whom": "班子成员", "talked_on": "2024-01-09"}, follow=True)
    talk = TalkRecord.objects.get()
    assert talk.talked_by == field.member
    assert "Still empty:" in page.content.decode()


def test_prc_04_a_draft_saves_itself_and_says_what_is_missing(member, talk):
    five = {code: text for code, text in FILLED.items() if code != "potential"}
    address = reverse("assessment:talk_save", args=[talk.pk])
    answer = member.post(address, {"revision": 0, **blocks(**five)}, **HTMX)
    text = answer.content.decode()
    assert "Saved automatically" in text
    assert "Still empty: 潜力" in " ".join(text.split())
    assert 'name="revision" id="talk-revision" value="1"' in text
    talk.refresh_from_db()
    assert talk.state == TalkRecord.State.INCOMPLETE


def test_a_tab_that_is_behind_is_told_so(member, talk):
    address = reverse("assessment:talk_save", args=[talk.pk])
    member.post(address, {"revision": 0, **blocks(work="第一页")}, **HTMX)
    text = member.post(address, {"revision": 0, **blocks(work="第二页")}, **HTMX).content.decode()
    assert "changed or signed elsewhere" in text
    assert "Saved automatically" not in text


def test_a_talk_is_saved_without_scripts_too(member, talk):
    address = reverse("assessment:talk_save", args=[talk.pk])
    assert member.post(address, {"revision": 0, **blocks(**FILLED)}).status_code == 302
    talk.refresh_from_db()
    assert talk.state == TalkRecord.State.COMPLETE
    page = member.post(address, {"revision": 0, **blocks(work="旧页")})
    assert "changed or signed elsewhere" in page.content.decode()


def test_a_signed_talk_is_read_and_not_typed_into(member, field):
    talk = TalkRecordFactory(
        group=field.group,
        assessee=field.assessee,
        talked_by=field.member,
        answers=FILLED,
        signed=True,
    )
    page = member.get(reverse("assessment:talk_edit", args=[talk.pk])).content.decode()
    assert FILLED["potential"] in page
    assert 'id="talk-form"' not in page


def test_signing_an_incomplete_talk_is_refused_in_words(member, talk):
    address = reverse("assessment:talk_sign", args=[talk.pk])
    page = member.post(address, follow=True).content.decode()
    assert "Only a complete record is signed" in page


def test_a_talk_begun_by_mistake_is_dropped(member, field, talk):
    address = reverse("assessment:talk_drop", args=[talk.pk])
    page = member.get(reverse("assessment:talk_edit", args=[talk.pk])).content.decode()
    assert address in page
    assert "errorlist" in member.post(address, {"reason": ""}).content.decode()
    page = member.post(address, {"reason": "选错考核对象"}, follow=True).content.decode()
    assert "Dropped; the log says why." in page
    assert not TalkRecord.objects.exists()


def test_a_colleague_reads_a_talk_and_does_not_type(field, talk):
    colleague = client_of(seat(field.group))
    page = colleague.get(reverse("assessment:talk_edit", args=[talk.pk])).content.decode()
    assert talk.with_whom in page
    assert 'id="talk-form"' not in page
    save = reverse("assessment:talk_save", args=[talk.pk])
    assert colleague.post(save, {"revision": 0}).status_code == 403


def test_another_groups_member_gets_404_everywhere(field, talk):
    stranger = client_of(make_field(field.plan).member)
    doubt = VerificationFactory(group=field.group, assessee=field.assessee)
    file = VerificationFileFactory(verification=doubt)
    group, assessee = field.group.pk, field.assessee.pk
    for name, args in (
        ("fieldwork_detail", [group]),
        ("worklog_list", [group]),
        ("brief_detail", [group, assessee]),
        ("brief_docx", [group, assessee]),
        ("talk_edit", [talk.pk]),
        ("verification_detail", [doubt.pk]),
        ("verification_download", [file.pk]),
    ):
        assert stranger.get(reverse(f"assessment:{name}", args=args)).status_code == 404, name


def test_a_group_does_not_open_another_groups_assessee(member, field):
    foreign = make_field(field.plan).assessee
    address = reverse("assessment:brief_detail", args=[field.group.pk, foreign.pk])
    assert member.get(address).status_code == 404


def test_grp_05_a_supervisor_gets_no_form(field, talk):
    supervisor = client_of(field.supervisor)
    page = supervisor.get(reverse("assessment:fieldwork_detail", args=[field.group.pk]))
    assert "reports in the work log" in page.content.decode()
    address = reverse("assessment:talk_create", args=[field.group.pk, field.assessee.pk])
    assert supervisor.get(address).status_code == 403


def test_a_file_is_attached_and_comes_back_as_a_file(member, field):
    doubt = VerificationFactory(group=field.group, assessee=field.assessee)
    attach = reverse("assessment:verification_attach", args=[doubt.pk])
    refused = member.post(attach, {"file": SimpleUploadedFile("页.html", b"<html>")})
    assert "Files of these types are accepted" in refused.content.decode()
    member.post(attach, {"file": SimpleUploadedFile("台账.pdf", b"%PDF-1.7")})
    kept = doubt.files.get()
    answer = member.get(reverse("assessment:verification_download", args=[kept.pk]))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"


def test_prc_05_the_conclusion_stands_on_the_page(member, field):
    doubt = VerificationFactory(group=field.group, assessee=field.assessee)
    address = reverse("assessment:verification_conclude", args=[doubt.pk])
    assert "errorlist" in member.post(address, {"conclusion": "corrected"}).content.decode()
    member.post(address, {"conclusion": "corrected", "findings": "应为 12 项"})
    page = member.get(doubt.get_absolute_url()).content.decode()
    assert "corrected" in page
    assert "应为 12 项" in page


def test_a_doubt_offers_leaves_figures_and_members_of_its_own(member, field):
    address = reverse("assessment:verification_create", args=[field.group.pk, field.assessee.pk])
    form = member.get(address).context["form"]
    assert list(form.fields["assigned_to"].queryset) == [field.member]
    member.post(
        address,
        {
            "doubt": "数据存疑",
            "way": "papers",
            "assigned_to": field.member.pk,
            "due_on": "2024-01-15",
        },
    )
    assert Verification.objects.get().raised_by == field.member


def test_grp_08_the_page_says_what_keeps_the_task_open(member, field):
    address = reverse("assessment:fieldwork_close", args=[field.group.pk])
    page = member.post(address).content.decode()
    assert "Still open: 1 assessee without a talk, the review of the group." in page
    TalkRecordFactory(group=field.group, assessee=field.assessee, signed=True)
    GroupReviewFactory(group=field.group)
    page = member.post(address, follow=True).content.decode()
    assert "task closed" in page


def test_what_is_typed_while_somebody_closes_the_task_stays_on_the_page(member, field):
    doubt = VerificationFactory(group=field.group, assessee=field.assessee)
    GroupClosingFactory(group=field.group)
    place = [field.group.pk, field.assessee.pk]
    review = {
        "held_on": "2024-01-09",
        "attendees": [field.member.evaluator.pk],
        "words": "意见一致",
    }
    for name, args, body, typed in (
        ("outline_edit", place, {"text": "只谈项目建设"}, "只谈项目建设"),
        ("review_create", place[:1], review, "意见一致"),
        (
            "verification_conclude",
            [doubt.pk],
            {"conclusion": "corrected", "findings": "应为 12 项"},
            "应为 12 项",
        ),
    ):
        page = member.post(reverse(f"assessment:{name}", args=args), body).content.decode()
        assert "The task of this group is closed." in page, name
        assert typed in page, name


def test_grp_09_an_answer_is_found_by_every_group(field, office_clerk):
    question = FieldQuestionFactory(group=field.group, question="挂职干部是否谈话")
    office = client_of(office_clerk)
    answer = reverse("assessment:question_answer", args=[question.pk])
    office.post(answer, {"answer": "列入谈话范围"})
    assert office.get(answer).status_code == 404
    colleague = client_of(make_field(field.plan).member)
    address = reverse("assessment:question_list")
    assert "列入谈话范围" in colleague.get(address, {"text": "谈话范围"}).content.decode()
    assert "列入谈话范围" not in colleague.get(address, {"text": "经费"}).content.decode()
    fragment = colleague.get(address, **HTMX).content.decode()
    assert "<html" not in fragment


def test_the_outline_is_filled_in_and_kept(member, field):
    address = reverse("assessment:outline_edit", args=[field.group.pk, field.assessee.pk])
    assert "说明来意" in member.get(address).content.decode()
    page = member.post(address, {"text": "只谈项目建设"}, follow=True).content.decode()
    assert "只谈项目建设" in page
    assert "只谈项目建设" in member.get(address).content.decode()


def test_the_queries_of_the_pages_do_not_grow(member, field):
    group = field.group.pk
    pages = [
        reverse("assessment:fieldwork_list"),
        reverse("assessment:fieldwork_detail", args=[group]),
        reverse("assessment:worklog_list", args=[group]),
        reverse("assessment:question_list"),
        reverse("assessment:brief_detail", args=[group, field.assessee.pk]),
    ]
    counts = {page: [] for page in pages}
    for _ in range(2):
        fill(field)
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert member.get(page).status_code == 200
            counts[page].append(len(queries))
    assert {page: count for page, count in counts.items() if count[0] != count[1]} == {}


def fill(field) -> None:
    """More of everything that a page lists."""
    for _ in range(3):
        other = AssessmentGroupFactory(plan=field.plan)
        seat(other, field.member.evaluator)
        PlanUnitFactory(plan=field.plan, group=other)
        assessee = AssesseeFactory(cycle=field.cycle)
        visit(field.group, assessee)
        work = {"group": field.group, "assessee": assessee}
        TalkRecordFactory(**work)
        VerificationFactory(**work)
        VerificationFactory(group=field.group, assessee=field.assessee)
        GroupReviewFactory(group=field.group).attendees.set([field.member.evaluator])
        DebriefCommentFactory(group=field.group)
        WorkLogEntryFactory(**work)
        FieldQuestionFactory(group=field.group)
        seat(field.group)
