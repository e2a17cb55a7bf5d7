import ast
import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import GradeDecision, OverlayFact, Publication, Result, RunGroup, ScoreRun
from assessment.selectors.decisions import open_proposals
from assessment.services.decisions import accept_proposals, decide_grade, publish_group
from assessment.services.overlays import record_overlay_fact
from organization.models import AuditEvent, Role
from tests.assessment.refusals import refusal
from tests.assessment.worlds import make_unit_cycle, run_to_end, tamper
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db

MEETING = {"body": "市委常委会第12次会议", "decided_on": dt.date(2024, 1, 20)}


@pytest.fixture
def group() -> RunGroup:
    """Five units with 98.5, 94.1, 89.7, 85.3 and 80.9 points; 优秀 for at most one."""
    return run_to_end(make_unit_cycle(5)).groups.get()


def decide(result: Result, grade: str, by, **kwargs) -> GradeDecision:
    run = result.group.run
    return decide_grade(result.assessee, run=run, grade=grade, **MEETING, by=by, **kwargs)


def test_proposals_keep_the_quota_and_show_its_arithmetic(group):
    grades = [result.proposed_grade for result in group.results.ranked()]
    assert grades == ["excellent", "good", "good", "good", "good"]
    (quota,) = group.proposal["quotas"]
    assert (quota["n"], quota["share"], quota["exact"], quota["allowed"]) == (5, "0.3", "1.5", 1)
    assert (quota["candidates"], quota["used"]) == (2, 1)


def test_overlay_lowers_the_proposal_and_never_the_points(office_clerk):
    cycle = make_unit_cycle(5)
    best, second = cycle.assessees.order_by("key")[:2]
    for assessee, effect in ((best, "bar_top"), (second, "downgrade")):
        record_overlay_fact(
            assessee, effect=effect, clause="第三十一条", fact="约谈", by=office_clerk
        )
    first, other = run_to_end(cycle).groups.get().results.ranked()[:2]
    assert (str(first.total), first.proposed_grade) == ("98.500000", "good")
    assert (str(other.total), other.proposed_grade) == ("94.100000", "fair")
    assert first.grade_reason == {
        "before_overlay": "excellent",
        "limits": [
            {"clause": "第三十一条", "fact": "约谈", "grade_from": "excellent", "grade_to": "good"}
        ],
    }


def test_run_leaves_no_grade_decided(group):
    """L-19: a computed grade is a proposal, and nothing else."""
    assert not GradeDecision.objects.exists()
    assert not Publication.objects.exists()


def test_only_one_service_writes_decisions_and_publications():
    """L-19: no code path finalises a grade without a named decision record."""
    writers = set()
    for path in Path(settings.BASE_DIR, "assessment").rglob("*.py"):
        for call in (n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)):
            name = ast.unparse(call.func)
            if name in {"GradeDecision", "Publication"} or name.startswith(
                ("GradeDecision.objects.create", "Publication.objects.create")
            ):
                writers.add(path.name)
    assert writers == {"decisions.py"}


def test_decide_grade_records_who_which_body_when_and_on_which_run(group, office_clerk):
    result = group.results.ranked().first()
    decision = decide(result, "excellent", office_clerk)
    assert (decision.run, decision.decided_by) == (group.run, office_clerk)
    assert (decision.body, decision.decided_on) == (MEETING["body"], MEETING["decided_on"])
    assert decision.departure_reason == ""
    event = AuditEvent.objects.about(decision).get()
    assert (event.action, event.after["grade"]) == ("grade_decided", "excellent")


def test_decide_grade_asks_why_it_departs_from_the_proposal(group, office_clerk):
    result = group.results.ranked().first()
    assert refusal(decide, result, "fair", office_clerk) == "departure"
    assert refusal(decide, result, "fair", office_clerk, departure_reason="  ") == "departure"
    assert not GradeDecision.objects.exists()
    decision = decide(result, "fair", office_clerk, departure_reason="班子不团结,群众反映较多")
    assert (decision.proposed_grade, decision.grade) == ("excellent", "fair")


def test_decide_grade_refuses_a_grade_the_scheme_lacks(group, office_clerk):
    assert refusal(decide, group.results.first(), "superb", office_clerk) == "grade"


def test_decide_grade_refuses_a_run_that_is_not_complete(group, office_clerk):
    tamper(group.run, "state", ScoreRun.State.FAILED.value)
    group = RunGroup.objects.get(pk=group.pk)
    assert refusal(decide, group.results.first(), "good", office_clerk) == "not_complete"


def test_decide_grade_refuses_a_run_without_the_assessee(group, office_clerk):
    other = run_to_end(make_unit_cycle(3)).groups.get().results.first()
    code = refusal(
        decide_grade, other.assessee, run=group.run, grade="good", **MEETING, by=office_clerk
    )
    assert code == "no_result"


def test_second_decision_supersedes_the_first_and_keeps_it(group, office_clerk, committee_member):
    result = group.results.ranked().first()
    first = decide(result, "excellent", office_clerk)
    second = decide(result, "good", committee_member, departure_reason="补充核实")
    first.refresh_from_db()
    assert (first.superseded_by, first.grade) == (second, "excellent")
    assert GradeDecision.objects.in_force().get() == second
    event = AuditEvent.objects.about(second).get()
    assert (event.before["grade"], event.after["grade"]) == ("excellent", "good")


def test_accept_proposals_records_each_undecided_assessee(group, office_clerk):
    result = group.results.ranked().last()
    decide(result, "fair", office_clerk, departure_reason="瞒报")
    accepted = accept_proposals(group, **MEETING, by=office_clerk)
    assert len(accepted) == 4
    assert all(decision.grade == decision.proposed_grade for decision in accepted)
    assert GradeDecision.objects.in_force().get(assessee=result.assessee).grade == "fair"
    event = AuditEvent.objects.get(action="proposals_accepted")
    assert (event.actor, event.after["decisions"], event.after["grades"]) == (
        office_clerk,
        4,
        {"excellent": 1, "good": 3},
    )
    for decision in accepted:
        assert list(AuditEvent.objects.about(decision)) == [event]
    assert accept_proposals(group, **MEETING, by=office_clerk) == []
    assert AuditEvent.objects.filter(action="proposals_accepted").count() == 1


def tied_group() -> RunGroup:
    """Five units whose best two come level at the only place the quota has."""
    cycle = make_unit_cycle(5)
    best, second = cycle.assessees.order_by("key")[:2]
    for value in second.unit.reported_values.all():
        value.value = 100
        value.save()
    for sheet in second.sheets.all():
        tamper(sheet, "marks", best.sheets.first().marks.tobytes())
    return run_to_end(cycle).groups.get()


def test_accept_proposals_leaves_ties_to_the_people_who_decide(office_clerk):
    group = tied_group()
    tied = [result for result in group.results.ranked() if result.grade_reason.get("is_open")]
    assert [result.rank for result in tied] == [1, 1]
    accepted = accept_proposals(group, **MEETING, by=office_clerk)
    assert {decision.assessee_id for decision in accepted}.isdisjoint(
        result.assessee_id for result in tied
    )
    assert len(accepted) == 3


def test_accept_proposals_refuses_when_it_is_not_what_was_shown(group, office_clerk):
    decide(group.results.ranked().last(), "good", office_clerk)
    assert refusal(accept_proposals, group, **MEETING, expected=5, by=office_clerk) == "changed"
    assert GradeDecision.objects.count() == 1
    assert len(accept_proposals(group, **MEETING, expected=4, by=office_clerk)) == 4


def test_accept_proposals_refuses_a_run_that_is_not_complete(group, office_clerk):
    tamper(group.run, "state", ScoreRun.State.FAILED.value)
    group = RunGroup.objects.get(pk=group.pk)
    assert refusal(accept_proposals, group, **MEETING, by=office_clerk) == "not_complete"


def test_accept_proposals_refuses_a_published_group(group, office_clerk, office_clerk_b):
    accept_proposals(group, **MEETING, by=office_clerk)
    publish_group(group, by=office_clerk_b)
    assert refusal(accept_proposals, group, **MEETING, by=office_clerk) == "published"


def test_accept_proposals_refuses_a_body_without_a_name(group, office_clerk):
    meeting = MEETING | {"body": ""}
    with pytest.raises(ValidationError):
        accept_proposals(group, **meeting, by=office_clerk)
    assert not GradeDecision.objects.exists()


def test_accept_proposals_fills_no_quota_that_people_have_used_up(group, office_clerk):
    second = group.results.get(rank=2)
    decide(second, "excellent", office_clerk, departure_reason="综合研判")
    proposals = open_proposals(group)
    assert proposals.reasons == {"quota": 1}
    accepted = accept_proposals(group, **MEETING, by=office_clerk)
    assert {decision.grade for decision in accepted} == {"good"}
    first = group.results.get(rank=1)
    assert not first.assessee.decisions.exists()
    # People may still say so, one by one.
    assert decide(first, "excellent", office_clerk)


def test_accept_proposals_on_a_new_run_replaces_no_decision_unseen(group, office_clerk):
    first, second = group.results.ranked()[:2]
    same = decide(first, "excellent", office_clerk)
    otherwise = decide(second, "fair", office_clerk, departure_reason="瞒报")
    again = run_to_end(group.run.cycle).groups.get()
    assert open_proposals(again).left == {again.results.get(assessee=second.assessee).pk: "another"}
    accepted = accept_proposals(again, **MEETING, by=office_clerk)
    assert len(accepted) == 4
    same.refresh_from_db()
    otherwise.refresh_from_db()
    assert same.superseded_by in accepted
    assert same.superseded_by.run == again.run
    assert otherwise.superseded_by is None
    event = AuditEvent.objects.about(same.superseded_by).get()
    assert event.after["rows"] == {str(same.pk): {"superseded_by": same.superseded_by.pk}}
    assert AuditEvent.objects.about(same).first() == event


def test_accept_proposals_on_an_old_run_takes_no_decision_back(group, office_clerk):
    again = run_to_end(group.run.cycle).groups.get()
    accept_proposals(again, **MEETING, by=office_clerk)
    assert open_proposals(group).reasons == {"another": 5}
    assert accept_proposals(group, **MEETING, by=office_clerk) == []
    assert {one.run for one in GradeDecision.objects.in_force()} == {again.run}


def test_accept_proposals_needs_the_same_queries_for_more_assessees(office_clerk):
    counts = []
    for units in (4, 9):
        group = run_to_end(make_unit_cycle(units)).groups.get()
        with CaptureQueriesContext(connection) as queries:
            accept_proposals(group, **MEETING, by=office_clerk)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_open_proposals_says_why_each_is_left(office_clerk):
    group = tied_group()
    proposals = open_proposals(group)
    assert proposals.reasons == {"tied": 2}
    assert proposals.grades == {"good": 3}
    cycle = make_unit_cycle(5)
    cycle.assessees.order_by("key").first().unit.reported_values.first().delete()
    assert open_proposals(run_to_end(cycle).groups.get()).reasons == {"no_grade": 1}


def test_open_proposals_need_the_same_queries_for_more_assessees():
    counts = []
    for units in (3, 7):
        group = run_to_end(make_unit_cycle(units)).groups.get()
        with CaptureQueriesContext(connection) as queries:
            open_proposals(group)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_publish_group_opens_results_to_the_unit(group, office_clerk, office_clerk_b):
    accept_proposals(group, **MEETING, by=office_clerk)
    assessee = group.results.first().assessee
    head = UserFactory(role=Role.UNIT_PRINCIPAL, unit=assessee.unit)
    assert not Result.objects.visible_to(head).exists()
    publication = publish_group(group, by=office_clerk_b)
    assert Result.objects.visible_to(head).get().assessee == assessee
    event = AuditEvent.objects.about(publication).get()
    assert (event.action, event.after["decisions"]) == ("group_published", 5)


def test_publish_group_refuses_who_recorded_a_decision(group, office_clerk):
    accept_proposals(group, **MEETING, by=office_clerk)
    assert refusal(publish_group, group, by=office_clerk) == "same_person"
    assert not Publication.objects.exists()


def test_publish_group_names_who_is_undecided(group, office_clerk, office_clerk_b):
    decide(group.results.ranked().first(), "excellent", office_clerk)
    with pytest.raises(ValidationError) as refused:
        publish_group(group, by=office_clerk_b)
    assert refused.value.code == "undecided"
    assert group.results.ranked().last().assessee.name in refused.value.message


def test_publish_group_twice_has_one_effect(group, office_clerk, office_clerk_b):
    accept_proposals(group, **MEETING, by=office_clerk)
    publish_group(group, by=office_clerk_b)
    assert refusal(publish_group, group, by=office_clerk_b) == "published"
    assert Publication.objects.count() == 1


def test_published_results_are_corrected_by_a_new_run_only(group, office_clerk, office_clerk_b):
    accept_proposals(group, **MEETING, by=office_clerk)
    publish_group(group, by=office_clerk_b)
    result = group.results.ranked().first()
    assert refusal(decide, result, "good", office_clerk, departure_reason="复核") == "published"
    again = run_to_end(group.run.cycle).groups.get().results.ranked().first()
    assert decide(again, "good", office_clerk, departure_reason="复核").run == again.group.run


def test_assessee_without_a_total_may_be_published_undecided(office_clerk, office_clerk_b):
    cycle = make_unit_cycle(5)
    cycle.assessees.order_by("key").first().unit.reported_values.first().delete()
    group = run_to_end(cycle).groups.get()
    assert accept_proposals(group, **MEETING, by=office_clerk)
    assert publish_group(group, by=office_clerk_b).group == group
    held = group.results.get(total__isnull=True)
    assert held.missing[0]["reason"] == "value"
    assert not held.assessee.decisions.exists()


def test_overlay_facts_recorded_after_the_run_do_not_change_it(group, office_clerk):
    result = group.results.ranked().first()
    record_overlay_fact(
        result.assessee,
        effect=OverlayFact.Effect.BAR_TOP,
        clause="第三十一条",
        fact="约谈",
        by=office_clerk,
    )
    result.refresh_from_db()
    assert result.proposed_grade == "excellent"
