"""What waits for whom on the home page."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from assessment.models import AssessmentCycle, SheetDraft
from assessment.services.decisions import accept_proposals
from assessment.services.runs import start_run
from evaluators.models import Waiver
from feedback.selectors.waiting import waiting_for
from feedback.services.batches import order_batch
from indicators.models import ReportedValue
from indicators.services.reviews import answer_review
from organization.models import AuditEvent, Role, User
from tests.assessment.factories import (
    OPENED_ON,
    CycleFactory,
    FieldQuestionFactory,
    SheetDraftFactory,
    VerificationFactory,
    WorkbookImportFactory,
)
from tests.assessment.marking import hand_in, make_marking
from tests.assessment.worlds import make_unit_cycle
from tests.evaluators.factories import (
    EvaluatorFactory,
    FieldPlanFactory,
    LetterVersionFactory,
    PlanUnitFactory,
    SeatFactory,
    SignatureFactory,
    WaiverFactory,
)
from tests.feedback.worlds import FIGURES, publish, scored_group
from tests.indicators.factories import ExemptionFactory, SystemFactory
from tests.indicators.review_factories import FigureReviewFactory
from tests.organization.factories import AuditEventFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def tasks(user) -> list[str]:
    return [item.task for item in waiting_for(user)]


def test_nothing_waits_is_said_so(client, evaluator):
    client.force_login(evaluator, backend="django.contrib.auth.backends.ModelBackend")
    assert "hj-empty" in client.get(reverse("feedback:home")).text


def test_the_office_sees_uploads_drafts_and_cycles_in_preparation(office_clerk):
    upload = WorkbookImportFactory(uploaded_by=office_clerk)
    system, cycle = SystemFactory(), CycleFactory()
    assert tasks(office_clerk) == [
        f"Confirm or drop the upload {upload.file_name}.",
        f"{cycle} is prepared and waits to be opened.",
        f"The indicator system {system} is a draft.",
    ]


def test_an_open_cycle_waits_for_figures_then_for_its_run(office_clerk):
    cycle = make_unit_cycle(3)
    value = ReportedValue.objects.filter(period="2023").first()
    assert tasks(office_clerk) == [f"{cycle} has every figure and waits for its first run."]
    value.delete()
    assert tasks(office_clerk) == [f"{cycle}: 1 figure has not been reported."]
    node = value.indicator.nodes.get()
    ExemptionFactory(node=node, unit=value.unit)
    assert tasks(office_clerk) == [f"{cycle} has every figure and waits for its first run."]
    run = start_run(cycle, by=office_clerk)
    assert tasks(office_clerk) == [f"{run} is under way."]


def test_a_cycle_under_marking_waits_for_its_evaluators(office_clerk):
    cycle = make_unit_cycle(3)
    AssessmentCycle.objects.update(field_plan=FieldPlanFactory())
    assert tasks(office_clerk) == [f"{cycle} is being marked."]
    AssessmentCycle.objects.update(marking_closed_at=timezone.now())
    assert tasks(office_clerk) == [f"{cycle} has every figure and waits for its first run."]


def test_decisions_wait_for_the_committee_and_publication_for_a_second_person(
    category, office_clerk, committee_member
):
    group = scored_group(category)
    waiting = f"{group.name}: 5 of 5 grades wait for a decision."
    assert tasks(office_clerk) == tasks(committee_member) == [waiting]
    accept_proposals(group, body="市委常委会", decided_on=OPENED_ON, by=office_clerk)
    assert tasks(committee_member) == []
    assert tasks(office_clerk) == [
        f"{group.name}: all grades are decided and wait for publication."
    ]


def test_batches_under_way_are_shown(category, office_clerk):
    group = scored_group(category)
    order_batch(group, format="pdf", by=office_clerk)
    assert f"Reports of {group.name}: 0 of 5 are made." in tasks(office_clerk)


def test_a_reporter_sees_only_figures_that_are_theirs(client, reporter, category, unit):
    group = scored_group(category, FIGURES[:2], units=[unit, UnitFactory(domain=unit.domain)])
    cycle = group.run.cycle
    assert tasks(reporter) == []
    ReportedValue.objects.filter(period="2023").delete()
    assert tasks(reporter) == [f"{cycle}: 3 figures of yours have not been reported."]
    client.force_login(reporter)
    (line,) = waiting_for(reporter)
    assert f"{unit.label}</a>" in client.get(line.url).content.decode()


def test_odd_figures_wait_for_their_reporter_and_for_the_office(reporter, office_clerk, unit):
    review = FigureReviewFactory(unit=unit)
    FigureReviewFactory()
    assert tasks(reporter) == ["1 figure of yours looks odd and is to be explained."]
    assert tasks(office_clerk) == ["2 odd figures wait to be settled."]
    answer_review(review, answer="口径不同", by=reporter)
    assert tasks(reporter) == []


def test_published_reports_wait_for_their_readers(principal, category, unit):
    group = scored_group(category, FIGURES[:1], units=[unit])
    assert tasks(principal) == []
    publish(group)
    assert tasks(principal) == [f"The health check report of {unit.name} can be read."]


def test_administrators_see_their_own_work(system_admin, security_admin, audit_admin):
    UnitFactory()
    assert tasks(system_admin) == ["1 unit has no category today."]
    UserFactory()
    soon = timezone.localdate() + dt.timedelta(days=3)
    UserFactory(role=Role.EVALUATOR, role__valid_to=soon)
    assert tasks(security_admin) == [
        "1 account has no role.",
        "1 role or grant runs out within 30 days.",
    ]
    AuditEventFactory(result=AuditEvent.Result.REFUSED)
    assert tasks(audit_admin) == ["1 action was refused within 7 days."]


def test_every_line_says_for_whom_and_leads_somewhere(category, office_clerk):
    scored_group(category)
    make_unit_cycle(2)
    for item in waiting_for(office_clerk):
        assert item.detail
        assert item.url.startswith("/")


def test_queries_do_not_grow_with_the_work(category, office_clerk):
    counts = []
    for size in (2, 3):
        scored_group(category, FIGURES[:size])
        make_unit_cycle(size)
        SystemFactory()
        WorkbookImportFactory(uploaded_by=office_clerk)
        with CaptureQueriesContext(connection) as queries:
            # Read again, as a request does: a user object remembers its roles.
            waiting_for(User.objects.get(pk=office_clerk.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_evaluator_signs_the_letters_then_owes_sheets():
    letter = LetterVersionFactory()
    marking = make_marking(units=2)
    evaluator = EvaluatorFactory(account=UserFactory(role=Role.EVALUATOR))
    SeatFactory(group=marking.group, role=marking.role, evaluator=evaluator)
    assert tasks(evaluator.account) == [f"{marking.plan}: read and sign the letters."]
    SignatureFactory(letter=letter, evaluator=evaluator, plan=marking.plan)
    owed = f"{marking.cycle}: 2 score sheets of yours are still to be handed in."
    assert tasks(evaluator.account) == [owed]
    due_at = dt.datetime(2100, 1, 10, 10, 0, tzinfo=dt.UTC)
    AssessmentCycle.objects.update(sheets_due_at=due_at)
    SheetDraftFactory(
        assessee=marking.assessees[0],
        evaluator=evaluator.account,
        returned_at=timezone.now(),
        returned_reason="未拉开差距",
    )
    [item] = waiting_for(evaluator.account)
    assert item.detail == "For you, until 2100-01-10 18:00. 1 was returned."
    AssessmentCycle.objects.update(sheets_due_at=timezone.now())
    [item] = waiting_for(evaluator.account)
    assert item.detail == "The deadline has passed: ask the assessment office for more time."
    # A sheet that was given back may have more time than the others.
    SheetDraft.objects.update(due_at=due_at)
    [item] = waiting_for(evaluator.account)
    assert item.detail == "For you, until 2100-01-10 18:00. 1 was returned."
    AssessmentCycle.objects.update(sheets_due_at=due_at)
    for assessee in marking.assessees:
        hand_in(assessee, evaluator.account)
    assert tasks(evaluator.account) == []


def test_an_evaluator_sees_the_doubts_to_settle():
    marking = make_marking(units=1)
    user = marking.member()
    [assessee] = marking.assessees
    hand_in(assessee, user)
    facts = {"group": marking.group, "assessee": assessee, "assigned_to": user}
    doubt = VerificationFactory(**facts)
    VerificationFactory(**facts, concluded=True)
    [item] = waiting_for(user)
    assert item.task == "1 verification waits for your conclusion."
    assert item.detail == f"The first is due {doubt.due_on}."


def test_the_office_answers_questions_and_approves_what_others_asked_for(
    office_clerk, committee_member
):
    plan = FieldPlanFactory()
    question = FieldQuestionFactory(group__plan=plan)
    waiver = WaiverFactory(plan=plan)
    PlanUnitFactory(plan=plan, group=question.group, unit=waiver.unit)
    approval = f"{plan}: 1 waiver of a recusal waits for approval."
    assert tasks(office_clerk) == ["1 question of a group waits for an answer.", approval]
    assert tasks(committee_member) == [approval]
    Waiver.objects.update(requested_by=office_clerk)
    assert tasks(office_clerk) == ["1 question of a group waits for an answer."]


def test_the_queries_of_an_evaluator_do_not_grow_with_the_sheets():
    counts = []
    for size in (2, 5):
        marking = make_marking(units=size)
        user = marking.member()
        for assessee in marking.assessees:
            VerificationFactory(group=marking.group, assessee=assessee, assigned_to=user)
        with CaptureQueriesContext(connection) as queries:
            waiting_for(User.objects.get(pk=user.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]
