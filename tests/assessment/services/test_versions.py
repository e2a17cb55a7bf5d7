"""Versions of a system in the course of a year: which one counts, and what stays as it was."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assessment.services.cycles import open_cycle
from assessment.services.replay import replay_run
from indicators.models import IndicatorSystem
from indicators.services.nodes import set_weights
from indicators.services.systems import change_system, copy_system, publish_system
from indicators.services.versions import date_version
from organization.models import AuditEvent
from tests.assessment.factories import CycleFactory, RaterClassFactory
from tests.assessment.worlds import make_units, mark_everybody, report, run_to_end
from tests.indicators.factories import TreeFactory

pytestmark = pytest.mark.django_db

JUNE, JULY, YEAR_END = dt.date(2023, 6, 30), dt.date(2023, 7, 1), dt.date(2023, 12, 31)
REASON = "市委第 12 次会议：提高 A12 权重"


def totals(cycle, day, by):
    open_cycle(cycle, day=day, by=by)
    mark_everybody(cycle)
    run = run_to_end(cycle)
    return run, set(run.groups.get().results.values_list("total", flat=True))


def refusal(action, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        action(*args, **kwargs)
    return refused.value


@pytest.fixture
def changed(office_clerk, category):
    """A system, a cycle scored by it at half-year, and its second version from July on."""
    system = TreeFactory(published=True, category=category, name="设区市指标体系", version=1)
    scheme = RaterClassFactory(code="leaders").scheme
    for unit in make_units(category, 1):
        report(system, unit, [80, 100, 100])
    cycle = CycleFactory(scheme=scheme, systems=[system])
    run, before = totals(cycle, JUNE, office_clerk)
    version = change_system(system, since=JULY, reason=REASON, by=office_clerk)
    nodes = {node.code: node.pk for node in version.nodes.all()}
    set_weights(version, {nodes["A11"]: Decimal(30), nodes["A12"]: Decimal(30)}, by=office_clerk)
    publish_system(version, by=office_clerk)
    return system, version, run, before


def test_ind_26_a_change_in_mid_year_keeps_the_old_score_reproducible(changed, office_clerk):
    """IND-26: effective-dated change with reason; the run before it is found again to the digit."""
    system, version, run, before = changed
    digest = run.digest
    assert replay_run(run).agrees
    run.refresh_from_db()
    assert run.digest == digest
    # Whoever chose the older version gets the one in force on the day that counts.
    later = CycleFactory(scheme=run.cycle.scheme, systems=[system])
    _run, after = totals(later, YEAR_END, office_clerk)
    assert list(later.systems.all()) == [version]
    assert later.assessees.get().system == version
    assert {total + 2 for total in before} == after
    event = AuditEvent.objects.about(later).get(action="cycle_opened")
    assert event.after["systems"] == [version.label]
    earlier = CycleFactory(scheme=run.cycle.scheme, systems=[version])
    open_cycle(earlier, day=JUNE, by=office_clerk)
    assert earlier.assessees.get().system == system


def test_the_version_before_ends_the_day_before_with_reason_and_event(changed, office_clerk):
    system, version, _run, _before = changed
    system.refresh_from_db()
    assert (system.in_force_until, system.state) == (JUNE, IndicatorSystem.State.FROZEN)
    event = AuditEvent.objects.about(system).get(action="system_superseded")
    assert event.after == {"in_force_until": "2023-06-30", "reason": REASON}
    assert (version.copied_from, version.change_reason) == (system, REASON)


def test_two_versions_on_the_same_day_are_refused_with_their_dates(changed, office_clerk):
    system, _version, _run, _before = changed
    third = copy_system(system, by=office_clerk)
    assert "undated" in [
        error.code for error in refusal(publish_system, third, by=office_clerk).error_list
    ]
    refused = refusal(
        date_version, third, since=dt.date(2023, 6, 1), reason="更早", by=office_clerk
    )
    assert refused.code == "overlap"
    assert "2023-07-01" in refused.message
    assert "2023-06-01" in refused.message
    refused = refusal(
        date_version, third, since=dt.date(2024, 2, 1), reason="次年", by=office_clerk
    )
    assert refused.code == "other_year"
    date_version(third, since=dt.date(2023, 10, 1), reason="四季度调整", by=office_clerk)
    publish_system(third, by=office_clerk)
    with pytest.raises(ValidationError):
        change_system(system, since=dt.date(2023, 9, 1), reason="倒签", by=office_clerk)


def test_a_cycle_of_a_day_without_a_version_is_not_opened(office_clerk):
    system = TreeFactory(published=True, in_force_from=JULY)
    cycle = CycleFactory(systems=[system])
    assert refusal(open_cycle, cycle, day=JUNE, by=office_clerk).code == "not_in_force"


def test_the_line_of_versions_shows_days_reasons_and_who(client, changed, office_clerk):
    system, version, _run, _before = changed
    client.force_login(office_clerk)
    content = client.get(reverse("indicators:version_list", args=[system.pk])).content.decode()
    for text in ("2023-06-30", "2023-07-01", REASON, str(version.published_by)):
        assert text in content
    address = reverse("indicators:version_create", args=[version.pk])
    client.post(address, {"since": "2023-11-01", "reason": "再调整"})
    third = IndicatorSystem.objects.get(version=3)
    assert (third.is_draft, third.in_force_from) == (True, dt.date(2023, 11, 1))
    address = reverse("indicators:version_edit", args=[third.pk])
    client.post(address, {"since": "2023-12-01", "reason": "推迟"})
    third.refresh_from_db()
    assert (third.in_force_from, third.change_reason) == (dt.date(2023, 12, 1), "推迟")
