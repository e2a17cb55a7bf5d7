"""Recommendations for a post: the checklist that keeps the sheet back, and the comparison."""

import datetime as dt
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from assessment.models import AssessmentCycle
from feedback.models import Candidate, CheckItem, Recommendation
from feedback.selectors.recommendations import candidate_cards, compared, missing_of
from feedback.services.recommendations import (
    Finding,
    add_candidate,
    add_statement,
    drop_candidate,
    load_check_items,
    record_checks,
    save_recommendation,
    sign_candidate,
    take_back_statement,
)
from organization.models import AuditEvent, Role
from tests.assessment.factories import (
    AssesseeFactory,
    CycleFactory,
    GradeDecisionFactory,
    PublicationFactory,
)
from tests.dailyreview.factories import AppointmentFormFactory, DossierEntryFactory
from tests.feedback.factories import (
    CandidateCheckFactory,
    CandidateFactory,
    RecommendationFactory,
    ResultUseFactory,
)
from tests.organization.factories import AppointmentFactory, DomainFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 6, 1)
RECORD = {
    "recommender": "赵推荐",
    "recommender_post": "局长",
    "recommended_on": DAY,
    "reason": "熟悉业务，群众公认",
}
CLEAR = Finding(True, DAY, "核查〔1〕号")


@pytest.fixture
def clerk():
    return UserFactory(role=Role.OFFICE_STAFF)


@pytest.fixture
def member():
    return UserFactory(role=Role.COMMITTEE_MEMBER)


@pytest.fixture
def post(clerk) -> Recommendation:
    load_check_items(by=None)
    unit = AppointmentFactory().unit
    return save_recommendation(None, unit=unit, post="副局长", places=1, rounds=1, by=clerk)


def candidate_of(post, clerk, name: str = "孙候选") -> Candidate:
    cadre = AppointmentFactory(unit=post.unit, cadre__name=name).cadre
    return add_candidate(post, cadre=cadre, **RECORD, by=clerk)


def missing(post) -> list[str]:
    return missing_of(post, candidate_cards(post))


def test_dos_09_an_incomplete_checklist_blocks_the_export(client, post, clerk, member) -> None:
    """DOS-09: named recommender, two signers, four musts, five bars, principal last, rounds."""
    client.force_login(clerk)
    sheet = reverse("feedback:recommendation_export", args=[post.pk])
    assert missing(post) == [
        "Nobody is recommended yet.",
        "The principal has not spoken last at the meeting.",
    ]
    candidate = candidate_of(post, clerk)
    lines = missing(post)
    # One round with one candidate, no signature, four musts and five bars, the principal.
    assert len(lines) == 1 + 1 + 9 + 1
    page = client.get(sheet, follow=True).text
    assert "The sheet is not complete" in page
    assert lines[1] in page
    items = list(CheckItem.objects.all())
    assert [item.family for item in items] == ["must"] * 4 + ["bar"] * 5
    record_checks(candidate, findings={item.pk: CLEAR for item in items}, by=clerk)
    sign_candidate(candidate, by=clerk)
    sign_candidate(candidate, by=member)
    add_statement(post, speaker="钱委员", is_principal=False, words="同意", by=clerk)
    add_statement(post, speaker="李书记", is_principal=True, words="同意", by=clerk)
    assert missing(post) == ["There was one round with no more candidates than places."]
    save_recommendation(post, unit=post.unit, post=post.post, places=1, rounds=2, by=clerk)
    assert missing(post) == []
    answer = client.get(sheet)
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["Post", "Candidates", "Checks", "Statements"]
    assert book["Candidates"]["B2"].value == "赵推荐"
    assert book["Checks"].max_row == 10
    assert [cell.value for cell in book["Statements"]["B"]] == ["Speaker", "钱委员", "李书记"]
    assert AuditEvent.objects.filter(action="recommendation_exported").count() == 1


def test_more_candidates_than_places_do_without_a_second_round(post, clerk) -> None:
    for name in ("孙候选", "周候选"):
        candidate_of(post, clerk, name)
    assert not any("one round" in line for line in missing(post))


def test_a_bar_keeps_the_matter_from_the_meeting_until_the_candidate_is_dropped(
    post, clerk
) -> None:
    candidate = candidate_of(post, clerk)
    item = CheckItem.objects.get(code="not-verified")
    with pytest.raises(ValidationError, match="Say what was found"):
        record_checks(candidate, findings={item.pk: Finding(False, DAY, "核查〔2〕号")}, by=clerk)
    found = Finding(False, DAY, "核查〔2〕号", "信访问题正在核实")
    record_checks(candidate, findings={item.pk: found}, by=clerk)
    assert any("kept from the meeting" in line and found.note in line for line in missing(post))
    drop_candidate(candidate, reason="核查未结", by=clerk)
    assert not any("kept from" in line for line in missing(post))
    with pytest.raises(ValidationError, match="was dropped"):
        drop_candidate(candidate, reason="核查未结", by=clerk)
    # Dropped is not forgotten, and the same person may be recommended anew.
    add_candidate(post, cadre=candidate.cadre, **RECORD, by=clerk)
    assert post.candidates.count() == 2


def test_a_finding_is_recorded_again_only_where_it_changes(post, clerk) -> None:
    candidate = candidate_of(post, clerk)
    key = CheckItem.objects.get(code="archive").pk
    for _time in range(2):
        record_checks(candidate, findings={key: CLEAR}, by=clerk)
    record_checks(candidate, findings={key: Finding(True, DAY, "核查〔9〕号")}, by=clerk)
    events = AuditEvent.objects.filter(action__startswith="candidatecheck_")
    assert sorted(events.values_list("action", flat=True)) == [
        "candidatecheck_created",
        "candidatecheck_updated",
    ]


def test_two_different_people_sign_and_never_the_candidate(post, clerk, member) -> None:
    candidate = candidate_of(post, clerk)
    own = UserFactory(role=Role.OFFICE_STAFF, cadre=candidate.cadre)
    with pytest.raises(PermissionDenied):
        sign_candidate(candidate, by=own)
    with pytest.raises(PermissionDenied):
        sign_candidate(candidate, by=UserFactory(role=Role.UNIT_PRINCIPAL, unit=post.unit))
    sign_candidate(candidate, by=clerk)
    with pytest.raises(ValidationError, match="somebody else"):
        sign_candidate(candidate, by=clerk)
    sign_candidate(candidate, by=member)
    with pytest.raises(ValidationError, match="Two people"):
        sign_candidate(candidate, by=UserFactory(role=Role.OFFICE_STAFF))
    candidate.refresh_from_db()
    assert (candidate.first_signed_by, candidate.second_signed_by) == (clerk, member)
    assert AuditEvent.objects.filter(action="candidate_signed").count() == 2


def test_the_principal_speaks_last(post, clerk) -> None:
    with pytest.raises(ValidationError, match="speaks last"):
        add_statement(post, speaker="李书记", is_principal=True, words="同意", by=clerk)
    add_statement(post, speaker="钱委员", is_principal=False, words="同意", by=clerk)
    add_statement(post, speaker="李书记", is_principal=True, words="同意", by=clerk)
    with pytest.raises(ValidationError, match="nobody speaks after"):
        add_statement(post, speaker="吴委员", is_principal=False, words="同意", by=clerk)
    take_back_statement(post, by=clerk)
    add_statement(post, speaker="吴委员", is_principal=False, words="同意", by=clerk)
    spoken = list(post.statements.values_list("position", "speaker"))
    assert spoken == [(1, "钱委员"), (2, "吴委员")]


def test_only_the_office_of_the_domain_keeps_a_recommendation(post, member) -> None:
    stranger = UserFactory(role=Role.OFFICE_STAFF, role__domain=DomainFactory())
    for one in (stranger, member, UserFactory(role=Role.SYSTEM_ADMIN)):
        with pytest.raises(PermissionDenied):
            add_statement(post, speaker="钱委员", is_principal=False, words="同意", by=one)
        with pytest.raises(PermissionDenied):
            save_recommendation(None, unit=post.unit, post="科长", places=1, rounds=1, by=one)
    assert not Recommendation.objects.visible_to(stranger).exists()


def test_the_checks_are_laid_down_once(capsys) -> None:
    call_command("load_check_items")
    CheckItem.objects.filter(code="archive").update(text="改过的事项")
    assert load_check_items(by=None) == 0
    assert CheckItem.objects.get(code="archive").text == "改过的事项"
    assert CheckItem.objects.exclude(clause="").count() == 9


def test_dos_06_candidates_stand_side_by_side_and_fewer_than_three_warn(
    client, post, clerk
) -> None:
    """DOS-06: posts, education, grades, dossier and uses of each; no place and no sum."""
    last = timezone.localdate().year - 1
    first = candidate_of(post, clerk, "孙候选")
    candidate_of(post, clerk, "周候选")
    held = first.cadre.appointments.get()
    form = AppointmentFormFactory(cadre=first.cadre)
    form.texts = [["QuanRiZhiJiaoYu_XueLi", "大学本科"]]
    form.save()
    DossierEntryFactory.create_batch(2, cadre=first.cadre, confirmed=True)
    DossierEntryFactory(cadre=first.cadre, confirmed=True, negative=True)
    for kind, period in (("annual", str(last)), ("daily", f"{last}Q4"), ("annual", f"{last - 3}")):
        cycle = CycleFactory(closed=True, kind=kind, period=period)
        assessee = AssesseeFactory(cycle=cycle, appointment=held)
        decision = GradeDecisionFactory(assessee=assessee)
        group = PublicationFactory(group__run=decision.run, group__key=assessee.group_key).group
        assessee.results.create(group=group, assessee=assessee, points=(0,), full_marks=(0,))
    ResultUseFactory(decision=decision, kind="award")
    unpublished = AssesseeFactory(
        cycle=CycleFactory(closed=True, kind=AssessmentCycle.Kind.DAILY, period=f"{last}Q3"),
        appointment=held,
    )
    GradeDecisionFactory(assessee=unpublished)
    columns = {one.cadre.name: one.facts for one in compared(candidate_cards(post))}
    told = columns["孙候选"]
    assert told["Education"] == ["大学本科"]
    assert told["Annual grades"] == [f"{last} 良好"]
    assert told["Grades of quarters"] == [f"{last}Q4 良好"]
    assert (told["Positive facts"], told["Negative facts"]) == (["2"], ["1"])
    assert told["Use of results"] == ["2024-05-01 award or commendation"]
    assert columns["周候选"]["Education"] == []
    client.force_login(clerk)
    address = reverse("feedback:comparison_detail", args=[post.pk])
    assert "2 candidates: at least 3" in client.get(address).text
    candidate_of(post, clerk, "吴候选")
    assert "at least 3" not in client.get(address).text
    answer = client.get(reverse("feedback:comparison_export", args=[post.pk]))
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert {cell.value for cell in book.active[1]} == {
        "What is compared",
        "孙候选",
        "周候选",
        "吴候选",
    }


def test_the_pages_fill_a_checklist(client, post, clerk) -> None:
    client.force_login(clerk)
    cadre = AppointmentFactory(unit=post.unit).cadre
    record = {**RECORD, "recommended_on": DAY.isoformat()}
    create = reverse("feedback:candidate_create", args=[post.pk])
    unknown = client.post(create, {**record, "id_number": "11010519491231002X"})
    assert "No cadre of yours has this ID number." in unknown.text
    client.post(create, {**record, "id_number": cadre.id_number})
    again = client.post(create, {**record, "id_number": cadre.id_number})
    assert "This person is a candidate already." in again.text
    candidate = Candidate.objects.get()
    item = CheckItem.objects.get(code="archive")
    checks = reverse("feedback:candidate_check", args=[candidate.pk])
    half = client.post(checks, {f"item{item.pk}-is_clear": "yes"})
    assert half.text.count("Needed with a finding.") == 2
    finding = {"is_clear": "yes", "checked_on": "2024-06-02", "document": "核查〔1〕号"}
    page = client.post(
        checks, {f"item{item.pk}-{name}": value for name, value in finding.items()}, follow=True
    )
    assert "核查〔1〕号" in page.text
    page = client.post(reverse("feedback:candidate_sign", args=[candidate.pk]), follow=True)
    assert "Signed." in page.text


def test_no_page_asks_more_for_more_candidates(client, clerk) -> None:
    load_check_items(by=None)
    post = RecommendationFactory()
    counts = []
    client.force_login(clerk)
    for _round in range(2):
        for _number in range(3):
            cadre = AppointmentFactory(unit=post.unit).cadre
            candidate = CandidateFactory(recommendation=post, cadre=cadre, signed=True)
            CandidateCheckFactory(candidate=candidate, item=CheckItem.objects.first())
            RecommendationFactory()
        asked = []
        for page in ("recommendation_list", "recommendation_detail", "comparison_detail"):
            args = [] if page.endswith("list") else [post.pk]
            address = reverse(f"feedback:{page}", args=args)
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            asked.append(len(queries))
        counts.append(asked)
    assert counts[0] == counts[1]
