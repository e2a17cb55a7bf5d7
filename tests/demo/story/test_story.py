"""The demonstration as its first start tells it: what stands there, and what each account sees."""

import html
import re
from collections import Counter

import pytest
from django.test import Client
from django.utils import timezone

from assessment.models import (
    AssessmentCycle,
    GroupClosing,
    Result,
    SheetDraft,
    TalkRecord,
    Verification,
)
from assessment.models.fieldwork import FieldQuestion
from assessment.selectors.assignments import SheetState, assignments_of
from assessment.selectors.briefs import brief_of
from assessment.selectors.marking import marking_board
from demo import story
from demo.accounts import ACCOUNTS, EVALUATOR, SECURITY_ADMIN, SYSTEM_ADMIN
from demo.marking import HANDED_IN
from evaluators.models import (
    EvaluatorReview,
    FieldPlan,
    HomeDeduction,
    Nomination,
    RecheckCase,
    ReverseEvaluation,
    Seat,
    YearStars,
)
from evaluators.selectors.ledgers import exit_candidates
from evaluators.selectors.planning import Planning
from evaluators.selectors.reviews import aggregate_of, members_to_review
from indicators.models import IndicatorSystem
from indicators.services.systems import copy_system
from organization.models import AuditEvent, User

pytestmark = pytest.mark.django_db

LINK = re.compile(r'href="(/[^"#]*)"')
# Forms and files; the pages that lead to them are looked at.
NOT_FOLLOWED = ("/static/", "/admin/", "/api/", "/docx/", "/export", "/appraisal/", "/login/")


def test_a_second_start_finds_everything_done_and_leaves_a_visitors_copy_alone(told):
    office = User.objects.get(username="office")
    copies = [copy_system(one, by=office) for one in IndicatorSystem.objects.all()]
    before = AuditEvent.objects.count()
    story.tell(lambda _text: None, told)
    assert AuditEvent.objects.count() == before
    drafts = IndicatorSystem.objects.filter(state=IndicatorSystem.State.DRAFT)
    assert {one.pk for one in copies} <= set(drafts.values_list("pk", flat=True))


@pytest.mark.usefixtures("told")
def test_grp_01_fifteen_groups_of_eleven_cover_every_unit_once():
    """GRP-01: 15 groups, 165 people, every unit covered exactly once."""
    over, runs = FieldPlan.objects.order_by("year")
    assert [over.state, runs.state] == [FieldPlan.State.CLOSED, FieldPlan.State.CONFIRMED]
    for plan, groups, units in ((over, 3, 72), (runs, 15, 218)):
        seats = Seat.objects.filter(group__plan=plan)
        assert seats.exclude(evaluator=None).count() == seats.count() == 11 * groups
        assert len(set(seats.values_list("evaluator", flat=True))) == 11 * groups
        visited = Counter(plan.plan_units.exclude(group=None).values_list("unit", flat=True))
        assert len(visited) == units
        assert set(visited.values()) == {1}
        assert Planning(plan).violations == []
    assert {waiver.state for waiver in runs.waivers.all()} == {"approved", "refused"}


@pytest.mark.usefixtures("told")
def test_sheets_are_half_filled_and_flat_marking_is_returned():
    cycle = AssessmentCycle.objects.get(field_plan__state=FieldPlan.State.CONFIRMED)
    account = User.objects.get(username=EVALUATOR)
    states = [one.state for one in assignments_of(account, timezone.now())]
    assert states.count(SheetState.SUBMITTED) == HANDED_IN
    assert states.count(SheetState.DRAFT) == 1
    assert states.count(SheetState.EMPTY) > 5
    board = marking_board(cycle, user=User.objects.get(username="office"))
    assert 0.3 < board.done / board.expected < 0.7
    assert SheetDraft.objects.exclude(returned_at=None).exists()
    marking = [line for group in board.groups for line in group.members if line.assessees]
    assert 0 < sum(bool(line.post.unsigned) for line in marking) < len(marking) / 5


@pytest.mark.usefixtures("told")
def test_last_year_is_marked_scored_and_told_in_the_briefs_of_this_year():
    over = AssessmentCycle.objects.get(field_plan__state=FieldPlan.State.CLOSED)
    results = Result.objects.filter(group__run__cycle=over, group__publication__isnull=False)
    assert results.ranked().count() == 72
    cycle = AssessmentCycle.objects.get(field_plan__state=FieldPlan.State.CONFIRMED)
    brief = brief_of(cycle.assessees.get(unit__code="JG028"))
    assert brief.last_year is not None
    assert brief.last_year.period == over.period
    assert brief.losses
    assert brief.figures


@pytest.mark.usefixtures("told")
def test_talks_and_verifications_stand_in_every_state():
    assert set(TalkRecord.objects.values_list("state", flat=True)) == set(TalkRecord.State)
    conclusions = set(Verification.objects.values_list("conclusion", flat=True))
    assert conclusions == {"", *Verification.Conclusion}
    assert Verification.objects.filter(conclusion="", files__isnull=False).exists()
    assert GroupClosing.objects.count() == 1
    answers = list(FieldQuestion.objects.values_list("answer", flat=True))
    assert any(answers)
    assert not all(answers)


@pytest.mark.usefixtures("told")
def test_people_are_reviewed_with_gaps_and_groups_only_in_the_aggregate():
    leader = User.objects.get(username=EVALUATOR)
    members = members_to_review(leader)
    assert {member.review is None for member in members} == {True, False}
    sources = set(EvaluatorReview.objects.values_list("source", flat=True))
    assert sources == set(EvaluatorReview.Source)
    told = [aggregate_of(one) for one in ReverseEvaluation.objects.all()]
    assert sorted(one is None for one in told) == [False, True]
    assert all(one is None or one.lines for one in told)
    findings = set(RecheckCase.objects.values_list("finding", flat=True))
    assert findings > {"", RecheckCase.Finding.CORRECTED}


@pytest.mark.usefixtures("told")
def test_stars_are_partly_confirmed_and_some_may_have_to_leave():
    stars = YearStars.objects.all()
    assert 0 < stars.unconfirmed().count() < stars.count()
    assert stars.exclude(reason="").exists()
    assert len(set(stars.values_list("proposed", flat=True))) >= 4
    grounds = {str(one) for row in exit_candidates(stars[0].year) for one in row.grounds}
    assert {"low_rank", "misconduct", "post_change"} <= grounds
    states = Counter(HomeDeduction.objects.values_list("state", flat=True))
    assert states == {"accepted": 1, "proposed": 1}
    assert all("（示例）" in one.unit.name for one in HomeDeduction.objects.select_related("unit"))
    assert set(Nomination.objects.values_list("state", flat=True)) == set(Nomination.State)


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    "username", [*(account.username for account in ACCOUNTS), SYSTEM_ADMIN, SECURITY_ADMIN]
)
def test_every_account_finds_something_behind_each_line_of_its_navigation(username):
    client = Client()
    client.force_login(
        User.objects.get(username=username), "django.contrib.auth.backends.ModelBackend"
    )
    home = client.get("/").content.decode()
    navigation = links_of(home[home.index('id="navigation"') : home.index("<main")])
    assert navigation
    seen: set[str] = set()
    for address in navigation:
        # “My dossier” goes on to the person's own.
        page = client.get(address, follow=True)
        assert page.status_code == 200, address
        text = page.content.decode()
        assert 'class="hj-empty"' not in text or "<tbody" in text or address == "/", address
        for further in links_of(text[text.index("<main") :]):
            kind = re.sub(r"\d+|\?.*", "N", further)
            if kind not in seen:
                seen.add(kind)
                assert client.get(further).status_code == 200, further


def links_of(text: str) -> list[str]:
    found = dict.fromkeys(html.unescape(one) for one in LINK.findall(text))
    return [one for one in found if not any(part in one for part in NOT_FOLLOWED)]
