import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import GradeDecision, Publication
from assessment.views import decisions as views
from tests.assessment.factories import SchemeQuotaFactory
from tests.assessment.worlds import make_unit_cycle, run_to_end
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db

MEETING = {"body": "市委常委会第12次会议", "decided_on": "2024-01-20"}


@pytest.fixture
def clerk(client: Client, office_clerk) -> Client:
    client.force_login(office_clerk)
    return client


@pytest.fixture
def group(db):
    """Five units: 优秀 is proposed for the first, 良好 for the others."""
    return run_to_end(make_unit_cycle(5)).groups.get()


def grades(group, **departures: str) -> dict[str, str]:
    """The form as it is sent: every proposal accepted, save the places named `p2="fair"`."""
    rows = {}
    for result in group.results.ranked():
        grade = departures.get(f"p{result.rank}", result.proposed_grade)
        rows[f"result-{result.pk}-grade"] = grade
    return {**MEETING, **rows}


def test_group_decide_offers_the_proposals(clerk, group):
    page = clerk.get(reverse("assessment:group_decide", args=[group.pk]))
    proposed = [row["grade"].value() for row in page.context["form"].rows]
    assert proposed == ["excellent", "good", "good", "good", "good"]
    assert "5 × 30% = 1.5 → 1" in page.content.decode()


def test_group_decide_records_body_day_and_clerk(clerk, group, office_clerk):
    page = clerk.post(
        reverse("assessment:group_decide", args=[group.pk]), grades(group), follow=True
    )
    assert "5 grades are decided." in page.content.decode()
    decision = GradeDecision.objects.first()
    assert (decision.body, decision.decided_by) == (MEETING["body"], office_clerk)
    assert str(decision.decided_on) == MEETING["decided_on"]


def test_group_decide_asks_for_the_reason_at_the_row_and_loses_nothing(clerk, group):
    page = clerk.post(reverse("assessment:group_decide", args=[group.pk]), grades(group, p2="fair"))
    wrong = [row for row in page.context["form"].rows if row.errors]
    assert [row.result.rank for row in wrong] == [2]
    assert wrong[0].errors["departure_reason"]
    text = page.content.decode()
    assert "Nothing is recorded yet" in text
    assert MEETING["body"] in text
    assert wrong[0]["grade"].value() == "fair"
    assert not GradeDecision.objects.exists()


def test_group_decide_stores_a_departure_with_its_reason(clerk, group):
    second = group.results.get(rank=2)
    reason = {f"result-{second.pk}-departure_reason": "综合研判"}
    clerk.post(
        reverse("assessment:group_decide", args=[group.pk]), grades(group, p2="fair") | reason
    )
    decision = GradeDecision.objects.get(assessee=second.assessee)
    assert (decision.grade, decision.departure_reason) == ("fair", "综合研判")


def test_group_decide_leaves_open_rows_undecided(clerk, group):
    clerk.post(reverse("assessment:group_decide", args=[group.pk]), grades(group, p5=""))
    page = clerk.get(reverse("assessment:group_decide", args=[group.pk]))
    assert [row.result.rank for row in page.context["form"].rows] == [5]


def test_group_decide_with_no_grade_at_all_says_so(clerk, group):
    page = clerk.post(reverse("assessment:group_decide", args=[group.pk]), MEETING)
    assert "No row has a grade yet." in page.content.decode()


@pytest.mark.parametrize(
    ("field", "value"), [("body", ""), ("decided_on", "yesterday"), ("decided_on", "")]
)
def test_group_decide_with_nonsense_records_nothing(clerk, group, field, value):
    page = clerk.post(
        reverse("assessment:group_decide", args=[group.pk]), {**grades(group), field: value}
    )
    assert field in page.context["form"].errors
    assert not GradeDecision.objects.exists()


def test_group_decide_refuses_a_grade_the_scheme_does_not_have(clerk, group):
    page = clerk.post(
        reverse("assessment:group_decide", args=[group.pk]), grades(group, p1="superb")
    )
    assert page.context["form"].rows[0].errors["grade"]
    assert not GradeDecision.objects.exists()


def test_group_decide_records_none_when_the_service_refuses_one(clerk, group):
    Publication.objects.create(group=group, published_by=UserFactory())
    page = clerk.post(reverse("assessment:group_decide", args=[group.pk]), grades(group))
    assert "a correction needs a new run" in page.content.decode()
    assert not GradeDecision.objects.exists()


def test_group_decide_shows_a_page_at_a_time(clerk, group, monkeypatch):
    monkeypatch.setattr(views, "ROWS_A_PAGE", 2)
    address = reverse("assessment:group_decide", args=[group.pk])
    assert [row.result.rank for row in clerk.get(address).context["form"].rows] == [1, 2]
    assert [row.result.rank for row in clerk.get(address, {"page": 2}).context["form"].rows] == [
        3,
        4,
    ]


def test_group_decide_stays_until_everybody_is_decided(clerk, group):
    address = reverse("assessment:group_decide", args=[group.pk]) + "?kind=together"
    assert clerk.post(address, grades(group, p5="")).url == address
    last = grades(group, p1="", p2="", p3="", p4="")
    assert clerk.post(address, last).url == reverse("assessment:result_list", args=[group.pk])


@pytest.mark.parametrize(
    ("choice", "places"),
    [
        ({"kind": "own"}, [None]),
        ({"kind": "together"}, [1, 2, 3, 4]),
        ({"grade": "excellent"}, [1]),
        ({"grade": "excellent", "kind": "own"}, []),
        ({"kind": "nonsense"}, [1, 2, 3, 4, None]),
    ],
    ids=str,
)
def test_group_decide_can_be_narrowed(clerk, choice, places):
    cycle = make_unit_cycle(5)
    cycle.assessees.order_by("key").last().unit.reported_values.first().delete()
    group = run_to_end(cycle).groups.get()
    page = clerk.get(reverse("assessment:group_decide", args=[group.pk]), choice)
    assert [row.result.rank for row in page.context["form"].rows] == places


def test_group_decide_finds_a_name(clerk, group):
    name = group.results.get(rank=3).assessee.name
    page = clerk.get(reverse("assessment:group_decide", args=[group.pk]), {"q": name})
    assert 3 in [row.result.rank for row in page.context["form"].rows]
    nobody = clerk.get(reverse("assessment:group_decide", args=[group.pk]), {"q": "查无此人"})
    assert "Nobody who is undecided fits this choice." in nobody.content.decode()


def test_group_decide_puts_no_grade_into_the_mouth_of_people(clerk, group, office_clerk):
    second = group.results.get(rank=2)
    beyond = {f"result-{second.pk}-departure_reason": "综合研判"}
    only_second = grades(group, p1="", p2="excellent", p3="", p4="", p5="")
    clerk.post(reverse("assessment:group_decide", args=[group.pk]), only_second | beyond)
    page = clerk.get(reverse("assessment:group_decide", args=[group.pk]))
    offered = {row.result.rank: row["grade"].value() for row in page.context["form"].rows}
    assert offered == {1: "", 3: "good", 4: "good", 5: "good"}
    assert "the quota is used up" in page.content.decode()


def test_group_decide_needs_the_same_queries_for_more_assessees(clerk):
    counts = []
    for units in (3, 7):
        group = run_to_end(make_unit_cycle(units)).groups.get()
        with CaptureQueriesContext(connection) as queries:
            clerk.get(reverse("assessment:group_decide", args=[group.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_group_accept_names_how_many_and_who_is_left(clerk):
    cycle = make_unit_cycle(5)
    cycle.assessees.order_by("key").last().unit.reported_values.first().delete()
    group = run_to_end(cycle).groups.get()
    page = clerk.get(reverse("assessment:group_accept", args=[group.pk])).content.decode()
    assert "4 proposals become decisions" in page
    assert "1 is left, to be decided alone" in page
    assert "Without a total there is no proposal" in page
    assert "Tied at the edge" not in page
    assert 'name="expected" value="4"' in page
    assert not GradeDecision.objects.exists()


def test_group_accept_records_all_and_leads_to_the_ranking(clerk, group, office_clerk):
    sent = MEETING | {"expected": 5}
    page = clerk.post(reverse("assessment:group_accept", args=[group.pk]), sent, follow=True)
    assert "5 grades are decided." in page.content.decode()
    assert page.redirect_chain[-1][0] == reverse("assessment:result_list", args=[group.pk])
    assert {decision.decided_by for decision in GradeDecision.objects.all()} == {office_clerk}
    again = clerk.get(reverse("assessment:group_accept", args=[group.pk])).content.decode()
    assert "No open proposal can be accepted" in again


def test_group_accept_shows_again_what_has_changed_meanwhile(clerk, group):
    sent = MEETING | {"expected": 6}
    page = clerk.post(reverse("assessment:group_accept", args=[group.pk]), sent).content.decode()
    assert "Somebody has decided grades meanwhile" in page
    assert 'name="expected" value="5"' in page
    assert MEETING["body"] in page
    assert not GradeDecision.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("body", ""), ("decided_on", "yesterday"), ("expected", "")]
)
def test_group_accept_with_nonsense_records_nothing(clerk, group, field, value):
    sent = MEETING | {"expected": 5, field: value}
    page = clerk.post(reverse("assessment:group_accept", args=[group.pk]), sent)
    assert field in page.context["form"].errors
    assert not GradeDecision.objects.exists()


def test_decision_edit_supersedes_and_keeps_the_record(clerk, group):
    clerk.post(reverse("assessment:group_decide", args=[group.pk]), grades(group))
    first = group.results.get(rank=1)
    change = {
        **MEETING,
        f"result-{first.pk}-grade": "good",
        f"result-{first.pk}-departure_reason": "信访积案未化解",
    }
    answer = clerk.post(reverse("assessment:decision_edit", args=[first.pk]), change)
    assert answer.url == first.get_absolute_url()
    page = clerk.get(first.get_absolute_url())
    story = page.context["story"]
    assert [record.grade_name for record in story.decisions] == ["良好", "优秀"]
    assert story.in_force.decision.grade == "good"
    assert "信访积案未化解" in page.content.decode()


def test_group_publish_is_refused_for_who_decided(clerk, group):
    clerk.post(reverse("assessment:group_decide", args=[group.pk]), grades(group))
    page = clerk.post(reverse("assessment:group_publish", args=[group.pk]))
    assert "a second person has to" in page.content.decode()
    assert not Publication.objects.exists()


def test_group_publish_is_offered_to_a_second_person_alone(clerk, group, office_clerk_b):
    clerk.post(reverse("assessment:group_decide", args=[group.pk]), grades(group))
    url = reverse("assessment:group_publish", args=[group.pk])
    assert "btn-seal" not in clerk.get(url).content.decode()
    clerk.force_login(office_clerk_b)
    assert "btn-seal" in clerk.get(url).content.decode()


def test_group_publish_by_a_second_person_opens_the_results(clerk, group, office_clerk_b):
    clerk.post(reverse("assessment:group_decide", args=[group.pk]), grades(group))
    clerk.force_login(office_clerk_b)
    page = clerk.post(reverse("assessment:group_publish", args=[group.pk]), follow=True)
    assert "The results are open to the units concerned." in page.content.decode()
    assert Publication.objects.get().published_by == office_clerk_b
    assert page.context["is_published"]


def test_group_publish_names_who_is_undecided(clerk, group):
    page = clerk.post(reverse("assessment:group_publish", args=[group.pk]))
    assert "5 assessees are not decided" in page.content.decode()


@pytest.fixture
def strict(group):
    """Besides 30 % of the group, at most 20 % of the whole cycle: one of five, and no more."""
    grade = group.run.cycle.scheme.grades.get(position=1)
    return SchemeQuotaFactory(
        grade=grade, scope="cycle", share="0.2", is_strict=True, clause="全市不超过 20%"
    )


@pytest.mark.usefixtures("strict")
def test_group_decide_says_at_the_row_that_a_strict_quota_is_used_up(clerk, group):
    second = group.results.get(rank=2)
    reason = {f"result-{second.pk}-departure_reason": "会议研究决定"}
    page = clerk.post(
        reverse("assessment:group_decide", args=[group.pk]), grades(group, p2="excellent") | reason
    )
    text = page.content.decode()
    assert "5 × 0.2 = 1; allowed 1, with this 2. 全市不超过 20%" in text
    assert not GradeDecision.objects.exists()


def test_group_publish_points_out_what_exceeds_a_quota(clerk, group):
    second = group.results.get(rank=2)
    reason = {f"result-{second.pk}-departure_reason": "会议研究决定"}
    clerk.post(
        reverse("assessment:group_decide", args=[group.pk]), grades(group, p2="excellent") | reason
    )
    page = clerk.get(reverse("assessment:group_publish", args=[group.pk]))
    text = " ".join(page.content.decode().split())
    assert "2 decided" in text
    assert "1 more than allowed" in text


def test_group_decide_needs_the_same_queries_for_more_people_and_parts(clerk):
    counts = []
    for size in (4, 8):
        cycle = make_unit_cycle(size)
        SchemeQuotaFactory(
            grade=cycle.scheme.grades.get(position=1), scope="cycle", level="unit", share="1"
        )
        group = run_to_end(cycle).groups.get()
        with CaptureQueriesContext(connection) as queries:
            clerk.get(reverse("assessment:group_decide", args=[group.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]
