import pytest
from django.test import Client
from django.urls import reverse

from assessment.models import OverlayFact
from tests.assessment.factories import AssesseeFactory, OverlayFactFactory

pytestmark = pytest.mark.django_db

FACT = {"effect": "bar_top", "clause": "第三十一条", "fact": "发生较大事故"}


@pytest.fixture
def clerk(client: Client, office_clerk) -> Client:
    client.force_login(office_clerk)
    return client


def test_overlay_list_records_a_fact_with_its_clause(clerk, office_clerk):
    assessee = AssesseeFactory()
    address = reverse("assessment:overlay_list", args=[assessee.cycle_id])
    page = clerk.post(address, {**FACT, "assessee": assessee.pk}, follow=True)
    fact = OverlayFact.objects.get()
    assert (fact.assessee, fact.recorded_by) == (assessee, office_clerk)
    assert "第三十一条" in page.content.decode()
    assert "it counts from the next run on" in page.content.decode()


def test_overlay_list_names_the_limit(clerk):
    fact = OverlayFactFactory(effect="limit", limit="fair")
    page = clerk.get(reverse("assessment:overlay_list", args=[fact.assessee.cycle_id]))
    assert '<span class="hj-word">一般</span>' in page.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("clause", ""), ("fact", ""), ("effect", "exile"), ("limit", "superb"), ("assessee", "0")],
)
def test_overlay_list_with_nonsense_records_nothing(clerk, field, value):
    assessee = AssesseeFactory()
    address = reverse("assessment:overlay_list", args=[assessee.cycle_id])
    page = clerk.post(address, {**FACT, "assessee": assessee.pk, field: value})
    assert field in page.context["form"].errors
    assert not OverlayFact.objects.exists()


def test_overlay_list_shows_the_refusal_of_a_limit_without_a_grade(clerk):
    assessee = AssesseeFactory()
    address = reverse("assessment:overlay_list", args=[assessee.cycle_id])
    page = clerk.post(address, {**FACT, "assessee": assessee.pk, "effect": "limit"})
    assert "Name the best grade left, for this effect only." in page.content.decode()


def test_overlay_list_does_not_take_an_assessee_of_another_cycle(clerk):
    assessee, foreign = AssesseeFactory.create_batch(2)
    address = reverse("assessment:overlay_list", args=[assessee.cycle_id])
    page = clerk.post(address, {**FACT, "assessee": foreign.pk})
    assert "assessee" in page.context["form"].errors


def test_overlay_withdraw_needs_a_reason(clerk):
    fact = OverlayFactFactory()
    address = reverse("assessment:overlay_withdraw", args=[fact.pk])
    assert "reason" in clerk.post(address, {"reason": " "}).context["form"].errors
    assert OverlayFact.objects.exists()
    clerk.post(address, {"reason": "查无实据"})
    assert not OverlayFact.objects.exists()
