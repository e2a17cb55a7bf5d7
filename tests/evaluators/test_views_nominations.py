import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluators.models import Evaluator, Nomination
from organization.models import AuditEvent, Role
from tests.evaluators.factories import EvaluatorFactory, NominationFactory
from tests.organization.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
FACTS = {
    "name": "周荐",
    "sex": "1",
    "birth_month": "1981-07",
    "pool": "professional",
    "subtype": "lead_department",
}


@pytest.fixture
def unit():
    return UnitFactory(name="统计局")


@pytest.fixture
def clerk():
    return UserFactory(role=Role.OFFICE_STAFF)


@pytest.fixture
def principal(unit):
    return UserFactory(role=Role.UNIT_PRINCIPAL, unit=unit)


def test_evp_10_three_steps_by_three_people(client, unit, clerk, principal) -> None:
    client.force_login(clerk)
    client.post(
        reverse("evaluators:nomination_create"), {"unit": unit.code, "wanted": "熟悉统计的处长"}
    )
    nomination = Nomination.objects.get()

    client.force_login(principal)
    mine = client.get(reverse("evaluators:nomination_list")).content.decode()
    assert "熟悉统计的处长" in mine
    assert "Whom is my unit asked to name?" in mine
    name_it = reverse("evaluators:nomination_name", args=[nomination.pk])
    assert "nobody on record" in client.get(name_it).content.decode()
    enter = reverse("evaluators:nomination_enter", args=[nomination.pk])
    assert client.post(enter, FACTS).status_code == 302
    person = Evaluator.objects.get()
    assert (person.home_unit, person.tier) == (unit, "main")
    assert client.get(name_it).status_code == 404

    reviewer = UserFactory(role=Role.OFFICE_STAFF)
    client.force_login(reviewer)
    review = reverse("evaluators:nomination_review", args=[nomination.pk])
    assert "周荐" in client.get(review).content.decode()
    client.post(review, {"accepted": "yes", "opinion": ""})
    nomination.refresh_from_db()
    assert (nomination.state, nomination.evaluator) == (Nomination.State.ACCEPTED, person)
    assert (nomination.directed_by, nomination.nominated_by, nomination.reviewed_by) == (
        clerk,
        principal,
        reviewer,
    )
    assert set(AuditEvent.objects.about(nomination).values_list("action", flat=True)) == {
        "nomination_created",
        "nomination_made",
        "nomination_reviewed",
    }


def test_a_unit_picks_from_its_own_people_outside_the_pool(client, unit, principal) -> None:
    known = EvaluatorFactory(home_unit=unit, spell=None)
    EvaluatorFactory(home_unit=unit)
    stranger = EvaluatorFactory(spell=None)
    nomination = NominationFactory(unit=unit)
    client.force_login(principal)
    address = reverse("evaluators:nomination_name", args=[nomination.pk])
    page = client.get(address)
    assert list(page.context["form"].fields["evaluator"].queryset) == [known]
    assert client.post(address, {"evaluator": stranger.pk}).status_code == 200
    assert client.post(address, {"evaluator": known.pk}).status_code == 302
    nomination.refresh_from_db()
    assert nomination.evaluator == known


def test_a_person_is_not_entered_twice(client, unit, principal) -> None:
    nomination = NominationFactory(unit=unit)
    client.force_login(principal)
    address = reverse("evaluators:nomination_enter", args=[nomination.pk])
    EvaluatorFactory(home_unit=unit, name="周荐", birth_month="1981-07-01", spell=None)
    page = client.post(address, FACTS)
    assert "on record already" in page.content.decode()
    assert Evaluator.objects.count() == 1


def test_a_principal_sees_nothing_of_other_units(client, principal) -> None:
    NominationFactory(wanted="别的单位的人")
    client.force_login(principal)
    assert "别的单位的人" not in client.get(reverse("evaluators:nomination_list")).content.decode()


def test_a_refusal_needs_an_opinion_and_states_are_filtered(client, clerk, unit) -> None:
    nomination = NominationFactory(unit=unit)
    NominationFactory(wanted="还没有人选")
    person = EvaluatorFactory(home_unit=unit, spell=None)
    client.force_login(UserFactory(role=Role.OFFICE_STAFF))
    client.post(
        reverse("evaluators:nomination_name", args=[nomination.pk]), {"evaluator": person.pk}
    )
    client.force_login(clerk)
    review = reverse("evaluators:nomination_review", args=[nomination.pk])
    refused = client.post(review, {"accepted": "no", "opinion": ""})
    assert refused.context["form"].errors["opinion"]
    listed = client.get(reverse("evaluators:nomination_list"), {"state": "nominated"})
    assert [row.record for row in listed.context["table"].page.object_list] == [nomination]


def test_list_asks_no_more_questions_for_more_nominations(client, clerk) -> None:
    client.force_login(clerk)
    counts = []
    for _ in range(2):
        for _ in range(3):
            person = EvaluatorFactory(spell=None)
            made = {"evaluator": person, "nominated_by": UserFactory()}
            NominationFactory(
                state="nominated",
                nominated_at="2023-03-01T08:00:00Z",
                unit=person.home_unit,
                **made,
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("evaluators:nomination_list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
