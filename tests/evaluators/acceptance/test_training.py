"""Training, needs and research: EVP-14 (bases, handbooks), EVP-16, EVP-17, EVP-26."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evaluators.models import PoolUpload, ResearchTopic, Tag, TrainingNeed, TrainingSession
from tests.evaluators.acceptance.screens import page, press
from tests.evaluators.factories import (
    EvaluatorFactory,
    TagFactory,
    TrainingAttendanceFactory,
    TrainingSessionFactory,
)
from tests.organization.factories import UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
Kind = TrainingSession.Kind
# The five capacities of assessment work (五大考核能力).
CAPACITIES = ("政治识别", "调查研究", "数据分析", "综合研判", "群众工作")


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_evp_16_the_report_of_a_year_counts_sessions_and_person_times_by_kind(client) -> None:
    """4,500 leaders, 40,000 person-times, 580 and 1,200 before field work, 13,000 online."""
    for kind, others in (
        (Kind.LEADERS, 4_500),
        (Kind.ROTATION, 40_000),
        (Kind.PRE_FIELD, 580),
        (Kind.PRE_FIELD, 1_200),
        (Kind.E_LEARNING, 13_000),
    ):
        facts = {"kind": kind, "title": "培训班", "held_on": "2023-05-08", "led_by": "组织部部长"}
        press(client, "training_create", **facts, others=others)
    session = TrainingSession.objects.get(others=580)
    named = EvaluatorFactory.create_batch(3)
    press(client, "attendance_create", session.pk, evaluators=[one.pk for one in named])
    TrainingSessionFactory(held_on=dt.date(2022, 5, 8), others=99_999)
    report = client.get(reverse("evaluators:training_report", args=[2023]))
    counted = {one.label: (one.sessions, one.person_times) for one in report.context["counts"]}
    assert counted == {
        "training of leaders": (1, 4_500),
        "rotation training": (1, 40_000),
        "training before field work": (2, 1_783),
        "e-learning": (1, 13_000),
    }
    assert (report.context["sessions"], report.context["person_times"]) == (5, 59_283)
    shown = report.content.decode()
    for figure in ("40,000", "13,000", "4,500", "1,783", "59,283"):
        assert figure in shown


def test_evp_14_six_bases_and_five_handbooks_stand_in_the_library(client) -> None:
    for kind, count in (("base", 6), ("handbook", 5)):
        for number in range(count):
            press(client, "resource_create", kind=kind, name=f"{kind} {number}")
    shown = page(client, "resource_list")
    assert shown.count("training base</td>") == 6
    assert shown.count("handbook</td>") == 5


def test_evp_17_the_need_statistics_links_to_a_session(client) -> None:
    press(client, "need_create", unit=UnitFactory().code, topic="统计", noted_on="2023-02-01")
    need = TrainingNeed.objects.get()
    assert "still open" in page(client, "need_list")
    session = TrainingSessionFactory(title="统计专题班", held_on=dt.date(2023, 4, 1))
    listed = press(client, "need_match", need.pk, session=session.pk)
    assert f'<a href="{session.get_absolute_url()}">统计专题班</a>' in listed
    assert "统计" in page(client, "training_detail", session.pk)
    assert "<dt>needs met</dt><dd>1<small> / 1</small>" in page(client, "training_report", 2023)


def test_evp_26_the_report_tells_the_coverage_of_each_capacity(client) -> None:
    """18 sessions of information technology reach 3 of 4 people, 5 case studies reach 1."""
    tags = [
        TagFactory(kind=Tag.Kind.CAPACITY, code=f"capacity-{place}", name=name)
        for place, name in enumerate(CAPACITIES)
    ]
    people = EvaluatorFactory.create_batch(4)
    for kind, tag, sessions, reached in (
        (Kind.INFORMATION_TECHNOLOGY, tags[2], 18, people[:3]),
        (Kind.CASE_STUDY, tags[3], 5, people[:1]),
    ):
        for number in range(sessions):
            session = TrainingSessionFactory(kind=kind)
            session.capacities.add(tag)
            evaluator = reached[number % len(reached)]
            TrainingAttendanceFactory(session=session, evaluator=evaluator)
    report = client.get(reverse("evaluators:training_report", args=[2023]))
    covered = {
        one.label: (one.sessions, one.people, str(one.percent))
        for one in report.context["coverage"]
    }
    assert covered == {
        "政治识别": (0, 0, "0.0"),
        "调查研究": (0, 0, "0.0"),
        "数据分析": (18, 3, "75.0"),
        "综合研判": (5, 1, "25.0"),
        "群众工作": (0, 0, "0.0"),
    }
    assert "数据分析</td>" in report.content.decode()


def test_evp_26_173_topics_come_in_at_one_go_and_link_to_their_outcome(client) -> None:
    head = "Year,Title,Led by,Outcome"
    rows = [
        f"{2019 + number % 5},考核课题{number:03d},课题组{number % 7},"
        f"https://topics.example/{number:03d}.pdf"
        for number in range(173)
    ]
    file = SimpleUploadedFile("topics.csv", "\n".join([head, *rows]).encode())
    preview = client.post(reverse("evaluators:topic_upload"), {"file": file}, follow=True)
    upload = PoolUpload.objects.get()
    assert (upload.created_count, upload.refused_count) == (173, 0)
    assert preview.redirect_chain
    assert not ResearchTopic.objects.exists()
    press(client, "upload_confirm", upload.pk)
    assert ResearchTopic.objects.count() == 173
    shown = page(client, "topic_list")
    assert "<dt>on record</dt><dd>173</dd>" in shown
    topic = ResearchTopic.objects.first()
    assert f'<a href="{topic.outcome}"' in shown
    assert "<dt>research topics</dt><dd>35</dd>" in page(client, "training_report", 2019)
