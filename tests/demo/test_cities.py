"""The thirteen cities on their published statistics, through upload, cycle, run and explanation."""

from decimal import Decimal

import pytest
from django.utils import timezone

from assessment.imports.confirming import confirm_import, upload_workbook
from assessment.models import Result, ScoreRun
from assessment.selectors.explanations import Row, explanation
from assessment.services.cycles import open_cycle
from demo import cities, workbook
from demo.city_system import build_city_system
from demo.figures import look_at_figures
from demo.tables import read_table
from demo.versions import CHANGE_ON, show_versions
from indicators.models import FigureReview, Indicator, ReportedValue
from indicators.selectors.differences import compare_systems
from indicators.selectors.mergers import register_of
from indicators.selectors.targets import target_flags
from indicators.services.systems import publish_system
from organization.models import Unit
from tests.assessment.factories import OPENED_ON, CycleFactory
from tests.assessment.imports.workbooks import content_of, upload_of
from tests.assessment.worlds import run_to_end

NAMED_RULES = {"growth", "benchmark", "efficacy", "rank", "target", "bands"}
SUQIAN, HUAIAN = "321300", "320800"


@pytest.fixture
def run(office_clerk) -> ScoreRun:
    """The whole workbook of the demonstration, its cities scored."""
    upload = upload_workbook(upload_of(content_of(workbook.sheets())), by=office_clerk)
    assert upload.preview["refused"] == []
    confirm_import(upload, by=office_clerk)
    system = build_city_system(by=office_clerk)
    publish_system(system, by=office_clerk)
    cycle = CycleFactory(systems=[system])
    open_cycle(cycle, day=OPENED_ON, by=office_clerk)
    return run_to_end(cycle)


def line(result: Result, indicator: str) -> Row:
    leaves = (row for row in explanation(result).rows if row.node.indicator is not None)
    return next(row for row in leaves if row.node.indicator.code == indicator)


def test_the_system_has_more_than_thirty_leaves_in_three_levels_and_the_named_rules():
    leaves = cities.leaves()
    assert len(leaves) >= 30
    assert {leaf["code"].count(".") for leaf in leaves} == {2}
    assert {leaf["rule"] for leaf in leaves} >= NAMED_RULES
    assert sum(Decimal(leaf["weight"]) for leaf in leaves) == 100


def test_the_traps_of_the_real_figures_are_met_and_told(run, office_clerk, office_clerk_b):
    """A missing value, no spread, an implausible figure, mixed units: each as the law says."""
    results = {result.assessee.key: result for result in run.groups.get().results.ranked()}
    assert len(results) == 13
    assert {result.rank for result in results.values()} <= set(range(1, 14))
    # No library stock is published for one city: its points go to the siblings, none is a zero.
    books = line(results[SUQIAN], "BOOKS_PC")
    assert (books.value, books.full) == (None, 0)
    assert sum(row.full for row in explanation(results[SUQIAN]).rows if row.is_leaf) == 100
    # Every city disposes of all its waste: nobody can be compared, everybody gets four fifths.
    waste = {line(result, "GARBAGE").points for result in results.values()}
    assert waste == {Decimal("1.6")}
    # A figure far from its neighbours is scored as printed, not put right.
    water = {key: line(result, "WATER_USE").value for key, result in results.items()}
    assert min(water, key=water.__getitem__) == HUAIAN
    # Reported in two measures, read in one.
    measures = ReportedValue.objects.filter(indicator__code="GDP_PC", series="actual")
    assert set(measures.values_list("unit_of_measure", flat=True)) == {"元", "万元"}
    incomes = [line(result, "GDP_PC").value for result in results.values()]
    assert all(50_000 < income < 300_000 for income in incomes)
    assert all(explanation(result).agrees for result in results.values())
    look_at_figures(timezone.localdate(), by=office_clerk, second=office_clerk_b)
    the_figures_were_looked_at()


def the_figures_were_looked_at() -> None:
    """One figure stays under review, one target is raised, average and best are stored."""
    (review,) = FigureReview.objects.waiting()
    assert (review.unit.code, review.indicator.code) == (HUAIAN, "WATER_USE")
    air = Indicator.objects.get(code="GOOD_AIR")
    units = Unit.objects.filter(code__in=[row["region_code"] for row in read_table("cities")])
    (flag,) = target_flags([air], units, "2023")
    assert (flag.unit.name, flag.target, flag.upper) == ("连云港市", Decimal("83.6"), 82)
    stored = ReportedValue.objects.filter(unit=None, series__in=("average", "best"))
    assert stored.count() > 50
    # Of the year before little was published; the rest is missing, not zero.
    before = ReportedValue.objects.filter(period="2022", indicator__code="GDP_GROWTH")
    assert before.count() == 8


def test_the_citys_system_has_an_older_one_with_a_change_in_mid_year(office_clerk):
    """What the pages of versions show: a change dated July, and the slimming since."""
    upload = upload_workbook(upload_of(content_of(workbook.sheets())), by=office_clerk)
    confirm_import(upload, by=office_clerk)
    system = build_city_system(by=office_clerk)
    publish_system(system, by=office_clerk)
    show_versions(by=office_clerk)
    system.refresh_from_db()
    comparison = compare_systems(system.copied_from, system)
    assert comparison.net < 0
    assert system.copied_from.in_force_from == CHANGE_ON
    register = register_of(system, seen_by=office_clerk)
    assert register.feeding == len(register.rows) > 5
    assert len(register.duplicates) == 1
