from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from assessment.models import AssessmentCycle
from assessment.selectors import readiness
from assessment.selectors.findings import Finding
from assessment.selectors.group_checks import ERROR, NAMED_CELLS, WARNING
from assessment.selectors.readiness import has_changed_since, live_findings, readiness_of
from assessment.services.cycles import open_cycle
from assessment.services.overlays import record_overlay_fact
from assessment.services.sheets import submit_sheet
from indicators.services.values import ValueEntry, report_value, withdraw_value
from organization.models import Domain, Role, User
from tests.assessment.factories import (
    OPENED_ON,
    CycleFactory,
    RaterClassFactory,
    ScoreSheetFactory,
)
from tests.assessment.worlds import (
    check_now,
    make_linked_cycle,
    make_unit_cycle,
    make_units,
    mark_everybody,
)
from tests.indicators.factories import LeafFactory, LinkFactory, TreeFactory, ValueFactory
from tests.organization.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.LANGUAGE_CODE = "en"


def all_findings(cycle: AssessmentCycle) -> list[Finding]:
    """Checked now, as office staff of all domains see them."""
    check_now(cycle)
    return seen_by(UserFactory(role=Role.OFFICE_STAFF), cycle)


def seen_by(user: User, cycle: AssessmentCycle) -> list[Finding]:
    known = readiness_of(cycle, user=user)
    return [*known.errors, *known.warnings]


def found(cycle: AssessmentCycle) -> list[tuple[str, str]]:
    return [(finding.severity, finding.message) for finding in all_findings(cycle)]


def drop(cycle: AssessmentCycle, code: str, keep: int = 0) -> list[str]:
    """Take the figures of a leaf away, save for the first few units; returns whose."""
    names = []
    for assessee in cycle.assessees.order_by("key")[keep:]:
        assessee.unit.reported_values.filter(indicator__nodes__code=code).delete()
        names.append(assessee.name)
    return names


def test_ready_cycle_has_no_finding():
    assert found(make_unit_cycle(5)) == []
    assert found(make_linked_cycle(3)) == []


def test_missing_values_are_named_with_their_leaf():
    cycle = make_unit_cycle(5)
    names = drop(cycle, "A12", keep=3)
    findings = all_findings(cycle)
    assert [finding.message for finding in findings] == [f"{name} has no value." for name in names]
    assert {finding.severity for finding in findings} == {ERROR}
    assert findings[0].place.endswith("三级A12")
    assert findings[0].url == cycle.systems.get().get_absolute_url()


def test_leaf_that_nobody_has_is_one_finding():
    cycle = make_unit_cycle(5)
    drop(cycle, "A12")
    assert found(cycle) == [(ERROR, "Nobody in the group has a value.")]


def test_many_gaps_of_a_leaf_become_one_line_with_their_number():
    cycle = make_unit_cycle(NAMED_CELLS + 3)
    names = drop(cycle, "A12", keep=2)
    expected = f"{NAMED_CELLS + 1} assessees lack a value, among them {names[0]}."
    assert found(cycle) == [(ERROR, expected)]


def test_gap_that_holds_no_total_is_a_warning():
    cycle = make_unit_cycle(5)
    leaf = cycle.systems.get().nodes.get(code="A12")
    leaf.missing = "renormalise"
    leaf.save()
    (name,) = drop(cycle, "A12", keep=4)
    assert found(cycle) == [(WARNING, f"{name} has no value.")]


def test_value_without_its_target_is_told_apart():
    cycle = make_unit_cycle(5)
    leaf = cycle.systems.get().nodes.get(code="A12")
    leaf.params = {}
    leaf.save()
    nobody = "Nobody in the group has anything to measure the value against."
    assert found(cycle) == [(ERROR, nobody)]
    first, *others = cycle.assessees.order_by("key")
    for assessee in others:
        ValueFactory(indicator=leaf.indicator, unit=assessee.unit, series="target", value=100)
    alone = f"{first.name} has a value, but nothing to measure it against."
    assert found(cycle) == [(ERROR, alone)]


@pytest.mark.parametrize(
    ("units", "message"),
    [
        (2, "Fewer than 3 to compare: all get the neutral share."),
        (5, "All values are equal or too few: all get the neutral share."),
    ],
    ids=["small group", "no spread"],
)
def test_group_that_cannot_be_compared(units, message):
    cycle = make_unit_cycle(units)
    leaf = cycle.systems.get().nodes.get(code="A12")
    leaf.rule, leaf.params = "rank", {}
    leaf.save()
    leaf.indicator.values.update(value=50)
    assert found(cycle) == [(WARNING, message)]


def test_figure_far_from_all_others_is_asked_about():
    cycle = make_unit_cycle(9)
    assessee = cycle.assessees.order_by("key")[4]
    value = assessee.unit.reported_values.get(indicator__nodes__code="A11")
    value.value = 80_000
    value.save()
    ((severity, message),) = found(cycle)
    assert severity == WARNING
    assert message.endswith(f" {assessee.name} 80000 亿元")


def test_linked_target_outside_the_cycle():
    cycle = make_unit_cycle(3)
    unit = cycle.assessees.first().unit
    leaf = LeafFactory(system=cycle.systems.get(), code="K", position=30_000, weight=0, linked=True)
    LinkFactory(node=leaf, unit=unit, target=UnitFactory(code="ELSEWHERE"))
    messages = [message for _severity, message in found(cycle)]
    assert f"{unit.name} reads the result of ELSEWHERE, who is not in this cycle." in messages


def test_unknown_rater_class_on_a_sheet():
    cycle = make_unit_cycle(3)
    ScoreSheetFactory(assessee=cycle.assessees.first(), rater_class="guests")
    errors = [message for severity, message in found(cycle) if severity == ERROR]
    assert any("“guests”" in message for message in errors)


def test_unit_without_a_category():
    cycle = make_unit_cycle(3)
    domain = cycle.systems.get().category.domain
    UnitFactory(domain=domain, name="无类别")
    UnitFactory(domain=domain, monitored=True)
    UnitFactory(domain=domain, internal=True)
    (finding,) = all_findings(cycle)
    assert (finding.severity, finding.place) == (WARNING, "无类别")


def test_cycle_without_systems_and_with_a_draft():
    office = UserFactory(role=Role.OFFICE_STAFF)
    (finding,) = live_findings(CycleFactory(), user=office)
    assert finding.message == "The cycle has no indicator system."
    (finding,) = live_findings(CycleFactory(systems=[TreeFactory()]), user=office)
    assert finding.message == "The indicator system is not published."


def test_contradiction_among_the_inputs_is_shown_with_all_else():
    cycle = make_unit_cycle(3)
    ScoreSheetFactory(assessee=cycle.assessees.first(), rater_class="guests")
    leaf = cycle.systems.get().nodes.get(code="A11")
    leaf.weight += 1
    leaf.save()
    errors = [message for severity, message in found(cycle) if severity == ERROR]
    assert len(errors) == 2


def mixed_cycle(units: int) -> tuple[AssessmentCycle, list[Domain]]:
    """A cycle over two domains where nobody has reported anything, and each lacks a category."""
    systems = [TreeFactory(published=True) for _ in range(2)]
    for system in systems:
        make_units(system.category, units)
        UnitFactory(domain=system.category.domain, name=f"无类别{system.category.domain.name}")
    cycle = CycleFactory(scheme=RaterClassFactory(code="leaders").scheme, systems=systems)
    open_cycle(cycle, day=OPENED_ON, by=UserFactory())
    mark_everybody(cycle)
    return cycle, [system.category.domain for system in systems]


def clerk_of(domain: Domain):
    return UserFactory(role=Role.OFFICE_STAFF, role__domain=domain)


def test_clerk_of_a_domain_reads_the_findings_of_that_domain_only():
    cycle, domains = mixed_cycle(3)
    for domain in domains:
        cycle.systems.add(TreeFactory(category__domain=domain))
    everything = set(all_findings(cycle))
    seen = [seen_by(clerk_of(domain), cycle) for domain in domains]
    assert not set(seen[0]) & set(seen[1])
    assert set(seen[0]) | set(seen[1]) == everything
    for domain, findings in zip(domains, seen, strict=True):
        told = [f"{finding.place} {finding.message}" for finding in findings]
        draft = cycle.systems.drafts().get(category__domain=domain)
        for words in ("Nobody in the group has a value", f"无类别{domain.name}", draft.name):
            assert any(words in line for line in told), words


def test_contradiction_is_shown_in_words_only_to_who_sees_every_group():
    cycle, domains = mixed_cycle(3)
    assessee = cycle.assessees.filter(unit__domain=domains[0]).first()
    ScoreSheetFactory(assessee=assessee, rater_class="guests")
    assert len([message for _severity, message in found(cycle) if "guests" in message]) == 2
    # The check itself says more to the clerk whose domain it is; the engine's words name anybody.
    for domain, naming in zip(domains, (1, 0), strict=True):
        told = [finding.message for finding in seen_by(clerk_of(domain), cycle)]
        assert sum("contradict each other" in message for message in told) == 1
        assert sum("guests" in message for message in told) == naming


def test_queries_do_not_grow_with_the_cycle():
    counts = []
    for units in (2, 6):
        cycle, (domain, _other) = mixed_cycle(units)
        for assessee in cycle.assessees.all():
            ValueFactory(
                indicator=assessee.system.nodes.get(code="A12").indicator,
                unit=assessee.unit,
                period="2023",
            )
        clerk = clerk_of(domain)
        with CaptureQueriesContext(connection) as making:
            check = check_now(cycle)
        with CaptureQueriesContext(connection) as reading:
            assert seen_by(clerk, cycle)
        assert check.state == check.State.DONE
        counts.append((len(making), len(reading)))
    assert counts[0] == counts[1]


def test_findings_are_told_in_the_language_of_the_reader():
    cycle = make_unit_cycle(5)
    (name,) = drop(cycle, "A12", keep=4)
    check = check_now(cycle)
    clerk = UserFactory(role=Role.OFFICE_STAFF)
    assert name not in str(check.findings)
    with translation.override("zh-hans"):
        (chinese,) = seen_by(clerk, cycle)
    (english,) = seen_by(clerk, cycle)
    assert english.message == f"{name} has no value."
    assert chinese.message != english.message
    assert name in chinese.message
    assert (chinese.place, chinese.url) == (english.place, english.url)


def test_long_lists_are_cut_and_their_number_is_told(monkeypatch):
    monkeypatch.setattr(readiness, "LISTED", 2)
    cycle = make_unit_cycle(5)
    drop(cycle, "A12", keep=1)
    check_now(cycle)
    known = readiness_of(cycle, user=UserFactory(role=Role.OFFICE_STAFF))
    assert (len(known.errors), known.error_count, known.unlisted_errors) == (2, 4, 2)


def test_cycle_is_clear_only_after_a_check_that_still_holds():
    cycle = make_unit_cycle(5)
    office = UserFactory(role=Role.OFFICE_STAFF)
    assert not readiness_of(cycle, user=office).is_clear
    check_now(cycle)
    assert readiness_of(cycle, user=office).is_clear
    submit_sheet(cycle.assessees.first(), rater_class="leaders", marks={}, by=UserFactory())
    known = readiness_of(cycle, user=office)
    assert known.has_changed
    assert not known.is_clear


def change_value(cycle: AssessmentCycle, by: User) -> None:
    value = cycle.assessees.first().unit.reported_values.first()
    report_value(ValueEntry(value.indicator, value.unit, "2023", Decimal(1)), by=by)


def withdraw(cycle: AssessmentCycle, by: User) -> None:
    value = cycle.assessees.first().unit.reported_values.first()
    withdraw_value(value, reason="误报", by=by)


def veto(cycle: AssessmentCycle, by: User) -> None:
    record_overlay_fact(
        cycle.assessees.first(), effect="bar_top", clause="第三十一条", fact="约谈", by=by
    )


@pytest.mark.parametrize("change", [change_value, withdraw, veto])
def test_change_of_what_a_run_reads_is_noticed(change, office_clerk):
    cycle, other = make_unit_cycle(3), make_unit_cycle(3)
    moment = timezone.now()
    assert not has_changed_since(cycle, moment)
    change(cycle, office_clerk)
    assert has_changed_since(cycle, moment)
    if change is not withdraw:
        assert not has_changed_since(other, moment)
