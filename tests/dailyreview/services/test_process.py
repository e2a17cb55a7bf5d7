"""DLY-12: the process score of a unit moves its share of the best grade."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assessment.models import RunGroup, SchemeQuota, UnitShare
from assessment.selectors.bundles import collect_bundles
from assessment.services.unit_shares import set_unit_share
from dailyreview.services.care import record_visit
from dailyreview.services.process import add_process_step, remove_process_step
from organization.models import AuditEvent
from tests.assessment.factories import SchemeQuotaFactory
from tests.assessment.worlds import run_to_end
from tests.dailyreview.worlds import DAY, DailyWorld, make_world, review_everybody

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db) -> DailyWorld:
    """Ten people; 90 points of process add 10 % to the share, less than 60 take 20 % away."""
    world = make_world(people=10)
    for score, change in ((90, "0.1"), (60, "0"), (0, "-0.2")):
        add_process_step(
            world.plan,
            from_quarter=2,
            min_score=Decimal(score),
            change=Decimal(change),
            by=world.clerk,
        )
    world.open(1)
    return world


def visit(world: DailyWorld, score: object) -> None:
    record_visit(
        world.quarters[-1],
        unit=world.unit,
        visited_on=DAY,
        words="评鉴记录完整",
        process_score=Decimal(str(score)),
        by=world.clerk,
    )


def test_dly_12_score_moves_the_quota_from_the_next_quarter_on(client, world) -> None:
    visit(world, 92)
    assert not UnitShare.objects.exists()
    quarter = world.open(2)
    share = UnitShare.objects.get(cycle=quarter.cycle)
    assert (share.unit, share.share) == (world.unit, Decimal("0.5"))
    assert "92" in share.reason
    assert "40% + 10% = 50%" in share.reason
    review_everybody(world, [98 - number for number in range(10)])
    run_to_end(quarter.cycle)
    line = RunGroup.objects.get(run__cycle=quarter.cycle).proposal["quotas"][0]
    assert (line["n"], line["exact"], line["allowed"], line["used"]) == (10, "5", 5, 5)
    client.force_login(world.principal)
    address = reverse("dailyreview:grade_list", args=[quarter.pk, world.unit.pk])
    page = client.get(address).content.decode()
    assert "10 × 50% = 5 → 5" in page
    assert "40% + 10% = 50%" in page
    client.force_login(world.clerk)
    assert "40% + 10% = 50%" in client.get(quarter.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("score", "share"), [(59.99, "0.2"), (60, None), (89.99, None)])
def test_low_score_takes_and_one_between_leaves_it(world, score, share) -> None:
    visit(world, score)
    world.open(2)
    found = UnitShare.objects.values_list("share", flat=True)
    assert list(found) == ([Decimal(share)] if share else [])


def test_newest_score_counts_and_steps_of_a_later_quarter_replace_the_earlier(world) -> None:
    visit(world, 50)
    visit(world, 92)
    add_process_step(
        world.plan,
        from_quarter=3,
        min_score=Decimal(80),
        change=Decimal("0.05"),
        by=world.clerk,
    )
    world.open(2)
    world.open(3)
    shares = UnitShare.objects.order_by("cycle__period").values_list("share", flat=True)
    assert list(shares) == [Decimal("0.5"), Decimal("0.45")]


def test_bundle_freezes_the_share_of_this_unit_alone(world) -> None:
    visit(world, 92)
    quarter = world.open(2)
    assert collect_bundles(quarter.cycle)[0].bundle.scheme["quotas"][0]["share"] == "0.5000"
    first = collect_bundles(world.quarters[0].cycle)[0].bundle.scheme["quotas"][0]["share"]
    assert Decimal(first) == Decimal("0.4")


def test_steps_are_stated_before_their_quarter_opens(client, world) -> None:
    step = world.plan.process_steps.first()
    client.force_login(world.clerk)
    address = reverse("dailyreview:processstep_create", args=[world.plan.pk])
    typed = {"from_quarter": "3", "min_score": "95", "change": "0.02", "clause": "第九条"}
    assert client.post(address, typed).url == world.plan.get_absolute_url()
    assert "+2%" in client.get(world.plan.get_absolute_url()).content.decode()
    world.open(2)
    with pytest.raises(ValidationError):
        remove_process_step(step, by=world.clerk)
    again = client.post(address, typed | {"from_quarter": "2"})
    assert "open already" in again.content.decode()
    late = world.plan.process_steps.get(from_quarter=3)
    client.post(reverse("dailyreview:processstep_remove", args=[late.pk]))
    assert not world.plan.process_steps.filter(from_quarter=3).exists()
    assert AuditEvent.objects.filter(action="processstep_removed").exists()


def test_share_of_another_scheme_or_of_the_whole_cycle_is_refused(world) -> None:
    cycle = world.quarters[0].cycle
    grade = SchemeQuota.objects.get(grade__scheme=cycle.scheme).grade
    wide = SchemeQuotaFactory(grade=grade, scope="cycle", share=Decimal("0.4"))
    for quota in (SchemeQuotaFactory(), wide):
        with pytest.raises(ValidationError):
            set_unit_share(
                cycle,
                unit=world.unit,
                quota=quota,
                share=Decimal("0.5"),
                reason="过程得分",
                by=world.clerk,
            )
