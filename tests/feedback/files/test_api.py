"""Files of people and teams of the API: what the pages show, and nobody else's."""

import datetime as dt

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from organization.models import Role
from tests.feedback.files.worlds import decided
from tests.organization.factories import AppointmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(unit):
    return AppointmentFactory(unit=unit, starts_on=dt.date(2020, 3, 1))


def told(user, name, key):
    client = APIClient()
    client.force_authenticate(user)
    return client.get(reverse(f"api:{name}", args=[key])).json()


def test_a_file_has_posts_with_grades_and_thirteen_parts(post, office_clerk):
    """DLY-05, DOS-07: the API reads the same file."""
    decided(post, "2025", "excellent")
    answer = told(office_clerk, "person-file-detail", post.cadre_id)
    (held,) = answer["posts"]
    (grade,) = held["grades"]
    assert (grade["grade"], grade["total"], grade["place"]) == ("优秀", "86.500000", 3)
    assert len(answer["parts"]) == 13


def test_the_person_reads_the_grade_and_no_points(post):
    decided(post, "2025", "excellent")
    person = UserFactory(role=Role.CADRE, unit=post.unit, cadre=post.cadre)
    grade = told(person, "person-file-detail", post.cadre_id)["posts"][0]["grades"][0]
    assert (grade["grade"], grade["total"], grade["place"], grade["size"]) == (
        "优秀",
        None,
        None,
        None,
    )


def test_a_team_has_its_grades_and_members(unit, post, office_clerk):
    """DOS-04: the API reads the years of a team."""
    decided(unit, "2024")
    decided(post, "2025", "fair")
    answer = told(office_clerk, "team-file-detail", unit.pk)
    assert [one["period"] for one in answer["grades"]] == ["2024"]
    (member,) = answer["members"]
    assert member["annual"]["2025"]["grade"] == "一般"
