"""The main job on the demonstration data, step by step; a step that is done is skipped."""

import datetime as dt
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from assessment.imports.writing import write_workbook
from assessment.models import (
    Assessee,
    AssessmentCycle,
    ReadinessCheck,
    RunGroup,
    Scheme,
    ScoreRun,
)
from assessment.selectors.progress import run_progress
from assessment.services.cycles import create_cycle, open_cycle
from assessment.services.decisions import accept_proposals, publish_group
from assessment.services.overlays import record_overlay_fact
from assessment.services.readiness import order_check
from assessment.services.runs import start_run
from demo import accounts, cities, drill, field, library, workbook
from demo.city_system import build_city_system
from demo.daily import review_daily
from demo.district import make_district
from demo.fieldwork import adopt_groups, plan_field_work, search_groups
from demo.figures import look_at_figures
from demo.lastyear import mark_last_year
from demo.marking import begin_marking
from demo.opinions import hear_people
from demo.points import keep_points
from demo.pool import fill_pool
from demo.reporting import report_rounds
from demo.reviews import review_last_year
from demo.systems import publish_systems, system_called
from demo.talks import work_in_the_field
from demo.tasks import list_tasks, split_goals
from demo.training import train_people
from demo.versions import show_versions
from demo.years import assess_years
from indicators.models import Indicator, IndicatorSystem, LibraryModel
from indicators.services.values import ValueEntry, report_value
from organization.models import Unit, User

CITY_CYCLE = "2023年度设区市综合考核"
DRILL_CYCLE = "{year}年度省级机关综合考核（演练）"
BODY = "综合考核委员会（演练）"
Say = Callable[[str], None]


def tell(say: Say, check: Callable[[], None]) -> None:
    """Play the story: import, publish, open, run, decide, publish.

    Args:
        say: prints one line of progress.
        check: raises when one of the site's processes has died, so that nobody waits for ever.
    """
    accounts.create_administrators()
    accounts.create_accounts(inside=False)
    say("导入考核工作簿 · importing the assessment workbook")
    import_workbook()
    import_library()
    accounts.create_accounts(inside=True)
    office, second = (User.objects.get(username=name) for name in ("office", "office2"))
    say("建立考评员库 · filling the pool of evaluators")
    today = timezone.localdate()
    fill_pool(today, by=office)
    over, runs = plan_field_work(today, by=office, second=second)
    # A search takes the worker some seconds, in which the scoring goes on.
    searches = [search_groups(plan, by=office) for plan in (over, runs)]
    import_field_system(over.year, is_over=True)
    import_field_system(runs.year, is_over=False)
    say("发布指标体系 · publishing the indicator systems")
    drills = [workbook.DRILL_SYSTEM.format(year=year) for year in (2022, 2023)]
    sheets = [field.SYSTEM.format(year=plan.year) for plan in (over, runs)]
    publish_systems([cities.SYSTEM, *drills, *sheets], by=office)
    show_versions(by=office)
    say("启动考核、冻结数据、计算得分 · opening cycles, freezing, scoring")
    last_year = score(DRILL_CYCLE.format(year=2022), 2022, office, say, check)
    decide_and_publish(last_year, office, second, dt.date(2023, 3, 1))
    score(CITY_CYCLE, 2023, office, say, check)
    look_at_figures(today, by=office, second=second)
    this_year = score(DRILL_CYCLE.format(year=2023), 2023, office, say, check)
    correct_and_score_again(this_year, office, say, check)
    say("编组：求解、核验、另一人确认 · assessment groups: searched, verified, confirmed")
    for search in searches:
        adopt_groups(search, by=office, second=second, wait=partial(pause, check))
    for plan in (over, runs):
        plan.refresh_from_db()
    say("上年实地考核：评分、计分、发布 · last year's field work: marked, scored, published")
    marked = finished_run(
        mark_last_year(over, runs, by=office, second=second), 1, "", office, say, check
    )
    decide_and_publish(marked, office, second, dt.date(over.year + 1, 1, 20))
    say("签署承诺书、填评分表、实地考核 · letters, score sheets, field work")
    work_in_the_field(begin_marking(runs, by=office), by=office, second=second)
    say("评议、积分、培训 · reviews, points, training")
    review_last_year(over, by=office, second=second)
    keep_points(over, by=office, second=second)
    train_people(today, by=office, second=second)
    say("平时考核：一个区、1300 人、上年四个季度 · daily review of a district")
    review_daily(
        today,
        by=office,
        second=second,
        score=lambda cycle: finished_run(cycle, 1, "", office, say, check),
    )
    say("任务清单：67 项、34 个单位，目标分解 · a list of tasks, goals split down")
    list_tasks(today, by=office)
    split_goals(make_district(today.year - 1, by=office), today, by=office)
    say("年度考核三年对照、综合档案 · three annual assessments side by side")
    assess_years(
        today,
        by=office,
        second=second,
        score=lambda cycle: finished_run(cycle, 1, "", office, say, check),
    )
    say("满意度调查、意见、群众点评 · surveys, opinions, comments")
    hear_people(today, by=office, second=second)
    say("数据报送：18 个部门、一个季度 · reporting rounds of 18 departments")
    report_rounds(today, by=office, second=second)
    library.look_after(system_called(cities.SYSTEM), today, by=office)
    say("计分前检查 · checks before a run")
    check_cycles(office, check)


def import_workbook() -> None:
    """Store the registry, the organs' systems and all figures; build the system of the cities."""
    if not IndicatorSystem.objects.filter(name=cities.SYSTEM).exists():
        _import("demo.xlsx", workbook.sheets())
        build_city_system(by=User.objects.get(username="office"))


def import_library() -> None:
    """Store the large library that was put together of words."""
    if not LibraryModel.objects.exists():
        _import("library.xlsx", library.sheets())


def import_field_system(year: int, *, is_over: bool) -> None:
    """Store the system of the score sheets of a year, with the figures reported beside them."""
    if not IndicatorSystem.objects.filter(name=field.SYSTEM.format(year=year)).exists():
        _import("field.xlsx", field.sheets(year, is_over=is_over))


def _import(name: str, sheets: Mapping[str, list[dict[str, Any]]]) -> None:
    """By way of the same import that people use."""
    path = Path(settings.VAR_DIR) / name
    write_workbook(path, sheets, language="zh-hans")
    call_command("import_workbook", str(path), user="office", verbosity=0)


def score(name: str, year: int, office: User, say: Say, check: Callable[[], None]) -> ScoreRun:
    """Open the cycle of a name if need be and return its first complete run."""
    cycle = AssessmentCycle.objects.filter(name=name).first() or create_cycle(
        name=name,
        kind=AssessmentCycle.Kind.ANNUAL,
        period=str(year),
        scheme=Scheme.objects.get(code=workbook.SCHEME),
        systems=[_system_of(name, year)],
        by=office,
    )
    if cycle.state == AssessmentCycle.State.DRAFT:
        open_cycle(cycle, day=dt.date(year, 12, 31), by=office)
    return finished_run(cycle, 1, "", office, say, check)


def _system_of(name: str, year: int) -> IndicatorSystem:
    of_cities = name == CITY_CYCLE
    wanted = cities.SYSTEM if of_cities else workbook.DRILL_SYSTEM.format(year=year)
    return system_called(wanted)


def finished_run(
    cycle: AssessmentCycle,
    number: int,
    note: str,
    office: User,
    say: Say,
    check: Callable[[], None],
) -> ScoreRun:
    """The complete run with a number, started if need be; waits for the worker."""
    run = cycle.runs.filter(number=number).first() or start_run(cycle, note=note, by=office)
    while not (progress := run_progress(run)).is_finished:
        pause(check)
        run.refresh_from_db()
    if progress.errors:
        raise RuntimeError(f"{run}: {progress.errors}")
    say(f"   {run}: {run.digest[:12]}…")
    return run


def decide_and_publish(run: ScoreRun, office: User, second: User, decided_on: dt.date) -> None:
    """One person records what the body decided, another publishes it."""
    for group in RunGroup.objects.filter(run=run, publication__isnull=True):
        if not group.run.decisions.exists():
            accept_proposals(group, body=BODY, decided_on=decided_on, by=office)
        publish_group(group, by=second)


def correct_and_score_again(
    run: ScoreRun, office: User, say: Say, check: Callable[[], None]
) -> None:
    """A corrected figure and a veto lead to a second run: decided, not yet published."""
    unit = Unit.objects.get(code=accounts.UNIT)
    if run.cycle.runs.count() == 1:
        correction = ValueEntry(
            indicator=Indicator.objects.get(code=drill.leaves()[0]["indicator"]),
            unit=unit,
            period=run.cycle.period,
            value=Decimal("99.5"),
            unit_of_measure="%",
            source_department="演练",
            note=f"{drill.NOTE}；复核更正",
        )
        report_value(correction, by=office)
        top = run.groups.get().results.ranked().first()
        if top is not None:
            record_overlay_fact(
                Assessee.objects.get(pk=top.assessee_id),
                effect="bar_top",
                clause="示例方案第十二条：一票否优",
                fact="演练：年内发生一起被上级通报的责任事项",
                by=office,
            )
    second_run = finished_run(run.cycle, 2, "更正一项数据并登记一票否优", office, say, check)
    group = second_run.groups.get()
    if not second_run.decisions.exists():
        accept_proposals(group, body=BODY, decided_on=dt.date(2024, 3, 1), by=office)


def check_cycles(office: User, check: Callable[[], None]) -> None:
    """Let the worker try the open cycles that were never checked; waits until it has."""
    for cycle in AssessmentCycle.objects.filter(state=AssessmentCycle.State.OPEN, checks=None):
        order_check(cycle, by=office)
    while ReadinessCheck.objects.unfinished().exists():
        pause(check)


def pause(check: Callable[[], None]) -> None:
    """Wait a moment for the worker, which must be alive."""
    check()
    time.sleep(0.2)
