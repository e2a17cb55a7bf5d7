"""What each source makes of rows, in the engine's columns."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest

from assessment.models import AssessmentCycle, Result, ScoreRun, ScoreSheet
from assessment.selectors.bundles import collect_bundles
from assessment.services.cycles import open_cycle
from assessment.sources import SOURCES
from indicators.models import ReportedValue, SystemNode
from indicators.rules.measures import MeasureError
from scoring import Bundle
from tests.assessment.factories import (
    OPENED_ON,
    AssesseeFactory,
    CycleFactory,
    RaterClassFactory,
    ScoreSheetFactory,
)
from tests.assessment.worlds import make_linked_cycle, make_units, report, run_to_end
from tests.collection.event_factories import EventKindFactory, UnitEventFactory
from tests.indicators.factories import (
    LeafFactory,
    LinkFactory,
    SystemFactory,
    TreeFactory,
    ValueFactory,
)
from tests.organization.factories import CategoryMembershipFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

RED_BLACK = {"effect": "both", "add_each": "1", "deduct_each": "2", "floor": "-5", "ceiling": "5"}
ADDED = {"base": "1.5", "effect": "add", "add_each": "0.05", "add_cap": "0.5"}
DEDUCTED = {
    "base": "1.5",
    "effect": "deduct",
    "deduct_each": "0.1",
    "deduct_cap": "2",
    "floor": "0",
}


def only_bundle(cycle: AssessmentCycle) -> Bundle:
    (group,) = collect_bundles(cycle)
    return group.bundle


def cells(bundle: Bundle) -> dict[tuple[str, str], str]:
    """Values of a bundle with one assessee, by leaf and series."""
    rows = bundle.values.itertuples()
    return {(row.node, row.series): row.value for row in rows}


def reported_leaf(rule: str, measure: str = "亿元", **params: str) -> SystemNode:
    leaf = LeafFactory(
        system=SystemFactory(published=True), rule=rule, params=params, code="L", weight=100
    )
    leaf.indicator.unit_of_measure = measure
    leaf.indicator.save()
    return leaf


def assessee_of(leaf: SystemNode):
    cycle = CycleFactory(opened=True, systems=[leaf.system])
    return AssesseeFactory(cycle=cycle, system=leaf.system)


@pytest.mark.parametrize(
    ("good", "bad", "waiting", "params", "expected"),
    [
        pytest.param(3, 4, 0, RED_BLACK, -5, id="F10 3 red 4 black"),
        pytest.param(14, 0, 0, ADDED, 2, id="F09 n=14"),
        pytest.param(0, 25, 0, DEDUCTED, 0, id="F09 m=25 on its floor"),
        pytest.param(0, 0, 0, RED_BLACK, 0, id="no event is a true zero"),
        pytest.param(3, 0, 1, RED_BLACK, None, id="one still waits"),
    ],
)
def test_events_count_in_the_period_of_the_cycle(good, bad, waiting, params, expected):
    """F09, F10 and roll-up 3: confirmed events of the period, under the caps of the leaf."""
    leaf = reported_leaf("count", **params)
    SystemNode.objects.filter(pk=leaf.pk).update(source="event", kind="bonus")
    assessee = assessee_of(leaf)
    for colour, count in (("red", good), ("black", bad)):
        domain = assessee.unit.domain
        kind = EventKindFactory(domain=domain, indicator=leaf.indicator, colour=colour)
        events = {"kind": kind, "unit": assessee.unit}
        UnitEventFactory.create_batch(count, confirmed=True, **events)
        UnitEventFactory(confirmed=True, happened_on=dt.date(2022, 12, 31), **events)
        UnitEventFactory.create_batch(waiting, **events)
    group = run_to_end(assessee.cycle).groups.get()
    totals = [result.total for result in group.results.all()]
    assert totals == [expected if expected is None else Decimal(expected)]


def test_event_leaf_without_a_register_is_missing():
    leaf = reported_leaf("count")
    SystemNode.objects.filter(pk=leaf.pk).update(source="event")
    assessee = assessee_of(leaf)
    EventKindFactory(indicator=leaf.indicator)
    assert cells(only_bundle(assessee.cycle)) == {}


def test_every_source_of_the_model_has_its_module():
    assert set(SOURCES) == {source.value for source in SystemNode.Source}


def test_reported_converts_to_the_unit_of_the_leaf():
    leaf = reported_leaf("marks")
    assessee = assessee_of(leaf)
    ValueFactory(indicator=leaf.indicator, unit=assessee.unit, value=123456, unit_of_measure="万元")
    assert cells(only_bundle(assessee.cycle)) == {("L", "actual"): "12.3456"}


def test_reported_refuses_a_measure_of_another_kind():
    leaf = reported_leaf("marks")
    assessee = assessee_of(leaf)
    ValueFactory(indicator=leaf.indicator, unit=assessee.unit, unit_of_measure="人")
    with pytest.raises(MeasureError):
        collect_bundles(assessee.cycle)


@pytest.mark.parametrize(
    ("rule", "params", "expected"),
    [
        pytest.param("target", {}, {"actual", "target"}, id="target of the unit"),
        pytest.param("target", {"target": "90"}, {"actual"}, id="fixed target"),
        pytest.param("growth", {}, {"actual", "previous"}, id="growth"),
        pytest.param("benchmark", {"against": "series"}, {"actual", "benchmark"}, id="benchmark"),
        pytest.param("rank", {}, {"actual"}, id="rank"),
    ],
)
def test_reported_reads_only_the_series_the_rule_needs(rule, params, expected):
    leaf = reported_leaf(rule, **params)
    assessee = assessee_of(leaf)
    own = {"indicator": leaf.indicator, "unit": assessee.unit}
    ValueFactory(**own, value=100)
    ValueFactory(**own, value=90, period="2022")
    ValueFactory(**own, value=80, series="target")
    ValueFactory(**own, value=70, series="benchmark")
    found = cells(only_bundle(assessee.cycle))
    assert {series for _leaf, series in found} == expected
    values = {"actual": "100", "previous": "90", "target": "80", "benchmark": "70"}
    assert {series: Decimal(value) for (_leaf, series), value in found.items()} == {
        series: Decimal(values[series]) for series in expected
    }


def test_reported_takes_a_common_benchmark_unless_the_unit_has_its_own():
    leaf = reported_leaf("benchmark", against="series")
    first, second = assessee_of(leaf), None
    second = AssesseeFactory(cycle=first.cycle, system=leaf.system, category=first.category)
    ValueFactory(indicator=leaf.indicator, unit=None, value=6.5, series="benchmark")
    ValueFactory(indicator=leaf.indicator, unit=second.unit, value=7, series="benchmark")
    rows = only_bundle(first.cycle).values.itertuples()
    found = {row.assessee: float(row.value) for row in rows}
    assert found == {first.key: 6.5, second.key: 7.0}


def test_missing_value_is_an_absent_row_and_never_zero():
    assessee = assessee_of(reported_leaf("marks"))
    assert only_bundle(assessee.cycle).values.empty


def test_judged_packs_sheets_without_unpacking_marks():
    leaf = LeafFactory(system=SystemFactory(published=True), code="J", weight=100, judged=True)
    assessee = assessee_of(leaf)
    RaterClassFactory(scheme=assessee.cycle.scheme, code="leaders")
    open_cell = ScoreSheet.NOT_GIVEN
    for mark in (8750, open_cell):
        ScoreSheetFactory(assessee=assessee, rater_class="leaders", marks=[mark])
    bundle = only_bundle(assessee.cycle)
    sheets = bundle.judgements["judged"]
    assert sheets.leaves == ("J",)
    assert sheets.unit == 100
    assert np.sort(sheets.marks, axis=0).tolist() == [[open_cell], [8750]]
    assert set(sheets.keys["rater_class"]) == {"leaders"}
    assert bundle.scheme["judging"]["judged"]["classes"] == {"leaders": "1.0000"}


def test_team_reads_the_own_unit_and_members_the_own_deputies():
    cycle = make_linked_cycle(2)
    unit_of = dict(cycle.assessees.values_list("key", "unit__code"))
    kind_of = dict(cycle.assessees.values_list("key", "system__assessee_kind"))
    links = [
        (kind_of[row.assessee], kind_of[row.target], unit_of[row.assessee] == unit_of[row.target])
        for group in collect_bundles(cycle)
        for row in group.bundle.links.itertuples()
    ]
    assert sorted(links) == [("deputy", "unit", True)] * 4 + [("principal", "deputy", True)] * 4


def test_linked_reads_declared_units_also_outside_the_cycle():
    system = TreeFactory(published=True)
    leaf = LeafFactory(system=system, code="K", position=30_000, weight=0, linked=True)
    unit = CategoryMembershipFactory(category=system.category).unit
    LinkFactory(node=leaf, unit=unit, target=UnitFactory(code="ELSEWHERE"), weight=2)
    cycle = CycleFactory(systems=[system])
    open_cycle(cycle, day=OPENED_ON, by=UserFactory())
    (row,) = only_bundle(cycle).links.itertuples()
    assert (row.assessee, row.node, row.target, float(row.weight)) == (
        unit.code,
        "K",
        "ELSEWHERE",
        2.0,
    )


def totals_of(run: ScoreRun) -> dict[tuple[str, str], Decimal]:
    """Totals by unit and kind of assessee; those of deputies are equal within a team."""
    rows = Result.objects.filter(group__run=run).values_list(
        "assessee__unit__code", "assessee__system__assessee_kind", "total"
    )
    return {(unit, kind): total for unit, kind, total in rows}


def test_ind_19_a_drop_of_the_deputies_lowers_their_principal_and_no_other():
    """IND-19, through three stages: the unit's figure, its deputies, its principal."""
    cycle = make_linked_cycle(2)
    before = totals_of(run_to_end(cycle))
    units = sorted({unit for unit, _kind in before})
    for unit in units:
        kinds = {before[unit, kind] for kind in ("unit", "deputy", "principal")}
        assert len(kinds) == 1
    value = ReportedValue.objects.filter(unit__code=units[0], indicator__nodes__code="A11").get()
    ReportedValue.objects.filter(pk=value.pk).update(value=value.value - 10)
    after = totals_of(run_to_end(cycle))
    # A11 weighs 40 against a target of 100: ten less are four points less, all the way up.
    for kind in ("unit", "deputy", "principal"):
        assert before[units[0], kind] - after[units[0], kind] == 4
        assert before[units[1], kind] == after[units[1], kind]


def test_ind_15_counties_below_the_benchmark_lower_their_lead_department():
    """IND-15 and F19: three counties below 80, one exactly there, 2 points each: 94."""
    counties = SystemFactory(published=True)
    LeafFactory(system=counties, code="C1", weight=100)
    units = make_units(counties.category, 4)
    for unit, figure in zip(units, ("79.99", "60", "0", "80"), strict=True):
        report(counties, unit, [figure])
    departments = SystemFactory(published=True)
    params = {"form": "shortfall", "benchmark": "80", "points_each": "2"}
    leaf = LeafFactory(system=departments, code="D1", weight=100, linked=True, params=params)
    (lead,) = make_units(departments.category, 1)
    for unit in units:
        LinkFactory(node=leaf, unit=lead, target=unit)
    cycle = CycleFactory(systems=[counties, departments])
    open_cycle(cycle, day=OPENED_ON, by=UserFactory())
    assert totals_of(run_to_end(cycle))[lead.code, "unit"] == 94


def test_a_score_reacts_to_the_average_of_the_area():
    """IND-10: against the provincial average; the county's points follow it (7.2 against 6.5)."""
    leaf = reported_leaf(
        "benchmark",
        "%",
        against="stated_average",
        base_share="0",
        unit="0.1",
        points_per_unit="0.1",
        cap_up="1",
        cap_down="1",
    )
    county = assessee_of(leaf)
    ValueFactory(indicator=leaf.indicator, unit=county.unit, value=Decimal("7.2"))
    points = []
    for average in ("6.5", "6.9"):
        rows = {"indicator": leaf.indicator, "unit": None, "period": "2023", "series": "average"}
        ReportedValue.objects.update_or_create(
            **rows, defaults={"value": Decimal(average), "unit_of_measure": "%"}
        )
        assert Decimal(cells(only_bundle(county.cycle))["L", "average"]) == Decimal(average)
        result = Result.objects.get(group__run=run_to_end(county.cycle))
        points.append(result.total)
    assert points == [Decimal("0.7"), Decimal("0.3")]
