"""Checklists: filled in by one, confirmed by another, read by a leaf and by the grade gates."""

from decimal import Decimal
from http import HTTPStatus

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import AssessmentCycle, OverlayFact
from assessment.selectors.gates import gate_proposals
from assessment.services.cycles import open_cycle
from collection.models import ChecklistItem
from collection.selectors.checklists import result_band
from collection.services.checklists import Answer, fill_checklist, rule_on_sheet, save_checklist
from indicators.models import SystemNode
from organization.models import AuditEvent, CategoryMembership, Role
from tests.assessment.factories import OPENED_ON, CycleFactory, SchemeFactory
from tests.assessment.worlds import run_to_end
from tests.collection.checklist_factories import (
    NEGATIVE_FROM,
    POINTS,
    ChecklistBandFactory,
    ChecklistFactory,
    ChecklistItemFactory,
    CheckSheetFactory,
)
from tests.collection.event_factories import PROOF
from tests.indicators.factories import LeafFactory, SystemFactory
from tests.organization.factories import (
    AppointmentFactory,
    CategoryMembershipFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def checklist():
    return ChecklistFactory()


@pytest.fixture
def office(checklist):
    return UserFactory.create_batch(2, role=Role.OFFICE_STAFF, role__domain=checklist.domain)


def answered(good, remark="见核查记录"):
    """The first points answered well, the others against them."""
    return {
        number: Answer((number <= good) != (number >= NEGATIVE_FROM), remark)
        for number in range(1, POINTS + 1)
    }


def filled(checklist, by, good, **changes):
    facts = {
        "unit": UnitFactory(domain=checklist.domain),
        "cadre": None,
        "period": "2023",
        "answers": answered(good),
        "evidence": ContentFile(PROOF, "proof.pdf"),
    }
    return fill_checklist(checklist, **(facts | changes), by=by)


def test_twenty_five_points_are_answered_by_one_and_confirmed_by_another(checklist, office):
    """IND-23: 25 points, positive and negative, with evidence; two people."""
    sheet = filled(checklist, office[0], 18)
    assert (sheet.good_count, len(sheet.answers), str(result_band(sheet))) == (18, 25, "一般")
    with pytest.raises(PermissionDenied):
        rule_on_sheet(sheet, confirmed=True, reason="", by=office[0])
    rule_on_sheet(sheet, confirmed=True, reason="", by=office[1])
    with pytest.raises(ValidationError, match="settled"):
        rule_on_sheet(sheet, confirmed=False, reason="重复", by=office[1])
    with pytest.raises(ValidationError, match="already"):
        filled(checklist, office[0], 25, unit=sheet.unit)
    assert [one.action for one in AuditEvent.objects.about(sheet).order_by("pk")] == [
        "checksheet_filled",
        "checksheet_confirmed",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"answers": {1: Answer(True)}}, id="a point left out"),
        pytest.param({"answers": answered(20, remark="")}, id="against them without a remark"),
        pytest.param({"evidence": None}, id="against them without a paper"),
        pytest.param({"period": "2023Q9"}, id="no period"),
    ],
)
def test_sheet_without_grounds_is_refused(checklist, office, changes):
    with pytest.raises(ValidationError):
        filled(checklist, office[0], 20, **changes)


def test_refused_sheet_is_filled_in_anew_and_points_stay_once_used(checklist, office):
    sheet = filled(checklist, office[0], 25)
    rule_on_sheet(sheet, confirmed=False, reason="依据不足", by=office[1])
    filled(checklist, office[0], 24, unit=sheet.unit)
    with pytest.raises(ValidationError, match="filled in already"):
        save_checklist(
            checklist, items=[ChecklistItem(number=1, text="另一项")], bands=[], by=office[0]
        )


def political_cycle(checklist, unit) -> AssessmentCycle:
    system = SystemFactory(
        published=True, category=CategoryMembership.objects.get(unit=unit).category, year=2023
    )
    LeafFactory(
        system=system,
        source=SystemNode.Source.CHECKLIST,
        rule="checklist",
        params={"items": "25"},
        indicator=checklist.indicator,
        weight=50,
    )
    cycle = CycleFactory(scheme=SchemeFactory(), systems=[system], period="2023")
    open_cycle(cycle, day=OPENED_ON, by=UserFactory())
    return cycle


def test_result_scores_by_the_rule_and_suggests_a_grade_gate(client, checklist, office):
    """IND-23, GRD-04: the result 一般 is suggested as a downgrade; a person records it."""
    unit = CategoryMembershipFactory(unit__domain=checklist.domain).unit
    cycle = political_cycle(checklist, unit)
    assert run_to_end(cycle).groups.get().results.get().total is None
    sheet = filled(checklist, office[0], 18, unit=unit)
    clerk = UserFactory(role=Role.OFFICE_STAFF)
    assert gate_proposals(cycle, clerk) == []
    rule_on_sheet(sheet, confirmed=True, reason="", by=office[1])
    assert run_to_end(cycle).groups.get().results.get().total == Decimal(36)
    (proposal,) = gate_proposals(cycle, clerk)
    assert (proposal.effect, proposal.clause) == (OverlayFact.Effect.DOWNGRADE, "第九条")
    client.force_login(clerk)
    page = client.get(reverse("assessment:overlay_list", args=[cycle.pk]) + f"?{proposal.query}")
    client.post(reverse("assessment:overlay_list", args=[cycle.pk]), page.context["form"].initial)
    fact = OverlayFact.objects.get()
    assert (fact.assessee.unit, fact.effect, fact.recorded_by) == (unit, "downgrade", clerk)
    assert "18 of 25" in fact.fact or "25 项" in fact.fact
    assert gate_proposals(cycle, clerk) == []


def test_cadre_is_found_by_name_and_never_rules_on_the_own_sheet(client):
    checklist = ChecklistFactory(about="cadre")
    post = AppointmentFactory(unit__domain=checklist.domain)
    clerk = UserFactory(role=Role.OFFICE_STAFF)
    client.force_login(clerk)
    sent = {
        "period": "2023",
        "name": post.cadre.name,
        "id_number": post.cadre.id_number,
        **{
            f"answer-{number}": "no" if number >= NEGATIVE_FROM else "yes"
            for number in range(1, 26)
        },
    }
    page = client.post(reverse("collection:checksheet_create", args=[checklist.pk]), sent)
    assert page.status_code == HTTPStatus.FOUND
    sheet = checklist.sheets.get()
    assert (sheet.cadre, sheet.unit, sheet.good_count) == (post.cadre, post.unit, 25)
    meant = UserFactory(role=Role.OFFICE_STAFF, cadre=post.cadre)
    with pytest.raises(PermissionDenied):
        rule_on_sheet(sheet, confirmed=True, reason="", by=meant)


@pytest.mark.parametrize("name", ["checklist_list", "checklist_detail", "overlay_list"])
def test_queries_do_not_grow(client, checklist, name):
    client.force_login(UserFactory(role=Role.OFFICE_STAFF))
    unit = CategoryMembershipFactory(unit__domain=checklist.domain).unit
    cycle = political_cycle(checklist, unit)
    app, args = "collection", [] if name == "checklist_list" else [checklist.pk]
    if name == "overlay_list":
        app, args = "assessment", [cycle.pk]
    counts = []
    for year in ("2023", "2024"):
        CheckSheetFactory.create_batch(2, checklist=checklist, period=year, confirmed=True)
        CheckSheetFactory(checklist=checklist, unit=unit, period=year, good_count=3, confirmed=True)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"{app}:{name}", args=args))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_factories_make_valid_rows(checklist):
    for row in (ChecklistItemFactory(), ChecklistBandFactory(), CheckSheetFactory(confirmed=True)):
        row.full_clean()
