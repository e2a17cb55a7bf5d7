"""What others say of the work, and quality control: EVP-23, EVP-24, QC-01."""

from decimal import Decimal

import pytest
from django.urls import reverse

from evaluators.models import Complaint, PlanUnit, RecheckSample, ReverseEvaluation
from evaluators.rules.sampling import draw_sample
from organization.models import Role
from tests.evaluators.acceptance.screens import page, press
from tests.evaluators.factories import (
    EvaluatorFactory,
    FieldPlanFactory,
    PlanUnitFactory,
    PoolPolicyFactory,
)
from tests.evaluators.review_factories import (
    HeldSeatFactory,
    LedSeatFactory,
    ReverseQuestionFactory,
)
from tests.organization.factories import CategoryFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def led():
    """The leader's seat of a group that has visited three units."""
    PoolPolicyFactory()
    ReverseQuestionFactory(code="style", text="考核组作风如何？")
    led = LedSeatFactory()
    PlanUnitFactory.create_batch(3, plan=led.group.plan, group=led.group)
    return led


def answer(client, evaluation: ReverseEvaluation, *marks: int) -> None:
    """Let as many units answer as there are marks, each by its principal."""
    for invitation, mark in zip(evaluation.invitations.order_by("pk"), marks, strict=False):
        client.force_login(UserFactory(role=Role.UNIT_PRINCIPAL, unit=invitation.unit))
        typed = {"mark-style": mark, "comment": f"意见{mark}"}
        press(client, "invitation_answer", invitation.pk, **typed)


def test_evp_23_a_unit_rates_the_group_whose_leader_sees_the_aggregate_after_closing_only(
    client, office_clerk, led
) -> None:
    """5, 4 and 4 make 4.33; no answer, count or comment shows before it is closed."""
    member = HeldSeatFactory(group=led.group, evaluator=EvaluatorFactory(with_account=True))
    client.force_login(office_clerk)
    press(client, "reverse_open", led.group_id)
    evaluation = ReverseEvaluation.objects.get()
    answer(client, evaluation, 5, 4, 4)
    where = reverse("evaluators:reverse_detail", args=[evaluation.pk])
    api = reverse("api:reverse-evaluation-detail", args=[evaluation.pk])
    for rated in (led.evaluator.account, member.evaluator.account):
        client.force_login(rated)
        assert client.get(where).status_code == client.get(api).status_code == 404
    client.force_login(office_clerk)
    assert "意见5" not in page(client, "reverse_detail", evaluation.pk)
    assert client.get(api).json()["figures"] == []
    press(client, "reverse_close", evaluation.pk)
    client.force_login(led.evaluator.account)
    shown = page(client, "reverse_detail", evaluation.pk)
    assert "4.33" in shown
    assert "意见" not in shown
    [line] = client.get(api).json()["figures"]
    assert (line["mean"], line["counts"]) == ("4.33", [1, 2, 0, 0, 0])
    units = PlanUnit.objects.filter(group=led.group).values_list("unit__name", flat=True)
    assert not any(name in shown for name in units)
    client.force_login(member.evaluator.account)
    assert client.get(where).status_code == 404


@pytest.mark.parametrize("marks", [(2,), (2, 5)])
def test_evp_23_one_or_two_answers_stay_hidden_from_everybody_after_closing_too(
    client, office_clerk, led, marks
) -> None:
    client.force_login(office_clerk)
    press(client, "reverse_open", led.group_id)
    evaluation = ReverseEvaluation.objects.get()
    answer(client, evaluation, *marks)
    client.force_login(office_clerk)
    press(client, "reverse_close", evaluation.pk)
    for reader in (office_clerk, led.evaluator.account):
        client.force_login(reader)
        shown = page(client, "reverse_detail", evaluation.pk)
        assert "Fewer than 3 units answered: the answers stay hidden." in shown
        assert "意见2" not in shown
        api = reverse("api:reverse-evaluation-detail", args=[evaluation.pk])
        assert client.get(api).json()["figures"] == []


def test_evp_24_the_card_shows_three_sources_and_marks_the_missing_ones(
    client, office_clerk, led
) -> None:
    member = HeldSeatFactory(group=led.group)
    unit = PlanUnit.objects.filter(group=led.group).first().unit
    words = {"rating": "good", "remark": "作风扎实"}
    key = member.evaluator.pk

    def missing() -> int:
        client.force_login(office_clerk)
        shown = page(client, "review_list", key)
        for source in ("group leader", "assessed unit", "resident discipline body"):
            assert f"<dt>{source}</dt>" in shown
        return shown.count(">missing<")

    assert missing() == 3
    client.force_login(led.evaluator.account)
    press(client, "member_review", member.pk, **words)
    assert missing() == 2
    noted = {"seat": member.pk, "source": "assessed_unit", "unit": unit.code}
    press(client, "review_create", key, **noted, **words)
    assert missing() == 1
    press(client, "review_create", key, seat=member.pk, source="discipline", **words)
    assert missing() == 0


@pytest.mark.usefixtures("office")
def test_qc_01_a_sample_of_five_percent_is_reproduced_from_its_seed(client) -> None:
    """Five in a hundred of 239 units are twelve; the seed is stored, drawn at random or given."""
    plan, category = FieldPlanFactory(), CategoryFactory()
    units = UnitFactory.create_batch(239, domain=category.domain)
    PlanUnit.objects.bulk_create(
        PlanUnit(plan=plan, unit=unit, category=category) for unit in units
    )
    shown = press(client, "recheck_draw", plan=plan.pk, percent="5")
    sample = RecheckSample.objects.get()
    assert f'<dd class="hj-code">{sample.seed}</dd>' in shown
    assert "<dd>12 / 239</dd>" in shown
    assert "the same units in the same order" in shown
    codes = [unit.code for unit in reversed(units)]
    drawn = list(sample.cases.values_list("plan_unit__unit__code", flat=True))
    assert drawn == draw_sample(codes, sample.seed, percent=Decimal(5))
    press(client, "recheck_draw", plan=plan.pk, percent="5", seed=sample.seed)
    again = RecheckSample.objects.exclude(pk=sample.pk).get()
    assert list(again.cases.values_list("plan_unit__unit__code", flat=True)) == drawn


@pytest.mark.usefixtures("office")
def test_qc_01_a_complaint_of_the_hotline_is_taken_in_and_settled(client) -> None:
    facts = {"received_on": "2024-01-20", "channel": "phone", "matter": "反映考核组打人情分"}
    person = EvaluatorFactory(name="王小明", home_unit__name="某市统计局", post="科长")
    EvaluatorFactory(name="王小明")
    offers = client.get(reverse("evaluators:evaluator_options"), {"evaluator": "统计局"}).text
    assert "王小明 · 某市统计局 · 科长" in offers
    for typed, told in (("王小明", "Several people fit."), ("王大明", "Nobody in the pool")):
        sent = {**facts, "evaluator": typed}
        assert told in client.post(reverse("evaluators:complaint_create"), sent).text
    named = "王小明 · 某市统计局 · 科长"
    assert "反映考核组打人情分" in press(client, "complaint_create", **facts, evaluator=named)
    complaint = Complaint.objects.get()
    assert complaint.evaluator == person
    shown = press(client, "complaint_settle", complaint.pk, outcome="unfounded", answer="已复核")
    assert "已复核" in shown
