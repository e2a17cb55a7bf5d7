"""What the daily review puts on the home page."""

import pytest
from django.utils import translation

from feedback.selectors.waiting import waiting_for
from organization.models import Role
from tests.dailyreview.factories import DossierEntryFactory
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def tasks(user) -> list[str]:
    return [item.task for item in waiting_for(user)]


def test_facts_wait_for_a_second_person_and_not_for_the_writer() -> None:
    clerk, second = UserFactory.create_batch(2, role=Role.OFFICE_STAFF)
    DossierEntryFactory.create_batch(2, recorded_by=clerk)
    DossierEntryFactory(recorded_by=clerk, confirmed=True)
    line = "2 facts of dossiers wait for confirmation."
    assert line in tasks(second)
    assert line not in tasks(clerk)
