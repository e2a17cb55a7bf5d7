"""Who counts for the quota of the best grade, from the first record to the last decision."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessment.models import GradeDecision, SchemeQuota
from assessment.selectors.quotas import quota_lines
from dailyreview.selectors.grading import group_of
from organization.models import Cadre
from tests.assessment.worlds import run_to_end
from tests.dailyreview.worlds import DailyWorld, make_world, review_everybody

SERVANT, SECONDED = Cadre.IdentityClass.CIVIL_SERVANT, Cadre.IdentityClass.SECONDED
pytestmark = pytest.mark.django_db


def decided_good(client, world: DailyWorld, marks: list[Decimal]) -> set[str]:
    """Everybody is reviewed by three levels, run, and accepted on the page: who is 好."""
    quarter = world.open(1)
    review_everybody(world, marks)
    run_to_end(quarter.cycle)
    client.force_login(world.principal)
    args = [quarter.pk, world.unit.pk]
    client.post(reverse("dailyreview:grade_accept", args=args), {"expected": str(len(world.staff))})
    decided = GradeDecision.objects.in_force().filter(assessee__cycle=quarter.cycle)
    assert decided.count() == len(world.staff)
    return set(decided.filter(grade="good").values_list("assessee__name", flat=True))


def test_dly_11_of_42_participants_the_base_is_the_8_civil_servants(client) -> None:
    """DLY-11: 34 borrowed people are reviewed with the 8 and take no place of theirs."""
    world = make_world(people=42)
    for number, person in enumerate(world.staff):
        identity = SERVANT if number < 8 else SECONDED
        Cadre.objects.filter(pk=person.cadre_id).update(identity_class=identity)
    quota = SchemeQuota.objects.get(grade__scheme=world.plan.scheme)
    SchemeQuota.objects.filter(pk=quota.pk).update(level="identity_class", value=SERVANT)
    SchemeQuota.objects.create(grade=quota.grade, level="identity_class", share=0)
    # Two of the borrowed are marked better than any civil servant.
    marks = [Decimal(98) - number for number in range(42)]
    marks[8], marks[9] = Decimal(100), Decimal(99)
    good = decided_good(client, world, marks)
    assert good == {person.cadre.name for person in world.staff[:3]}
    lines = {line.members: line for line in quota_lines(group_of(world.quarters[0], world.unit))}
    base = lines[(SERVANT,)]
    assert (base.n, base.exact, base.allowed, base.decided) == (8, Decimal("3.2"), 3, 3)
    address = reverse("dailyreview:grade_list", args=[world.quarters[0].pk, world.unit.pk])
    assert "8 × 40% = 3.2 → 3" in client.get(address).content.decode()


def test_l_08_of_30_with_15_above_the_line_12_are_good(client) -> None:
    """L-08: at most 40 % of those who take part, whoever else reaches the band."""
    world = make_world(people=30)
    marks = [Decimal(97) - Decimal(number) / 2 for number in range(30)]
    assert sum(1 for mark in marks if mark >= 90) == 15
    good = decided_good(client, world, marks)
    assert good == {person.cadre.name for person in world.staff[:12]}
