import datetime as dt
import io
import re
import zipfile
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from xlsxwriter import Workbook

from evaluators.imports.people_sheet import EVALUATORS
from evaluators.imports.uploading import confirm_upload, upload_list
from evaluators.models import Evaluator, PoolUpload, ResearchTopic, RosterSpell
from evaluators.services.uploads import drop_upload
from organization.imports.reading import open_workbook
from organization.imports.writing import BookWriter
from organization.models import AuditEvent, Role
from tests.evaluators.factories import (
    CertificateFactory,
    EvaluatorFactory,
    TagFactory,
    TrainingAttendanceFactory,
    TrainingSessionFactory,
)
from tests.organization.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
Kind = PoolUpload.Kind


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clerk():
    return UserFactory(role=Role.OFFICE_STAFF)


def csv(*rows: str, encoding: str = "utf-8-sig") -> SimpleUploadedFile:
    return SimpleUploadedFile("list.csv", "\n".join(rows).encode(encoding))


def workbook(rows) -> SimpleUploadedFile:
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        BookWriter(book, "zh-hans", {}).add_sheet(EVALUATORS, rows)
    return SimpleUploadedFile("evaluators.xlsx", content.getvalue())


def person(number: int = 1, **facts) -> dict[str, object]:
    return {
        "name": f"考评员{number}号",
        "sex": "2",
        "birth_month": "1978-05",
        "organisation": "江左大学",
        "pool": "expert",
        "subtype": "scholar",
        "gates_passed_on": "2022-02-01",
        "joined_on": "2022-03-01",
        "channel": "nomination",
        "certificate": f"K-{number}",
        "issued_on": "2022-02-01",
        "expires_on": "2025-12-31",
    } | facts


def why(upload: PoolUpload) -> str:
    return " ".join(
        fault["text"] for row in upload.preview["refused"] for fault in row.get("faults", [])
    )


def bring(rows, clerk) -> PoolUpload:
    return upload_list(workbook(rows), kind=Kind.EVALUATORS, by=clerk)


def test_evp_02_a_list_of_573_comes_in_whole(clerk) -> None:
    UnitFactory(code="U01")
    TagFactory(name="统计")
    TagFactory(name="财政")
    facts = {"tags": "统计、财政", "workplaces": "U01 2010-01~2015-12、320500 2016-01~"}
    upload = bring([person(number, **facts) for number in range(573)], clerk)
    assert (upload.created_count, upload.refused_count) == (573, 0)
    assert not Evaluator.objects.exists()
    confirm_upload(upload, by=clerk)
    assert Evaluator.objects.on_roster(dt.date(2022, 12, 31)).count() == 573
    one = Evaluator.objects.get(name="考评员7号")
    assert sorted(tag.name for tag in one.tags.all()) == ["统计", "财政"]
    assert {
        place.unit.code if place.unit else place.region_code for place in one.workplaces.all()
    } == {
        "U01",
        "320500",
    }
    assert one.certificates.get().number == "K-7"
    assert one.gate_checks.filter(passed=True).count() == 3
    assert one.spells.get().channel == RosterSpell.Channel.NOMINATION
    actions = AuditEvent.objects.about(upload).values_list("action", flat=True)
    assert {"evaluator_imported", "certificate_imported", "poolupload_confirmed"} <= set(actions)


def test_a_second_time_nothing_changes_and_an_addition_only_adds(clerk) -> None:
    TagFactory(name="统计")
    TagFactory(name="财政")
    first = person(tags="统计", workplaces="320500 2010-01~2015-12")
    confirm_upload(bring([first], clerk), by=clerk)
    again = bring([person(tags="", workplaces="")], clerk)
    assert (again.unchanged_count, again.changed_count) == (1, 0)
    more = person(tags="财政", post="教授", certificate="K-9", expires_on="2027-12-31")
    upload = bring([more], clerk)
    assert upload.changed_count == 1
    confirm_upload(upload, by=clerk)
    one = Evaluator.objects.get()
    assert (one.post, one.tags.count(), one.certificates.count()) == ("教授", 2, 2)
    assert (one.workplaces.count(), one.spells.count(), one.gate_checks.count()) == (1, 1, 3)


REFUSED = {
    "gates": ({"gates_passed_on": ""}, "three gates"),
    "channel": ({"channel": ""}, "which channel"),
    "subtype": ({"subtype": "office"}, "other pool"),
    "home": ({"organisation": ""}, "home unit"),
    "unit": ({"unit": "NOWHERE"}, "No unit"),
    "tag": ({"tags": "没有的标签"}, "No tag"),
    "place": ({"workplaces": "NOWHERE 2010-01~"}, "neither a unit nor a region"),
    "months": ({"workplaces": "320500 2010"}, "Write a workplace"),
    "order": ({"workplaces": "320500 2010-05~2010-01"}, "Write a workplace"),
    "days": ({"expires_on": "2021-01-01"}, "before the first"),
    "last day": ({"expires_on": ""}, "first and a last day"),
    "holder": ({"certificate": "TAKEN"}, "Somebody else"),
    "namesake": ({"name": "陆其", "birth_month": "1975-06"}, "another unit"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_wrong_row_is_refused_with_its_reason(clerk, case) -> None:
    CertificateFactory(number="TAKEN", evaluator=EvaluatorFactory(name="陆其"))
    facts, reason = REFUSED[case]
    upload = bring([person(), person(2, **facts)], clerk)
    assert upload.refused_count == 1
    assert reason in why(upload)
    with pytest.raises(ValidationError, match="refused rows"):
        confirm_upload(upload, by=clerk)
    assert Evaluator.objects.count() == 1


def test_who_is_in_the_pool_keeps_the_first_day(clerk) -> None:
    confirm_upload(bring([person()], clerk), by=clerk)
    assert "since 2022-03-01" in why(bring([person(joined_on="2023-01-01")], clerk))


def test_attendees_are_matched_by_name_and_unit_or_by_certificate(clerk) -> None:
    session = TrainingSessionFactory()
    unit = UnitFactory(name="统计局", code="TJ")
    by_name, by_code = (EvaluatorFactory(name=name, home_unit=unit) for name in ("甲", "乙"))
    certified = CertificateFactory(number="K-77").evaluator
    there = TrainingAttendanceFactory(session=session).evaluator
    rows = ["姓名,单位,考评员证编号", "甲,统计局,", "乙,TJ,", ",,K-77", f"{there.name},,"]
    upload = upload_list(csv(*rows), kind=Kind.ATTENDEES, session=session, by=clerk)
    assert (upload.created_count, upload.unchanged_count, upload.refused_count) == (3, 1, 0)
    assert session.attendances.count() == 1
    confirm_upload(upload, by=clerk)
    assert set(session.attendances.values_list("evaluator", flat=True)) == {
        one.pk for one in (by_name, by_code, certified, there)
    }
    with pytest.raises(ValidationError, match="already"):
        confirm_upload(upload, by=clerk)


def test_attendees_not_found_or_ambiguous_stop_the_whole_list(clerk) -> None:
    session = TrainingSessionFactory()
    EvaluatorFactory.create_batch(2, name="王同")
    EvaluatorFactory(name="李独", home_unit__name="审计局")
    CertificateFactory(number="K-1", evaluator__name="赵证")
    rows = [
        "Name,Unit,Certificate number",
        "王同,,",
        "无此人,,",
        "李独,财政局,",
        "别名,,K-1",
        ",,K-2",
        ",审计局,",
        "李独,审计局,",
        "李独,,",
    ]
    file = csv(*rows, encoding="gb18030")
    upload = upload_list(file, kind=Kind.ATTENDEES, session=session, by=clerk)
    assert (upload.created_count, upload.refused_count) == (1, 7)
    for reason in ("2 people", "Nobody on record", "审计局", "another name", "No certificate"):
        assert reason in why(upload)
    for reason in ("Give a name", "Row 8 names the same person"):
        assert reason in why(upload)
    with pytest.raises(ValidationError, match="refused rows"):
        confirm_upload(upload, by=clerk)
    assert not session.attendances.exists()


def test_evp_26_173_research_topics_are_importable(clerk) -> None:
    rows = ["年度,课题名称,负责人,成果"]
    rows += [f"{2019 + number % 5},课题{number},研究组,已结题" for number in range(173)]
    upload = upload_list(csv(*rows), kind=Kind.TOPICS, by=clerk)
    confirm_upload(upload, by=clerk)
    assert ResearchTopic.objects.count() == 173
    changed = upload_list(csv(rows[0], "2019,课题0,研究组,转化为制度"), kind=Kind.TOPICS, by=clerk)
    assert changed.changed_count == 1
    confirm_upload(changed, by=clerk)
    assert ResearchTopic.objects.get(title="课题0").outcome == "转化为制度"


def test_what_changed_since_the_preview_is_shown_anew(clerk) -> None:
    rows = ("年度,课题名称", "2023,甲", "2023,乙")
    first, second = (upload_list(csv(*rows), kind=Kind.TOPICS, by=clerk) for _ in range(2))
    confirm_upload(first, by=clerk)
    with pytest.raises(ValidationError, match="changed since the preview"):
        confirm_upload(second, by=clerk)
    second.refresh_from_db()
    assert (second.state, second.unchanged_count) == (PoolUpload.State.PREVIEWED, 2)
    drop_upload(second, by=clerk)
    with pytest.raises(ValidationError, match="already"):
        drop_upload(second, by=clerk)


BROKEN = {
    "encoding": (b"\xff\xff\xff\x00\x81", "encoding"),
    "quotes": (b'a,b\n"c', "comma-separated"),
    "no head": (b"", "missing"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_refused_in_words(clerk, case) -> None:
    content, reason = BROKEN[case]
    file = SimpleUploadedFile("list.csv", content)
    try:
        said = why(upload_list(file, kind=Kind.TOPICS, by=clerk))
    except ValidationError as error:
        said = " ".join(error.messages)
    assert reason in said


@pytest.mark.parametrize("names", [["word/document.xml"], ["[Content_Types].xml", "1.jpg"]])
def test_a_zip_of_something_else_is_no_workbook(client, clerk, names) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "x" * 100)
    client.force_login(clerk)
    file = SimpleUploadedFile("people.xlsx", content.getvalue())
    page = client.post(reverse("evaluators:evaluator_upload"), {"file": file})
    assert "damaged" in " ".join(page.context["form"].non_field_errors())
    assert not PoolUpload.objects.exists()


def test_the_preview_of_3000_rows_asks_as_often_as_that_of_three(clerk) -> None:
    counts = []
    for size in (3, 3000):
        file = workbook(person(number) for number in range(size))
        with CaptureQueriesContext(connection) as queries:
            upload = upload_list(file, kind=Kind.EVALUATORS, by=clerk)
        assert (upload.created_count, upload.refused_count) == (size, 0)
        counts.append(len(queries))
    # The roles of the account are asked for once.
    assert counts[1] <= counts[0]


def test_only_the_office_brings_lists_in() -> None:
    other = UserFactory(role=Role.COMMITTEE_MEMBER)
    with pytest.raises(PermissionDenied):
        upload_list(csv("年度,课题名称", "2023,甲"), kind=Kind.TOPICS, by=other)


def test_pages_lead_from_template_to_stored_rows(client, clerk) -> None:
    client.force_login(clerk)
    for kind in Kind.values:
        template = client.get(reverse("evaluators:upload_template", args=[kind]))
        content = io.BytesIO(b"".join(template.streaming_content))
        assert open_workbook(content, "list.xlsx")[0].cells
    assert client.get(reverse("evaluators:upload_template", args=["other"])).status_code == 404
    address = reverse("evaluators:topic_upload")
    shown = client.post(address, {"file": csv("年度,课题名称", "2023,甲", "2023,")}, follow=True)
    assert "must be filled in" in shown.content.decode()
    shown = client.post(address, {"file": csv("年度,课题名称", "2023,甲")}, follow=True)
    upload = shown.context["upload"]
    done = client.post(reverse("evaluators:upload_confirm", args=[upload.pk]), follow=True)
    assert "The list is stored." in done.content.decode()
    again = client.post(reverse("evaluators:upload_drop", args=[upload.pk]), follow=True)
    assert "already" in again.content.decode()
    wrong = client.post(address, {"file": SimpleUploadedFile("x.xls", b"x")})
    assert wrong.context["form"].errors


def test_the_export_carries_the_filtered_people_and_no_formula(client, clerk) -> None:
    client.force_login(clerk)
    CertificateFactory(evaluator=EvaluatorFactory(name="=HYPERLINK(1)", post="+1", tier="core"))
    EvaluatorFactory(tier="main")
    answer = client.get(reverse("evaluators:evaluator_export"), {"tier": "core"})
    content = io.BytesIO(b"".join(answer.streaming_content))
    head, row = open_workbook(content, "export.xlsx")[0].cells
    assert (row[0], row[4]) == ("'=HYPERLINK(1)", "'+1")
    assert len(head) == len(row)
    event = AuditEvent.objects.get(action="pool_exported")
    assert event.after == {"evaluators": 1, "filters": {"tier": "core"}}


def test_the_export_holds_exactly_what_the_list_shows(client, clerk) -> None:
    """The link of the list, also of the list that a filter has redrawn without the whole page."""
    client.force_login(clerk)
    wanted = TagFactory(name="统计")
    for name in ("沈一", "沈二", "沈三"):
        EvaluatorFactory(name=name, tier="core").tags.add(wanted)
    EvaluatorFactory(name="沈四", tier="core")
    EvaluatorFactory(name="沈五", tier="main").tags.add(wanted)
    EvaluatorFactory(name="陆六", tier="core").tags.add(wanted)
    asked = {"q": "沈", "tier": "core", "tag": wanted.pk, "pool": "", "sort": "-name"}
    address = reverse("evaluators:evaluator_list")
    for headers in ({}, {"HX-Request": "true"}):
        page = client.get(address, asked, headers=headers)
        link = re.search(r'id="evaluator-export" href="([^"]*)"', page.content.decode())
        assert link
        answer = client.get(unescape(link[1]))
        content = io.BytesIO(b"".join(answer.streaming_content))
        _head, *rows = open_workbook(content, "export.xlsx")[0].cells
        shown = [row.record.name for row in page.context["table"].rows]
        assert sorted(shown) == ["沈一", "沈三", "沈二"]
        assert [row[0] for row in rows] == shown


def test_the_export_asks_no_more_questions_for_more_people(client, clerk) -> None:
    client.force_login(clerk)
    counts = []
    for _ in range(2):
        for _ in range(3):
            CertificateFactory().evaluator.tags.add(TagFactory())
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("evaluators:evaluator_export"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
