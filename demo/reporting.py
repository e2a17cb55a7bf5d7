"""A year's reporting rounds of 18 departments: some late, one returned, one to fill in."""

import datetime as dt
import random
from decimal import Decimal
from typing import Any

from django.utils import timezone

from collection.models import DepartmentReport, ReportEntry, ReportingPlan
from collection.rules.rhythms import first_day, periods_of
from collection.selectors.due import Line, due_lines
from collection.services.plans import move_due_day, save_plan
from collection.services.reports import (
    CellDraft,
    remind_department,
    return_report,
    save_cells,
    submit_report,
    verify_report,
)
from demo import accounts, units
from demo.storing import store
from indicators.models import Indicator, IndicatorSystem, ReportedValue, SystemNode
from indicators.rules.periods import last_day, previous_year
from indicators.services.systems import create_system, publish_system
from organization.models import Category, Role, Unit, User

SYSTEM = "{year}年省级机关部门报送指标（演练）"
FIGURES, SCORES = "{year}年省级机关季度数据报送（演练）", "{year}年度部门评议打分（演练）"
NOTE = "示例，随机生成"
DEPARTMENTS = 18
SUBJECTS = (
    "重点任务按期完成率",
    "政务公开及时率",
    "信访件按期办结率",
    "预算执行率",
    "公文差错率",
    "督查事项办结率",
    "政务服务好评率",
    "档案移交完成率",
    "网络安全检查合格率",
    "安全生产检查合格率",
    "普法学时完成率",
    "建议提案办复率",
    "审计问题整改率",
    "公务用车节约率",
    "机关用能下降率",
    "干部培训完成率",
    "保密检查合格率",
    "志愿服务参与率",
)
POINTS = "部门评议得分"
SEED = 1818
# How many of the 18 tables of the last quarter stand where; those left are owed and late.
VERIFIED, SUBMITTED, RETURNED = 11, 2, 1
SETTLED, LATE = 10, 6


def report_rounds(today: dt.date, *, by: User, second: User) -> None:
    """Plans of a year; the quarter that ended last is being reported."""
    if ReportingPlan.objects.exists():
        return
    ended = [
        period
        for year in (today.year - 1, today.year)
        for period in periods_of(year, "quarterly")
        if last_day(period) <= today - dt.timedelta(days=SETTLED)
    ]
    period, year = ended[-1], int(ended[-1][:4])
    departments = list(Unit.objects.filter(code__in=units.drill_codes()[:DEPARTMENTS]))
    reporters = _reporters(departments, by)
    system = _system(SYSTEM.format(year=year), year, departments, by)
    plan = _plan(FIGURES.format(year=year), year, "figures", system, by)
    # Scores must tell the organs apart (ORG-07).
    spread = {"different_min": Decimal("0.5"), "width_min": Decimal(3)}
    _plan(SCORES.format(year=today.year), today.year, "scores", system, by, **spread)
    _settle(plan, period, reporters, second)
    of_quarter = plan.rounds.get(period=period)
    move_due_day(of_quarter, due_on=today - dt.timedelta(days=LATE), by=by)
    _report(list(of_quarter.reports.all()), reporters, by=by, second=second)


def _reporters(departments: list[Unit], by: User) -> dict[int, User]:
    """Who reports in each department; the account that is told to everybody in the first."""
    named = User.objects.get(username="reporter")
    others = [
        User(username=f"bsy{unit.code[2:]}", display_name=f"{unit.label}报送员", unit=unit)
        for unit in departments
        if unit.pk != named.unit_id
    ]
    accounts.open_accounts(others, Role.DATA_REPORTER, by)
    return {one.unit_id: one for one in [named, *others] if one.unit_id}


def _plan(
    name: str, year: int, kind: str, system: IndicatorSystem, by: User, **rest: Any
) -> ReportingPlan:
    """Figures are due every quarter, in working days; scores once a year."""
    of_scores = kind == ReportingPlan.Kind.SCORES
    return save_plan(
        None,
        systems=[system],
        name=name,
        kind=kind,
        year=year,
        rhythms=["yearly" if of_scores else "quarterly"],
        due_days=10,
        in_working_days=not of_scores,
        late_days=3,
        by=by,
        **rest,
    )


def _indicator(code: str, name: str, measure: str, owner: Unit) -> Indicator:
    return Indicator(code=code, name=name, unit_of_measure=measure, owner=owner, definition=NOTE)


def _system(name: str, year: int, departments: list[Unit], by: User) -> IndicatorSystem:
    """A figure in percent of each department, and the scores that the first one gives."""
    indicators = [
        _indicator(f"REPORT{number:02d}", subject, "%", owner)
        for number, (subject, owner) in enumerate(zip(SUBJECTS, departments, strict=True), 1)
    ]
    indicators.append(_indicator("REPORT_POINTS", POINTS, "分", departments[0]))
    store(indicators, about=by, by=by)
    system = create_system(
        category=Category.objects.get(code="organ-drill"),
        assessee_kind=IndicatorSystem.AssesseeKind.UNIT,
        year=year,
        name=name,
        by=by,
    )
    share, rest = divmod(100, len(indicators))
    leaves = [
        SystemNode(
            system=system,
            code=f"{number}",
            name=indicator.name,
            position=number,
            weight=Decimal(share + (number <= rest)),
            source=SystemNode.Source.REPORTED,
            rule="linear",
            params={"low": "0", "high": "100"},
            indicator=indicator,
        )
        for number, indicator in enumerate(indicators, 1)
    ]
    store(leaves, about=system, by=by)
    publish_system(system, by=by)
    return system


def _settle(plan: ReportingPlan, period: str, reporters: dict[int, User], second: User) -> None:
    """Quarters before are verified, with figures; so is the same quarter of the year before."""
    reports = plan.rounds.get(period=period).reports.select_related("round__plan", "department")
    lines = {report.department_id: due_lines(report) for report in reports}
    rng, now = random.Random(SEED), timezone.now()
    before = DepartmentReport.objects.filter(
        round__plan=plan, round__ends_on__lt=first_day(period)
    ).select_related("round")
    entries: list[ReportEntry] = []
    values: list[ReportedValue] = []
    for report in before:
        reporter = reporters[report.department_id]
        report.state, report.submitted_by, report.submitted_at = "verified", reporter, now
        report.verified_by, report.verified_at = second, now
        figures = [(line, _figure(rng)) for line in lines[report.department_id]]
        entries += [_entry(report, line, figure, reporter) for line, figure in figures]
        values += [_value(line, report.round.period, one, reporter) for line, one in figures]
    for department, asked in lines.items():
        year_before = previous_year(period)
        values += [_value(one, year_before, _figure(rng), reporters[department]) for one in asked]
    fields = ["state", "submitted_by", "submitted_at", "verified_by", "verified_at"]
    DepartmentReport.objects.bulk_update(before, fields)
    store(entries, about=plan, by=second)
    store(values, about=plan, by=second)


def _entry(report: DepartmentReport, line: Line, figure: Decimal, by: User) -> ReportEntry:
    return ReportEntry(
        report=report, indicator=line.indicator, unit=line.unit, text=str(figure), saved_by=by
    )


def _value(line: Line, period: str, figure: Decimal, by: User) -> ReportedValue:
    return ReportedValue(
        indicator=line.indicator,
        unit=line.unit,
        period=period,
        value=figure,
        unit_of_measure=line.indicator.unit_of_measure,
        source_department=str(by.unit),
        note=NOTE,
        reported_by=by,
    )


def _report(
    reports: list[DepartmentReport], reporters: dict[int, User], *, by: User, second: User
) -> None:
    """The quarter at hand: verified, to verify, returned; the named account's table is begun."""
    rng = random.Random(SEED + 1)
    named = next(one for one in reports if reporters[one.department_id].username == "reporter")
    others = [one for one in reports if one != named]
    _fill(named, due_lines(named)[:20], reporters, rng)
    for place, report in enumerate(others[: VERIFIED + SUBMITTED + RETURNED]):
        reporter = reporters[report.department_id]
        _fill(report, due_lines(report), reporters, rng)
        submit_report(report, by=reporter)
        if place < VERIFIED:
            verify_report(report, by=second)
        elif place < VERIFIED + RETURNED:
            entry = ReportEntry.objects.filter(report=report).earliest("pk")
            pair = entry.indicator_id, entry.unit_id
            rows = {pair: "与季报口径不一致"}
            return_report(report, reason="请核对口径后重报", rows=rows, by=second)
    late = others[VERIFIED + SUBMITTED + RETURNED]
    remind_department(late, by=by)


def _fill(
    report: DepartmentReport, lines: list[Line], reporters: dict[int, User], rng: random.Random
) -> None:
    cells = [CellDraft(line.pair, str(_figure(rng))) for line in lines]
    save_cells(report, cells, by=reporters[report.department_id])


def _figure(rng: random.Random) -> Decimal:
    """A share that neither doubles nor halves from one year to the next."""
    return Decimal(rng.randint(600, 999)) / 10
