"""Cards of people and teams: one sheet of A4 each, and nothing on them that is not on record."""

import datetime as dt
import io

import docx
import pypdf
import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation

from dailyreview.models import QuarterRecord
from dailyreview.paper import sheet_docx, sheet_pdf
from feedback.models import PersonCard, TeamCard
from feedback.paper.cards import person_sheet, team_sheet
from feedback.selectors.files.access import Reader
from feedback.selectors.files.cards import person_facts, team_facts
from feedback.selectors.files.material import material_of
from feedback.services.files import write_person_card, write_team_card
from organization.models import AuditEvent, Role
from tests.assessment.factories import TalkRecordFactory
from tests.dailyreview.factories import (
    AppointmentFormFactory,
    DossierEntryFactory,
    MentoringFactory,
    QuarterFactory,
    QuarterRecordFactory,
    ReminderFactory,
)
from tests.feedback.factories import PersonCardFactory, ResultUseFactory, TeamCardFactory
from tests.feedback.files.worlds import decided
from tests.feedback.worlds import publish, scored_group
from tests.organization.factories import AppointmentFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 5, 11)
LONG = "协调推进重点项目前期手续办理不够及时，与有关部门会商偏少，台账更新有时滞后，须压实责任。"


@pytest.fixture
def post(unit):
    return AppointmentFactory(unit=unit, starts_on=dt.date(2020, 3, 1))


@pytest.fixture
def record(post) -> QuarterRecord:
    return QuarterRecordFactory(
        quarter=QuarterFactory(plan__domain=post.unit.domain),
        assessee__unit=post.unit,
        assessee__appointment=post,
        regret="对口联系企业不够勤",
        submitted_at=dt.datetime(2024, 4, 1, tzinfo=dt.UTC),
    )


def facts_for(cadre, user):
    return person_facts(material_of(cadre, user), DAY)


def pages_of(pdf: bytes) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def is_a4(page: pypdf.PageObject) -> bool:
    size = page.mediabox
    return (round(float(size.width)), round(float(size.height))) == (595, 842)


def test_gaps_rewards_and_matters_come_from_what_is_there(post, record, office_clerk):
    """DOS-05: basics, results, gaps, rewards, matters; the office's own words stand first."""
    told = {"cadre": post.cadre, "unit": post.unit, "confirmed": True}
    DossierEntryFactory(kind="award", fact="先进个人", **told)
    DossierEntryFactory(kind="criticism", side="negative", fact="值班脱岗", **told)
    DossierEntryFactory(kind="petition", side="negative", fact="信访属实", **told)
    ReminderFactory(record=record, words="材料迟报")
    MentoringFactory(record=record, grade="一般")
    PersonCardFactory(cadre=post.cadre, gaps="缺少基层经历\n表达偏弱", matters="近期轮岗")
    ResultUseFactory(decision=decided(post, "2025", "excellent"), kind="promotion")
    facts = facts_for(post.cadre, office_clerk)
    assert facts.posts == [post]
    assert [one[:13] for one in facts.gaps[:2]] == ["Office: 缺少基层经", "Office: 表达偏弱"]
    assert "材料迟报" in facts.gaps[2]
    assert facts.gaps[3].endswith("对口联系企业不够勤")
    assert "Used for: promotion" in facts.rewards[0]
    assert [one.split(": ")[-1] for one in facts.rewards[1:]] == ["值班脱岗", "先进个人"]
    assert facts.matters[0] == "Office: 近期轮岗"
    assert "Mentoring under way" in facts.matters[1]
    assert facts.matters[2].endswith("信访属实")


def test_an_empty_card_invents_nothing(post, office_clerk):
    facts = facts_for(post.cadre, office_clerk)
    assert (facts.gaps, facts.rewards, facts.matters, facts.years) == ([], [], [], [])
    (page,) = pages_of(sheet_pdf(person_sheet(facts)))
    assert page.extract_text().count("Nothing on record.") >= 4


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_crowded_card_is_one_sheet_and_says_what_it_leaves_out(
    post, record, office_clerk, language
):
    """DOS-05: cards print on A4, also with more than fits."""
    for number in range(12):
        ReminderFactory(record=record, words=f"第{number}项：{LONG}{LONG}"[:500])
        for kind, side in (("award", "positive"), ("petition", "negative")):
            DossierEntryFactory(
                cadre=post.cadre,
                unit=post.unit,
                kind=kind,
                side=side,
                fact=LONG * 3,
                confirmed=True,
            )
    type(post).objects.filter(pk=post.pk).update(remit=LONG * 6, post="党组副书记、副市长、" * 5)
    for year in range(2022, 2026):
        for _again in range(2):
            decided(post, str(year), "excellent")
        for quarter in range(1, 5):
            decided(post, f"{year}Q{quarter}")
    with translation.override(language):
        sheet = person_sheet(facts_for(post.cadre, office_clerk))
        (page,) = pages_of(sheet_pdf(sheet))
        assert is_a4(page)
        (note,) = sheet.notes
    assert ("Gaps" if language == "en" else "短板") in note
    (table,) = docx.Document(io.BytesIO(sheet_docx(sheet))).tables
    assert any("…" in cell.text for row in table.rows for cell in row.cells)
    heights = [row.height for row in sheet.tables[0].rows]
    # Title, date and foot take what the type area of 225 mm leaves.
    assert sum(heights) <= 200


def test_the_person_reads_neither_the_words_of_the_office_nor_points(client, post, record):
    PersonCardFactory(cadre=post.cadre, gaps="缺少基层经历")
    decided(post, "2025", "excellent")
    person = UserFactory(role=Role.CADRE, unit=post.unit, cadre=post.cadre)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("feedback:file_card", args=[post.cadre_id])).text
    assert "优秀" in page
    assert "缺少基层经历" not in page
    assert "86.5" not in page
    assert "对口联系企业不够勤" in page


def test_signed_talks_speak_to_the_office_alone(unit, office_clerk, principal):
    """What a talk told the unit is advice; whom it was with is on no card."""
    assessee = decided(unit, "2025").assessee
    answers = {"weaknesses": "统筹不够", "work": "全年工作"}
    TalkRecordFactory(assessee=assessee, signed=True, answers=answers, with_whom="某副局长")
    TalkRecordFactory(assessee=assessee, answers={"potential": "尚未签字"})
    (line,) = team_facts(unit, Reader(office_clerk), DAY).advice
    assert "统筹不够" in line
    assert "某副局长" not in line
    assert team_facts(unit, Reader(principal), DAY).advice == []


def test_who_takes_a_card_out_stands_in_the_trail(client, post, principal):
    client.force_login(principal, backend="django.contrib.auth.backends.ModelBackend")
    taken = ((post.cadre, "file_paper"), (post.unit, "team_paper"))
    for thing, name in taken:
        page = client.get(reverse(f"feedback:{name}", args=[thing.pk, "docx"]))
        assert page.content.startswith(b"PK")
        event = AuditEvent.objects.about(thing).get(action="form_exported")
        assert event.actor == principal
        assert client.get(reverse(f"feedback:{name}", args=[thing.pk, "exe"])).status_code == 404


def test_the_principal_reads_no_words_of_the_office(post, principal):
    PersonCardFactory(cadre=post.cadre)
    TeamCardFactory(unit=post.unit, traits="团结", principal_places=1, deputy_places=3)
    assert facts_for(post.cadre, principal).gaps == []
    facts = team_facts(post.unit, Reader(principal), DAY)
    assert facts.traits == []
    assert [one.missing for one in facts.places] == [1, 2, None]


def test_a_team_card_counts_posts_and_people(unit, office_clerk):
    """DOS-05: quotas, structure by age, sex, education and party, of whom it is known."""
    chief = AppointmentFactory(unit=unit, principal=True, cadre__birth_month=dt.date(1969, 5, 1))
    for year, sex in ((1972, "2"), (1988, "1"), (1989, "2")):
        AppointmentFactory(unit=unit, cadre__birth_month=dt.date(year, 6, 1), cadre__sex=sex)
    AppointmentFormFactory(
        cadre=chief.cadre,
        texts=[["RuDangShiJian", "199506"], ["QuanRiZhiJiaoYu_XueLi", "大学"]],
    )
    TeamCardFactory(
        unit=unit, principal_places=1, deputy_places=4, traits="年轻干部多", advice="配一名女干部"
    )
    facts = team_facts(unit, Reader(office_clerk), DAY)
    assert [(one.allowed, one.filled, one.missing) for one in facts.places] == [
        (1, 1, 0),
        (4, 3, 1),
        (None, 0, None),
    ]
    age, sex, education, party = facts.structures
    assert age.counts == [("36–40 years", 2), ("51–55 years", 1), ("56 and older", 1)]
    assert dict(sex.counts) == {"male": 2, "female": 2}
    assert (education.counts, education.known) == ([("大学", 1)], 1)
    assert party.counts == [("Party member", 1)]
    assert facts.traits == ["Office: 年轻干部多"]
    assert facts.gaps == ["Deputy: 1 posts to be filled"]
    sheet = team_sheet(facts)
    (page,) = pages_of(sheet_pdf(sheet))
    assert is_a4(page)
    assert "known of 1 of 4" in page.extract_text().replace("\n", " ")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_crowded_team_card_is_one_sheet(category, office_clerk, language):
    """DOS-05: traits, gaps and advice of the newest report, on one sheet of A4."""
    group = scored_group(category)
    publish(group)
    unit = group.results.get(rank=4).assessee.unit
    for number in range(14):
        AppointmentFactory(unit=unit, post=f"党组成员、副市长兼某某委员会主任{number}")
    words = LONG * 5
    TeamCardFactory(unit=unit, traits=words, gaps=words, advice=words, deputy_places=30)
    for year in range(2023, 2026):
        for _again in range(3):
            decided(unit, str(year))
    with translation.override(language):
        facts = team_facts(unit, Reader(office_clerk), DAY)
        # Of the report, after the words of the office.
        assert len(facts.traits) > 1
        assert len(facts.gaps) > 2
        assert len(facts.advice) > 1
        sheet = team_sheet(facts)
        (page,) = pages_of(sheet_pdf(sheet))
    assert is_a4(page)
    assert sheet.notes
    assert sum(row.height for row in sheet.tables[0].rows) <= 200


def test_only_the_office_that_keeps_somebody_writes_on_a_card(unit, post, principal, office_clerk):
    words = {"gaps": "缺少基层经历", "matters": ""}
    with pytest.raises(PermissionDenied):
        write_person_card(post.cadre, **words, by=principal)
    own = UserFactory(role=Role.OFFICE_STAFF, cadre=post.cadre)
    with pytest.raises(PermissionDenied):
        write_person_card(post.cadre, **words, by=own)
    card = write_person_card(post.cadre, **words, by=office_clerk)
    again = write_person_card(post.cadre, gaps="", matters="轮岗", by=office_clerk)
    assert PersonCard.objects.get() == again == card
    assert [one.action for one in AuditEvent.objects.about(card).order_by("pk")] == [
        "personcard_created",
        "personcard_updated",
    ]
    team = {
        "principal_places": 1,
        "deputy_places": 4,
        "member_places": None,
        "traits": "",
        "gaps": "",
        "advice": "",
    }
    with pytest.raises(PermissionDenied):
        write_team_card(unit, **team, by=principal)
    assert write_team_card(unit, **team, by=office_clerk) == TeamCard.objects.get()
    assert not PersonCard.objects.visible_to(own).exists()
    assert not TeamCard.objects.visible_to(principal).exists()
