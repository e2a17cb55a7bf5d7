"""The personal electronic file: thirteen parts in one export, for one person and for a unit."""

import datetime as dt
import io
import zipfile

import docx
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback.models import FileBatch
from feedback.selectors.files.material import material_of
from feedback.selectors.files.modules import parts_of
from feedback.services.files import cancel_files, export_file, make_files, order_files, sweep_files
from organization.models import AuditEvent, Role
from tests.dailyreview.factories import (
    AppointmentFormFactory,
    AttendanceFactory,
    ColleagueCommentFactory,
    DossierEntryFactory,
    MentoringFactory,
    QuarterFactory,
    QuarterRecordFactory,
    ReminderFactory,
    ReviewStepFactory,
    RevisitFactory,
    WorkEntryFactory,
    WorkGoalFactory,
)
from tests.feedback.factories import ResultUseFactory
from tests.feedback.files.worlds import decided
from tests.organization.factories import AppointmentFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

KEYS = [
    "basics",
    "posts",
    "goals",
    "quarters",
    "ad_hoc",
    "attendance",
    "words",
    "quarter_grades",
    "reminders",
    "mentoring",
    "positive",
    "negative",
    "annual",
]


@pytest.fixture
def post(unit):
    return AppointmentFactory(unit=unit, starts_on=dt.date(2020, 3, 1))


@pytest.fixture
def person(post):
    return UserFactory(role=Role.CADRE, unit=post.unit, cadre=post.cadre)


def fill(post, period="2024Q1"):
    """Something in each of the thirteen parts."""
    record = QuarterRecordFactory(
        quarter=QuarterFactory(
            plan__domain=post.unit.domain, plan__year=int(period[:4]), number=int(period[-1])
        ),
        assessee__unit=post.unit,
        assessee__appointment=post,
        summary="完成本季度工作",
        submitted_at=dt.datetime(2024, 4, 1, tzinfo=dt.UTC),
    )
    WorkGoalFactory(plan=record.quarter.plan, appointment=post, title="压缩审批时限")
    WorkEntryFactory(record=record, title="项目台账", progress="按周更新")
    WorkEntryFactory(record=record, kind="ad_hoc", title="防汛值守")
    AttendanceFactory(record=record, present=60)
    ReviewStepFactory(record=record, words="走访有成效", role=Role.SECTION_HEAD)
    ColleagueCommentFactory(record=record, words="同事说的话")
    ReminderFactory(record=record, words="材料迟报", reply="已改正")
    RevisitFactory(mentoring=MentoringFactory(record=record), words="有起色")
    sent = {"cadre": post.cadre, "unit": post.unit, "confirmed": True}
    DossierEntryFactory(fact="先进个人", **sent)
    DossierEntryFactory(
        kind="petition",
        fact="信访属实",
        document="信访〔7〕号",
        origin="department",
        source=UnitFactory(name="某信访局"),
        **sent,
    )
    decided(post, period, "excellent")
    ResultUseFactory(decision=decided(post, period[:4], "good"))
    return record


def told(cadre, user) -> dict[str, str]:
    parts = parts_of(material_of(cadre, user))
    return {
        part.key: "\n".join(f"{line.head} {line.text}" for line in part.lines) for part in parts
    }


def word_text(content: bytes) -> str:
    (table,) = docx.Document(io.BytesIO(content)).tables
    return "\n".join(cell.text for row in table.rows for cell in row.cells)


def test_one_export_has_all_thirteen_parts(post, office_clerk):
    """DLY-05: 13 modules into a personal e-file; one export has all parts."""
    fill(post)
    AppointmentFormFactory(
        cadre=post.cadre, texts=[["MinZu", "汉族"], ["NianDuKaoHeJieGuo", "2021年度优秀"]]
    )
    parts = told(post.cadre, office_clerk)
    assert list(parts) == KEYS
    assert all(parts.values())
    assert "汉族" in parts["basics"]
    assert "压缩审批时限" in parts["goals"]
    assert "项目台账" in parts["quarters"]
    assert "防汛值守" not in parts["quarters"]
    assert "防汛值守" in parts["ad_hoc"]
    assert "已改正" in parts["reminders"]
    assert "有起色" in parts["mentoring"]
    assert "86.50 points, place 3 of 12" in parts["annual"]
    assert "2021年度优秀" in parts["annual"]
    assert "Used for" in parts["annual"]
    text = word_text(export_file(post.cadre, format="docx", by=office_clerk))
    assert [number for number in range(1, 14) if f"{number}. " not in text] == []
    event = AuditEvent.objects.about(post.cadre).get(action="file_exported")
    assert (event.actor, event.after) == (office_clerk, {"format": "docx"})


def test_an_empty_part_is_said_to_be_empty(post, office_clerk):
    """DLY-05: parts without anything stand there as well."""
    parts = told(post.cadre, office_clerk)
    assert [key for key, text in parts.items() if text] == ["basics", "posts"]
    text = word_text(export_file(post.cadre, format="docx", by=office_clerk))
    assert "13. Annual results and their uses" in text
    assert "Nothing on record." in text
    assert export_file(post.cadre, format="pdf", by=office_clerk).startswith(b"%PDF")


def test_the_own_file_holds_nothing_that_others_told_in_confidence(client, post, person):
    """Comments of colleagues, who sent a fact, marks and points stay out."""
    fill(post)
    AppointmentFormFactory(cadre=post.cadre, texts=[["MinZu", "汉族"]])
    parts = told(post.cadre, person)
    everything = "\n".join(parts.values())
    assert "信访属实" in parts["negative"]
    assert "走访有成效" in parts["words"]
    for secret in ("同事说的话", "某信访局", "信访〔7〕号", "86.5", "汉族"):
        assert secret not in everything
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("feedback:file_export", args=[post.cadre_id, "docx"]))
    assert page.status_code == 200
    assert AuditEvent.objects.about(post.cadre).filter(action="file_exported", actor=person)
    assert client.get(f"/files/{post.cadre_id}/export/exe/").status_code == 404


def test_nobody_reads_what_was_never_handed_in_or_confirmed(post, office_clerk, principal):
    record = fill(post)
    type(record).objects.filter(pk=record.pk).update(submitted_at=None)
    DossierEntryFactory(cadre=post.cadre, unit=post.unit, fact="尚未确认")
    for reader in (office_clerk, principal):
        parts = told(post.cadre, reader)
        assert parts["quarters"] == ""
        assert "尚未确认" not in parts["positive"]
    # What comments and documents say of others stays with the office in every case.
    assert "同事说的话" not in "\n".join(told(post.cadre, office_clerk).values())


def test_a_returned_record_is_read_as_it_was_handed_in(post, person, office_clerk):
    """What the person is changing is the person's until it is handed in again."""
    record = fill(post)
    former = {"summary": "先前的小结", "best": "", "regret": "", "work": []}
    type(record).objects.filter(pk=record.pk).update(state="returned", handed_in=former)
    assert told(post.cadre, office_clerk)["quarters"].endswith("先前的小结")
    assert told(post.cadre, office_clerk)["ad_hoc"] == ""
    assert "完成本季度工作" in told(post.cadre, person)["quarters"]


def test_a_file_is_read_in_as_many_queries_whatever_it_holds(post, office_clerk):
    counts = []
    for period in ("2023Q1", "2024Q2"):
        fill(post, period)
        with CaptureQueriesContext(connection) as queries:
            parts_of(material_of(post.cadre, type(office_clerk).objects.get(pk=office_clerk.pk)))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_unit_is_one_zip_with_a_file_for_everybody(unit, post, office_clerk, other_unit):
    """DLY-05: for many as a batch; the trail of each person tells of it."""
    office = UnitFactory(parent=unit, domain=unit.domain, internal=True)
    inside = AppointmentFactory(unit=office, in_team=False)
    AppointmentFactory(unit=unit, ends_on=dt.date(2022, 1, 1))
    AppointmentFactory(unit=other_unit)
    batch = order_files(unit, format="docx", by=office_clerk)
    assert batch.total_count == 2
    assert AuditEvent.objects.about(inside.cadre).get().action == "files_exported"
    assert make_files(batch.pk)
    assert not make_files(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.done_count) == (FileBatch.State.COMPLETE, 2)
    with batch.file.open() as file, zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        assert post.cadre.name in word_text_of_heads(archive.read(names[0])) + "".join(names)
    assert len(names) == 2
    with pytest.raises(ValidationError, match="finished"):
        cancel_files(batch, by=office_clerk)


def word_text_of_heads(content: bytes) -> str:
    return "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs)


def test_a_batch_without_anybody_is_refused(office_clerk):
    with pytest.raises(ValidationError, match="Nobody"):
        order_files(UnitFactory(), format="pdf", by=office_clerk)


def test_a_cancelled_batch_makes_nothing(unit, post, office_clerk):
    batch = order_files(unit, format="docx", by=office_clerk)
    cancel_files(batch, by=office_clerk)
    sweep_files()
    assert not make_files(batch.pk)
    assert not FileBatch.objects.get().file
