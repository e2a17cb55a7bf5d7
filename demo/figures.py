"""The cities' figures looked at: average and best, targets, odd figures put under review."""

import datetime as dt
from decimal import Decimal

from demo import cities
from demo.systems import system_called
from demo.tables import read_table
from indicators.models import FigureReview, Indicator, ReportedValue
from indicators.services.benchmarks import store_benchmarks
from indicators.services.reviews import check_figures, settle_review
from indicators.services.values import ValueEntry, report_values
from organization.models import Unit, User

PERIOD = str(cities.YEAR)
# As the rule of the leaf states it; one city takes its own figure of the year before.
CLEAN_AIR, CLEAN_AIR_GOAL = "GOOD_AIR", Decimal(82)
AHEAD = "320700"
# As printed, and far from every neighbour.
LEFT_OPEN = ("320800", "WATER_USE")
DAYS_TO_SETTLE = 14
WHY_RIGHT = {
    FigureReview.Finding.JUMP: "上年基数低，与公布数一致",
    FigureReview.Finding.OUTLIER: "城市规模和结构差异，与年鉴一致",
}


def look_at_figures(today: dt.date, *, by: User, second: User) -> None:
    """Once: average and best, targets with one raised, a check with one figure left open."""
    system = system_called(cities.SYSTEM)
    if FigureReview.objects.exists():
        return
    report_values(_targets(), by=by)
    due_on = today + dt.timedelta(days=DAYS_TO_SETTLE)
    for review in check_figures(system, PERIOD, due_on=due_on, by=by):
        if (review.unit.code, review.indicator.code) != LEFT_OPEN:
            reason = WHY_RIGHT.get(FigureReview.Finding(review.finding), "与年鉴一致")
            settle_review(review, state=FigureReview.State.CLEARED, reason=reason, by=second)
    # After the check: a figure under review is nobody's best.
    store_benchmarks(system, PERIOD, by=by)


def _targets() -> list[ValueEntry]:
    indicator = Indicator.objects.get(code=CLEAN_AIR)
    codes = [row["region_code"] for row in read_table("cities")]
    units = Unit.objects.in_bulk(codes, field_name="code")
    before = Decimal(cities.statistics(cities.YEAR - 1)[CLEAN_AIR][AHEAD]["value"])
    goals = {code: before if code == AHEAD else CLEAN_AIR_GOAL for code in codes}
    series = ReportedValue.Series
    return [
        ValueEntry(
            indicator, None, PERIOD, CLEAN_AIR_GOAL, series.BENCHMARK, note="示例：全省统一目标"
        ),
        *(
            ValueEntry(indicator, units[code], PERIOD, goal, series.TARGET, note="示例目标")
            for code, goal in goals.items()
        ),
    ]
