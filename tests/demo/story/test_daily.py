"""The daily review of the demonstration: what its documentation promises."""

from collections import Counter

import pytest
from django.utils import timezone

from assessment.models import AssessmentCycle, GradeDecision, Publication, RunGroup
from dailyreview.models import (
    ColleagueComment,
    DailyPlan,
    DossierEntry,
    GuidanceVisit,
    Mentoring,
    QuarterRecord,
    Reminder,
    WorkGoal,
)
from dailyreview.selectors.grading import gradeable_quarters
from dailyreview.selectors.patterns import patterns_of
from dailyreview.selectors.results import quarter_parts
from demo.district import ROTATING
from feedback.models import AnswerSheet, Questionnaire, Recommendation, ResultUse
from feedback.selectors.files.cards import person_facts
from feedback.selectors.files.material import material_of
from feedback.selectors.files.years import years_of
from feedback.selectors.postings import posted_rows, postings_for
from feedback.selectors.questionnaires import figures_of, participation_of
from feedback.selectors.recommendations import candidate_cards, missing_of
from feedback.selectors.uses import own_results, unused_results
from indicators.models import IndicatorSystem
from organization.models import Appointment, Cadre, Role, Unit, User

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("told")
def test_thirteen_hundred_invented_people_of_thirteen_units_take_part():
    over = DailyPlan.objects.earliest("year")
    assert over.pilots.count() == 13
    for quarter in over.quarters.all():
        assert quarter.records.count() == 1300
    posts = Appointment.objects.filter(unit__level=Unit.Level.INTERNAL)
    assert set(posts.values_list("in_team", flat=True)) == {False}
    strangers = Cadre.objects.filter(appointments__in=posts).exclude(account__username="cadre")
    assert set(strangers.values_list("is_invented", flat=True)) == {True}
    systems = IndicatorSystem.objects.filter(daily_plans=over)
    leaves = [system.nodes.exclude(source="") for system in systems]
    assert [one.count() for one in leaves] == [18] * 4
    assert [one.filter(params__deducts=True).count() for one in leaves] == [4] * 4


@pytest.mark.usefixtures("told")
def test_last_years_four_quarters_are_decided_within_the_quota_and_published():
    over = DailyPlan.objects.earliest("year")
    for quarter in over.quarters.all():
        decided = GradeDecision.objects.in_force().filter(assessee__cycle=quarter.cycle)
        assert decided.count() == 1300
        groups = RunGroup.objects.filter(run__cycle=quarter.cycle)
        assert Publication.objects.filter(group__in=groups).count() == groups.count() == 13
        people, good = Counter(), Counter()
        for unit, kind, grade in decided.values_list(
            "assessee__unit", "assessee__identity_class", "grade"
        ):
            people[unit, kind] += 1
            good[unit, kind] += grade == "good"
        assert all(good[key] <= 4 * people[key] // 10 for key in people)
        assert sum(good.values()) > 300


@pytest.mark.usefixtures("told")
def test_in_one_unit_good_goes_round_in_turns():
    decided = GradeDecision.objects.in_force().filter(
        assessee__cycle__daily_quarter__plan=DailyPlan.objects.earliest("year")
    )
    spread = {}
    for code in (ROTATING, "SL05"):
        good = Counter(dict.fromkeys(decided.values_list("assessee__appointment"), 0))
        good.update(
            decided.filter(assessee__unit__code=code, grade="good").values_list(
                "assessee__appointment"
            )
        )
        of_unit = set(
            decided.filter(assessee__unit__code=code).values_list("assessee__appointment")
        )
        spread[code] = Counter(good[post] for post in of_unit)
    assert set(spread[ROTATING]) == {1, 2}
    assert spread["SL05"][4] > 10
    assert spread["SL05"][0] > 10


@pytest.mark.usefixtures("told")
def test_results_are_charted_by_class_and_only_the_unit_that_takes_turns_is_named():
    office = User.objects.get(username="office")
    over = DailyPlan.objects.earliest("year")
    parts = quarter_parts(over.quarters.latest("number"), office)
    assert sorted(len(part.units) for part in parts) == [2, 3, 3, 5]
    assert sum(part.whole.graded for part in parts) == 1300
    found = patterns_of(over, office)
    assert found.turns_tested == 13
    named = [one.unit.code for one in found.units if one.is_worth_a_look]
    assert named == [ROTATING]


@pytest.mark.usefixtures("told")
def test_the_listed_principal_has_the_grades_of_the_last_quarter_to_decide():
    this_year = DailyPlan.objects.latest("year")
    last = this_year.quarters.exclude(pk=this_year.quarters.latest("number").pk).first()
    principal = User.objects.get(username="principal")
    waiting = [one for one in gradeable_quarters(principal, timezone.localdate()) if one.undecided]
    # In the first quarter of a year nothing of that year lies behind.
    assert [(one.quarter, one.undecided) for one in waiting] == ([(last, 150)] if last else [])


@pytest.mark.usefixtures("told")
def test_the_running_quarter_holds_records_in_every_state():
    running = DailyPlan.objects.latest("year").quarters.latest("number")
    found = Counter(running.records.values_list("state", "awaits"))
    states = QuarterRecord.State
    assert {state for state, _awaits in found} == set(states)
    assert {awaits for _state, awaits in found} > {
        Role.SECTION_HEAD,
        Role.SUPERVISING_LEADER,
        Role.UNIT_PRINCIPAL,
    }
    own = QuarterRecord.objects.own_of(User.objects.get(username="cadre")).get(quarter=running)
    assert own.state == states.DRAFT
    assert own.entries.filter(goal__handed_down_by__username="head").exists()
    assert WorkGoal.objects.filter(done_on__isnull=False).exists()


@pytest.mark.usefixtures("told")
def test_what_follows_stands_in_every_state():
    closed = {bool(one.closed_at): one for one in Reminder.objects.all()}
    assert set(closed) == {True, False}
    assert Reminder.objects.waiting().filter(reply="").exists()
    assert Reminder.objects.waiting().exclude(reply="").exists()
    assert Mentoring.objects.filter(ended_on__isnull=False, revisits__isnull=False).exists()
    assert Mentoring.objects.open().filter(revisits__isnull=False).exists()
    assert Mentoring.objects.filter(mentor__isnull=True).exists()
    assert GuidanceVisit.objects.count() == 4
    assert ColleagueComment.objects.exists()
    assert set(DossierEntry.objects.values_list("state", flat=True)) == {"intake", "confirmed"}
    assert set(DossierEntry.objects.values_list("side", flat=True)) == {"positive", "negative"}
    assert set(DossierEntry.objects.values_list("origin", flat=True)) == set(DossierEntry.Origin)


@pytest.mark.usefixtures("told")
def test_results_of_the_year_that_is_over_were_used_in_every_way():
    standing = ResultUse.objects.standing()
    assert set(standing.values_list("kind", flat=True)) == set(ResultUse.Kind)
    assert unused_results(User.objects.get(username="office")).count() > 1000
    person = User.objects.get(username="cadre")
    assert any(one.standing_uses for one in own_results(person))
    post = Recommendation.objects.get()
    cards = candidate_cards(post)
    assert [card.candidate.is_signed for card in cards].count(True) == 1
    assert missing_of(post, cards)


@pytest.mark.usefixtures("told")
def test_the_listed_cadre_has_three_years_side_by_side():
    office = User.objects.get(username="office")
    cadre = User.objects.get(username="cadre").cadre
    material = material_of(cadre, office)
    years = years_of(material.grades).years
    # The last quarter of this year may be decided already; for oneself it is not.
    assert [len(year.annual) for year in years[:3]] == [1, 1, 1]
    assert len(years[2].quarters) == 4
    facts = person_facts(material, timezone.localdate())
    assert facts.gaps
    assert facts.matters
    # Who has too few good quarters is not excellent in that year.
    last = AssessmentCycle.objects.filter(kind="annual", draws_on__isnull=False).distinct().get()
    assert last.assessees.filter(overlay_facts__isnull=False).exists()


def test_people_were_asked_are_asked_and_read_who_is_good():
    over, runs = Questionnaire.objects.order_by("pk")
    assert participation_of(over).answered > 100
    first = figures_of(over)[0]
    assert first.base == participation_of(over).answered
    assert len(first.classes) > 1
    assert not AnswerSheet.objects.filter(questionnaire=over).exists()
    assert runs.respondents.filter(user__username="cadre", has_answered=False).exists()
    assert participation_of(runs).answered == AnswerSheet.objects.count() > 20
    posting = postings_for(User.objects.get(username="cadre")).get()
    assert posting.shows_grade
    good = GradeDecision.objects.in_force().filter(assessee__cycle=posting.cycle, grade="good")
    assert posted_rows(posting, User.objects.get(username="cadre")).count() == good.count()
