"""Registration forms: filled from the record, empty where nothing is known, for whom they are."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation
from docx import Document
from pypdf import PdfReader

from assessment.services.decisions import accept_proposals, publish_group
from dailyreview.models import QuarterRecord
from dailyreview.paper import PRINTERS, Sheet
from dailyreview.paper.registration import quarter_sheet, summary_sheet, year_sheet
from dailyreview.selectors.grading import group_of
from dailyreview.selectors.registration import (
    PersonQuarter,
    PersonYear,
    annual_grades,
    person_quarters,
    person_year,
    unit_summary,
)
from dailyreview.services.records import save_record, submit_record
from dailyreview.services.reviewing import Review, review_records
from organization.models import AuditEvent, Cadre, User
from tests.assessment.worlds import run_to_end
from tests.dailyreview.factories import AttendanceFactory, DossierEntryFactory, WorkEntryFactory
from tests.dailyreview.worlds import (
    DAY,
    DailyWorld,
    make_world,
    open_annual_cycle,
    review_everybody,
)
from tests.indicators.factories import LeafFactory, SectionFactory, SystemFactory
from tests.organization.factories import UserFactory


@pytest.fixture
def world(db) -> DailyWorld:
    world = make_world()
    world.open(1)
    review_everybody(world, (95, 94, 84, 65))
    return world


@pytest.fixture(autouse=True)
def _chinese():
    with translation.override("zh-hans"):
        yield


def words_of(sheet: Sheet, *, pages: int = 0) -> str:
    """All words of the DOCX, which the PDF has too."""
    document = Document(io.BytesIO(PRINTERS["docx"](sheet)))
    texts = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        texts += [cell.text for row in table.rows for cell in row.cells]
    pdf = PdfReader(io.BytesIO(PRINTERS["pdf"](sheet)))
    if pages:
        assert len(pdf.pages) == pages
    drawn = "".join("".join(page.extract_text() for page in pdf.pages).split())
    assert "".join(sheet.title.split()) in drawn
    return "".join("\n".join(texts).split())


def quarter_of(world: DailyWorld, user: User, reader: User | None = None) -> PersonQuarter:
    record = world.record_of(user)
    (one,) = person_quarters(QuarterRecord.objects.filter(pk=record.pk), reader or world.clerk)
    return one


def decide(world: DailyWorld, *, published: bool) -> None:
    quarter = world.quarters[-1]
    run_to_end(quarter.cycle)
    group = group_of(quarter, world.unit)
    accept_proposals(group, body="党组会", decided_on=DAY, by=world.principal)
    if published:
        publish_group(group, by=UserFactory())


def test_quarter_is_filled_from_the_record(world) -> None:
    """L-11: own words, attendance, the reviewers' words; lines to sign stay empty."""
    record = world.record_of(world.staff[0])
    WorkEntryFactory(record=record, title="专项整治", progress="办结六十五件")
    AttendanceFactory(record=record, personal_leave=1, sick_leave="0.5", late=2)
    words = words_of(quarter_sheet(quarter_of(world, world.staff[0])), pages=1)
    assert "公务员平时考核登记表" in words
    assert "2024年第1季度" in words
    assert "专项整治：办结六十五件" in words
    assert "迟到、早退（次）" in words
    assert "1.5" in words
    assert "签名：年月日" in words
    assert "考核等次：" not in words


@pytest.mark.parametrize(
    ("identity", "title"),
    [
        (Cadre.IdentityClass.CIVIL_SERVANT, "公务员平时考核登记表"),
        (Cadre.IdentityClass.INSTITUTION_STAFF, "事业单位工作人员平时考核登记表"),
        (Cadre.IdentityClass.SECONDED, "事业单位工作人员平时考核登记表"),
    ],
)
def test_identity_class_chooses_the_form(world, identity, title) -> None:
    """L-09, DLY-11: institution and borrowed staff are registered on the institution's form."""
    one = quarter_of(world, world.staff[0])
    one.record.assessee.identity_class = identity
    assert quarter_sheet(one).title == title


def test_l_10_confirmed_facts_of_the_quarter_are_on_the_form(world) -> None:
    """Awards, penalties and bad conduct; nothing that waits, is elsewhere, or no such fact."""
    cadre = world.staff[0].cadre
    facts = {"cadre": cadre, "unit": world.unit, "happened_on": dt.date(2024, 3, 31)}
    DossierEntryFactory(fact="获评岗位能手", confirmed=True, **facts)
    DossierEntryFactory(fact="会议迟到被通报", kind="criticism", confirmed=True, **facts)
    DossierEntryFactory(fact="尚未确认", **facts)
    DossierEntryFactory(fact="改革任务", kind="reform", confirmed=True, **facts)
    later = {**facts, "happened_on": dt.date(2024, 4, 1)}
    DossierEntryFactory(fact="下季度的表彰", confirmed=True, **later)
    one = quarter_of(world, world.staff[0])
    words = words_of(quarter_sheet(one))
    assert "2024.03获评岗位能手2024.03会议迟到被通报" in words
    assert [fact.fact for fact in one.facts] == ["获评岗位能手", "会议迟到被通报"]
    # The section head keeps no dossiers.
    assert quarter_of(world, world.staff[0], world.head).facts == []


def test_l_11_indicator_style_grades_each_indicator_by_the_leaders_marks(world) -> None:
    """L-11: common and individual indicators each with 好 to 较差, days, comment, final review."""
    names = ("政治品质", "职业道德", "工作作风", "廉洁自律", "个性指标")
    category = world.plan.systems.get().category
    system = SystemFactory(
        category=category, year=2024, assessee_kind="staff", version=98, published=True
    )
    for place, name in enumerate(names[:4], 1):
        top = SectionFactory(system=system, code=f"{place}", name=name, weight=10, position=place)
        LeafFactory(system=system, parent=top, code=f"{place}.1", name=f"{name}要素", judged=True)
    last = {"system": system, "name": names[4], "standard": "数量、质量、效率", "judged": True}
    LeafFactory(code="5", weight=60, position=5, **last)
    world.plan.form_style = "indicators"
    world.plan.save()
    world.plan.systems.set([system])
    world.open(2)
    person = world.staff[0]
    record = world.record_of(person)
    save_record(record, revision=0, summary="完成", best="", regret="", work=(), by=person)
    record = submit_record(record, revision=1, by=person)
    given = {"1.1": 90, "2.1": 89, "3.1": 60, "4.1": 59, "5": 100}
    for reviewer, change in ((world.head, -30), (world.leader, 0), (world.principal, -30)):
        marks = {code: Decimal(max(mark + change, 0)) for code, mark in given.items()}
        words = "本季度表现较好" if change == 0 else ""
        review_records([Review(record, "forward", words, marks)], by=reviewer)
    AttendanceFactory(record=record, present=60, personal_leave=1, sick_leave="0.5", absent=2)
    one = quarter_of(world, person)
    expected = list(zip(names, ("好", "较好", "一般", "较差", "好"), strict=True))
    assert [(row.name, row.grade) for row in one.indicators] == expected
    assert one.indicators[4].elements == "数量、质量、效率"
    words = words_of(quarter_sheet(one), pages=1)
    assert "公务员平时考核登记表（指标式）" in words
    for text in ("政治品质政治品质要素", "本季度表现较好", "主管领导评鉴", "审定"):
        assert text in words
    # A row that repeats would stand above the person.
    assert not any(row.repeats for row in quarter_sheet(one).tables[0].rows)
    # Merged boxes are read once for each column.
    days = words[words.index("出勤情况") : words.index("主管领导评鉴")]
    assert days == "出勤情况（天）出勤事假病假旷工旷工出勤情况（天）6010.522"
    # Before publication the person's form has the lines and no grade.
    own = quarter_of(world, person, person)
    assert {row.grade for row in own.indicators} == {""}


def test_grade_is_on_the_form_of_the_person_only_after_publication(world) -> None:
    person = world.staff[0]
    decide(world, published=False)
    assert quarter_of(world, person).grade == "好"
    assert quarter_of(world, person, person).grade == ""
    publish_group(group_of(world.quarters[0], world.unit), by=UserFactory())
    assert quarter_of(world, person, person).grade == "好"


def test_dly_01_annual_form_is_prefilled_from_four_quarters(world) -> None:
    for number in (2, 3, 4):
        world.open(number)
        review_everybody(world, (95, 94, 84, 65))
        decide(world, published=True)
    record = world.record_of(world.staff[0])
    words = words_of(year_sheet(person_year(record, world.staff[0])), pages=2)
    assert "公务员年度考核登记表" in words
    assert "2024年度" in words
    # The first quarter was never decided.
    assert "年度平时考核情况：好3次、较好0次、一般0次、较差0次。" in words
    assert [f"第{number}季度：完成本季度工作" in words for number in (1, 2, 3, 4)] == [True] * 4


def test_annual_grades_are_those_decided_and_published(world) -> None:
    decide(world, published=True)
    annual = open_annual_cycle(world)
    annual.draws_on.set([world.quarters[0].cycle])
    (group,) = run_to_end(annual).groups.all()
    decisions = accept_proposals(group, body="党组会", decided_on=DAY, by=world.clerk)
    cadres = [person.cadre_id for person in world.staff]
    assert annual_grades(cadres) == {}
    publish_group(group, by=UserFactory())
    names = dict(annual.scheme.grades.values_list("code", "name"))
    expected = {one.assessee.appointment.cadre_id: {"2024": names[one.grade]} for one in decisions}
    assert annual_grades(cadres) == expected
    assert len(expected) == 4
    year = person_year(world.record_of(world.staff[0]), world.staff[0])
    assert year.annual == expected[cadres[0]]["2024"]


def test_l_10_annual_form_has_the_fields_and_writes_birth_as_1995_03(world) -> None:
    """G-25: the month of birth with a point; L-10: the boxes of the official form."""
    record = world.record_of(world.staff[0])
    cadre = record.assessee.appointment.cadre
    year = person_year(record, world.clerk)
    words = words_of(year_sheet(year))
    assert f"出生年月{cadre.birth_month:%Y.%m}" in words
    for label in ("政治面貌", "现任职时间", "单位及职务职级", "参加脱产培训情况", "需要说明的情况"):
        assert label in words
    # Without any grade the numbers are written by hand.
    assert "好___次" in words
    institution = PersonYear(year.quarters, year.grades)
    institution.quarters[0].record.assessee.identity_class = "institution_staff"
    assert "职务或岗位等级" in words_of(year_sheet(institution))


def test_summary_counts_people_and_grades_and_ad_hoc_tasks(world) -> None:
    """PAIN-03: ad-hoc tasks count in the quarter; those of a draft are nobody else's yet."""
    decide(world, published=False)
    WorkEntryFactory.create_batch(2, record=world.record_of(world.staff[0]), kind="ad_hoc")
    WorkEntryFactory(record=world.record_of(world.staff[1]), kind="key")
    draft = world.record_of(world.staff[2])
    WorkEntryFactory(record=draft, kind="ad_hoc")
    QuarterRecord.objects.filter(pk=draft.pk).update(state="draft", submitted_at=None)
    summary = unit_summary(world.quarters[0], world.unit, world.clerk)
    words = words_of(summary_sheet(summary), pages=1)
    assert "参加考核4人（公务员4人）。" in words
    assert "考核等次：好1人、较好2人、一般1人、较差0人。" in words
    assert "临时任务2项" in words
    assert "临时任务合计2项。" in words


def test_long_texts_and_odd_characters_go_on_the_next_page(world) -> None:
    record = world.record_of(world.staff[0])
    record.summary = "推进重点工作。\x0b\x00\x1b" * 300 + "\U000e0041\n末段"
    record.__class__.objects.filter(pk=record.pk).update(summary=record.summary.replace("\x00", ""))
    assert "末段" in words_of(quarter_sheet(quarter_of(world, world.staff[0])))


def test_g_27_measures_of_the_page(world) -> None:
    sheet = quarter_sheet(quarter_of(world, world.staff[0]))
    document = Document(io.BytesIO(PRINTERS["docx"](sheet)))
    section = document.sections[0]
    assert [round(one.mm) for one in (section.top_margin, section.left_margin)] == [37, 28]
    assert document.styles["Title"].font.size.pt == 22
    assert {sum(table.widths) for table in sheet.tables} == {156}
    assert PRINTERS["docx"](sheet)[:2] == b"PK"


def test_form_of_a_person_is_downloaded_by_whoever_sees_the_record(client, world) -> None:
    record = world.record_of(world.staff[0])
    for name, form in (("record_form", "quarter"), ("year_form", "year")):
        for format, magic in (("docx", b"PK"), ("pdf", b"%PDF")):
            address = reverse(f"dailyreview:{name}", args=[record.pk, format])
            for reader in (world.staff[0], world.head, world.clerk):
                client.force_login(reader)
                answer = client.get(address)
                assert answer.content.startswith(magic)
                assert f".{format}" in answer["Content-Disposition"]
            client.force_login(world.staff[1])
            assert client.get(address).status_code == 404
            told = AuditEvent.objects.about(record).filter(action="form_exported")
            of_form = [one for one in told if one.after == {"kind": format, "form": form}]
            assert {one.actor for one in of_form} == {world.staff[0], world.head, world.clerk}
        client.force_login(world.clerk)
        assert (
            client.get(reverse(f"dailyreview:{name}", args=[record.pk, "doc"])).status_code == 404
        )


def test_summary_of_a_unit_without_people_is_not_found(client, world) -> None:
    client.force_login(world.clerk)
    quarter, other = world.quarters[0], make_world().unit
    address = reverse("dailyreview:summary_form", args=[quarter.pk, world.unit.pk, "pdf"])
    assert client.get(address).content.startswith(b"%PDF")
    empty = reverse("dailyreview:summary_form", args=[quarter.pk, other.pk, "pdf"])
    assert client.get(empty).status_code == 404
