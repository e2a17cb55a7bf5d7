"""Years side by side: what office, principal and the person read of the same grades."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import GradeDecision
from feedback.growth import growth_chart
from feedback.selectors.files.access import Reader, files_open_to, reader_of, teams_open_to
from feedback.selectors.files.growth import growth_of
from feedback.selectors.files.teams import members_of
from feedback.selectors.files.years import grades_of_person, grades_of_unit, years_of
from organization.models import Role
from tests.assessment.factories import GradeDecisionFactory, ScoreRunFactory
from tests.feedback.files.worlds import decided
from tests.organization.factories import AppointmentFactory, UserFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 5, 11)


@pytest.fixture
def post(unit):
    return AppointmentFactory(unit=unit, starts_on=dt.date(2020, 3, 1))


@pytest.fixture
def person(post):
    return UserFactory(role=Role.CADRE, unit=post.unit, cadre=post.cadre)


def table_of(cadre, user):
    return years_of(grades_of_person(cadre, reader_of(cadre, user)))


def annual(table) -> dict[int, list[str]]:
    return {year.year: [one.grade for one in year.annual] for year in table.years}


def test_three_years_stand_side_by_side(post, office_clerk):
    """DOS-04: 3 years side by side, with totals and places for the office."""
    for year, grade, place in (("2023", "good", 4), ("2024", "excellent", 1), ("2025", "fair", 9)):
        decided(post, year, grade, place=place)
    decided(post, "2025Q2", "excellent")
    table = table_of(post.cadre, office_clerk)
    assert annual(table) == {2023: ["良好"], 2024: ["优秀"], 2025: ["一般"]}
    first = table.years[0].annual[0]
    assert (str(first.total), first.result.rank, first.result.group.size) == ("86.500000", 4, 12)
    quarters = dict(table.quarters)
    assert [one and one.grade for one in quarters[2]] == [None, None, "优秀"]
    assert quarters[1] == [None, None, None]


def test_a_young_record_has_three_columns_too(post, office_clerk):
    """DOS-04: years without a grade stand there empty."""
    decided(post, "2025")
    assert annual(table_of(post.cadre, office_clerk)) == {2023: [], 2024: [], 2025: ["良好"]}
    assert not table_of(post.cadre, office_clerk).quarters


def test_the_person_reads_published_grades_and_no_points(client, post, person):
    """DOS-04, G-26: the own file shows grades alone, and only those that are published."""
    decided(post, "2024", "excellent")
    decided(post, "2025", "fair", published=False)
    table = table_of(post.cadre, person)
    assert annual(table) == {2022: [], 2023: [], 2024: ["优秀"]}
    assert table.years[-1].annual[0].result is None
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    text = client.get(reverse("feedback:file_own")).text
    assert "优秀" in text
    assert "86.5" not in text
    assert "place 3 of 12" not in text


def test_a_clerk_reads_the_own_file_as_everybody(post, person):
    """Points of oneself stay out, whatever else one is."""
    decided(post, "2025", published=False)
    clerk = UserFactory(role=Role.OFFICE_STAFF, cadre=None)
    assert annual(table_of(post.cadre, clerk))[2025] == ["良好"]
    person.role_assignments.create(role=Role.OFFICE_STAFF)
    assert table_of(post.cadre, type(person).objects.get(pk=person.pk)).years == []


def test_the_principal_reads_grades_of_the_own_unit_only(post, principal, other_unit):
    earlier = AppointmentFactory(
        cadre=post.cadre,
        unit=other_unit,
        starts_on=dt.date(2018, 1, 1),
        ends_on=dt.date(2020, 2, 1),
    )
    decided(earlier, "2019", "poor")
    decided(post, "2024", "excellent")
    decided(post, "2025", "fair", published=False)
    table = table_of(post.cadre, principal)
    assert annual(table)[2024] == ["优秀"]
    assert [one for year in table.years for one in year.annual if one.result] == []
    assert {year.year for year in table.years if year.annual} == {2024}


def test_of_a_corrected_grade_others_read_what_is_published(post, person, office_clerk):
    """A decision on a later run is the office's until somebody publishes it."""
    old = decided(post, "2025", "good")
    decisions = GradeDecision.objects.filter(pk=old.pk)
    decisions.update(superseded_by=old.pk)
    run = ScoreRunFactory(complete=True, cycle=old.run.cycle)
    new = GradeDecisionFactory(assessee=old.assessee, run=run, grade="fair", proposed_grade="fair")
    decisions.update(superseded_by=new.pk)
    assert annual(table_of(post.cadre, person))[2025] == ["良好"]
    assert annual(table_of(post.cadre, office_clerk))[2025] == ["一般"]


def test_posts_carry_the_grades_that_were_given_in_them(post, office_clerk):
    """DOS-07: one timeline of a person, posts against grades, as a chart and as a tree."""
    earlier = AppointmentFactory(
        cadre=post.cadre, starts_on=dt.date(2016, 7, 1), ends_on=dt.date(2020, 2, 28), post="科长"
    )
    decided(earlier, "2019", "fair")
    decided(post, "2025", "excellent")
    decided(post, "2025Q3", "good")
    reader = reader_of(post.cadre, office_clerk)
    posts = growth_of([earlier, post], grades_of_person(post.cadre, reader))
    assert [[one.grade for one in held.grades] for held in posts] == [["一般"], ["优秀", "良好"]]
    chart = growth_chart(posts, TODAY)
    hidden, bars, years, quarters = chart.option["series"]
    assert hidden["data"] == [2016.497, 2020.164]
    assert bars["data"][0] == pytest.approx(3.66, abs=0.01)
    # The better grade lies above.
    assert chart.option["yAxis"][1]["data"] == ["优秀", "一般"]
    assert years["data"] == [[2019.5, 1], [2025.5, 0]]
    assert quarters["data"] == [[2025.625, 0]]


def test_nobody_without_a_post_has_a_chart():
    assert growth_chart([], TODAY) is None


def test_a_team_stands_year_by_year_with_its_members(client, unit, post, office_clerk, principal):
    """DOS-04: per team: the unit's years, and each member's annual grades in the team's order."""
    chief = AppointmentFactory(unit=unit, principal=True)
    for year, grade in (("2023", "fair"), ("2024", "good"), ("2025", "excellent")):
        decided(unit, year, grade)
        decided(post, year, grade)
    reader = Reader(office_clerk)
    assert annual(years_of(grades_of_unit(unit, reader))) == {
        2023: ["一般"],
        2024: ["良好"],
        2025: ["优秀"],
    }
    first, second = members_of(unit, reader, TODAY)
    assert (first.post, second.post) == (chief, post)
    assert [one and one.grade for one in second.in_years([2022, 2024])] == [None, "良好"]
    client.force_login(principal, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("feedback:team_detail", args=[unit.pk]))
    assert "良好" in page.text
    assert "86.50" not in page.text


def test_administrators_open_the_own_file_and_no_other(post):
    admin = UserFactory(role=Role.SYSTEM_ADMIN, cadre=post.cadre)
    AppointmentFactory()
    assert list(files_open_to(admin)) == [post.cadre]
    assert not teams_open_to(admin).exists()


def test_pages_of_files_do_not_ask_more_with_more_years_and_members(client, unit, office_clerk):
    client.force_login(office_clerk, backend="django.contrib.auth.backends.ModelBackend")
    counts = []
    cadre = AppointmentFactory(unit=unit).cadre
    for year in range(2020, 2024, 2):
        for number in (year, year + 1):
            post = AppointmentFactory(
                cadre=cadre, unit=unit, post=f"职务{number}", starts_on=dt.date(number, 1, 1)
            )
            decided(post, str(number))
            decided(unit, str(number))
            decided(AppointmentFactory(unit=unit), str(number))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("feedback:file_detail", args=[cadre.pk])).status_code == 200
            assert client.get(reverse("feedback:team_detail", args=[unit.pk])).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
