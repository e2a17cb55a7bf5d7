"""A large library for the demonstration: indicators, models and processes put together of words.

No text is taken from anywhere: subjects of a field are combined with the usual measures. Every
row says that it was generated.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, count, islice
from typing import Any

from demo import units
from demo.tables import read_table
from indicators.models import Indicator, IndicatorReview, IndicatorSystem
from indicators.rules.effectiveness import Flag
from indicators.rules.shares import SHARE_STEP, divide
from indicators.selectors.effectiveness import yearly_findings
from indicators.services.lifecycle import change_status, record_verdict
from indicators.services.templates import save_model
from organization.models import User

Row = dict[str, Any]
INDICATORS, MODELS, PROCESSES = 4137, 117, 99
NOTE = "示例，按词汇组合生成"
TAG = "示例"
STANDARD = "优 90 至 100；良 75 至 90；中 60 至 75；差 60 以下。"


@dataclass(frozen=True)
class Measure:
    """What is measured of a subject: its name, unit and direction, how it is worked out."""

    name: str
    unit: str
    formula: str
    direction: int = 1


OF_THINGS = (
    Measure("数量", "个", "年末{0}数"),
    Measure("净增数", "个", "年末{0}数 − 年初{0}数"),
    Measure("增长率", "%", "（年末{0}数 ÷ 年初{0}数 − 1）× 100"),
    Measure("三年平均增长率", "%", "三年{0}数的年均增长"),
    Measure("每万人拥有量", "个/万人", "年末{0}数 ÷ 常住人口"),
    Measure("目标完成率", "%", "{0}完成数 ÷ 年度目标 × 100"),
    Measure("达标比例", "%", "达标{0}数 ÷ {0}总数 × 100"),
    Measure("覆盖率", "%", "已覆盖{0}数 ÷ 应覆盖数 × 100"),
    Measure("年度投入", "万元", "当年用于{0}的投入"),
    Measure("抽查问题数", "个", "抽查{0}发现的问题数", -1),
    Measure("县区间差异", "指数", "各县区{0}数的变异系数", -1),
    Measure("服务对象满意率", "%", "对{0}表示满意的人数 ÷ 有效答卷数 × 100"),
)
OF_MATTERS = (
    Measure("办结率", "%", "已办结{0}数 ÷ 应办结数 × 100"),
    Measure("按期办结率", "%", "按期办结{0}数 ÷ 应办结数 × 100"),
    Measure("平均办理天数", "天", "{0}办理天数合计 ÷ 办结数", -1),
    Measure("超期件数", "件", "超过期限的{0}数", -1),
    Measure("返工率", "%", "退回重办的{0}数 ÷ 办结数 × 100", -1),
    Measure("抽查合格率", "%", "抽查合格的{0}数 ÷ 抽查数 × 100"),
    Measure("群众满意率", "%", "对{0}办理表示满意的人数 ÷ 回访数 × 100"),
    Measure("线上办理率", "%", "线上办理的{0}数 ÷ 办结数 × 100"),
    Measure("每万人件数", "件/万人", "{0}数 ÷ 常住人口", -1),
    Measure("台账完整率", "%", "台账完整的{0}数 ÷ 抽查数 × 100"),
    Measure("首次响应及时率", "%", "按时首次响应的{0}数 ÷ 受理数 × 100"),
)
OF_DUTIES = (
    Measure("组织推进情况", "", ""),
    Measure("机制建设情况", "", ""),
    Measure("责任落实情况", "", ""),
    Measure("工作质量", "", ""),
    Measure("创新做法", "", ""),
)
# Every so many rows stand elsewhere than in use, or belong to nobody.
STATUSES = {37: "designing", 53: "evaluating", 71: "retired"}
OWNERLESS = 97
PLACES = ("设区市", "县（市、区）", "省级机关")
ASSESSED = (
    "设区市",
    "县（市、区）",
    "省委部门",
    "省政府部门",
    "省属企业",
    "省属高校",
    "公立医院",
    "开发区",
    "乡镇（街道）",
    "群团组织",
    "垂直管理单位",
)
ASSESSMENTS = (
    ("年度考核", "annual"),
    ("正职年度考核", "annual"),
    ("副职年度考核", "annual"),
    ("季度平时考核", "daily"),
    ("平时工作纪实", "daily"),
    ("重点项目专项考核", "special"),
    ("营商环境专项考核", "special"),
    ("安全生产专项考核", "special"),
    ("任期考核", "term"),
)
STEPS = (
    ("发布考核预告", "考核办", 5, "考核预告"),
    ("报送工作总结", "被考核单位", 10, "工作总结"),
    ("数据报送与核验", "数据责任部门", 12, "数据核验表"),
    ("民主测评与个别谈话", "考核组", 3, "测评汇总表、谈话记录"),
    ("调查核实", "考核组", 5, "核实结论"),
    ("综合研判", "考核组、考核办", 4, "考核报告"),
    ("集体研究定等次", "考核委员会", 3, "会议纪要"),
    ("结果反馈", "考核办", 7, "反馈意见"),
)
# Daily and special assessments leave out what belongs to the yearly one.
LEFT_OUT = {"daily": ("民主测评与个别谈话", "调查核实"), "special": ("民主测评与个别谈话",)}


def sheets() -> dict[str, list[Row]]:
    """The library by sheets of the workbook."""
    indicators = list(islice(_indicators(), INDICATORS))
    models = list(_models())
    processes = list(_processes())
    return {
        "indicators": indicators,
        "models": models,
        "model_nodes": list(_model_nodes(models, indicators)),
        "processes": processes,
        "process_steps": [step for process in processes for step in _steps(process)],
    }


def look_after(system: IndicatorSystem, today: dt.date, *, by: User) -> None:
    """A year's review finds figures that are all the same; a section is kept as a model."""
    if IndicatorReview.objects.exists():
        return
    findings = yearly_findings(system.year, by)
    same = [pk for pk, one in findings.items() if Flag.NO_VARIANCE in one.flags]
    for indicator in Indicator.objects.filter(pk__in=same).order_by("code")[:1]:
        reason = "各单位数值相同，已无区分度"
        record_verdict(
            indicator,
            year=system.year,
            verdict=IndicatorReview.Verdict.REVISE,
            reason=reason,
            advised_by="专家组（示例）",
            decided_on=today,
            findings=findings[indicator.pk].stored(),
            by=by,
        )
        change_status(
            indicator,
            status=Indicator.Status.EVALUATING,
            reason=reason,
            decided_on=today,
            by=by,
        )
    section = (
        system.nodes.filter(source="", parent=None, kind="scored").order_by("position").first()
    )
    if section is not None:
        save_model(section, code="M-CITY-1", name=f"设区市{section.name}模型", tags="设区市", by=by)


def _indicators() -> Iterator[Row]:
    owners = units.drill_codes()
    for place, theme in enumerate(read_table("library_words")):
        numbers = count(1)
        subjects = chain(
            ((thing, OF_THINGS) for thing in theme["things"].split("、")),
            ((matter, OF_MATTERS) for matter in theme["matters"].split("、")),
            ((duty, OF_DUTIES) for duty in theme["duties"].split("、")),
        )
        for subject, measures in subjects:
            for measure in measures:
                number = next(numbers)
                yield _indicator(theme, number, subject, measure, owners[place % len(owners)])


def _indicator(theme: Row, number: int, subject: str, measure: Measure, owner: str) -> Row:
    negative = measure.direction < 0
    return {
        "code": f"SL-{theme['code']}-{number:03d}",
        "name": f"{subject}{measure.name}",
        "unit_of_measure": measure.unit,
        "direction": measure.direction,
        "owner": "" if number % OWNERLESS == 0 else owner,
        "definition": NOTE,
        "formula": measure.formula.format(subject),
        "data_source": f"{theme['theme']}主管部门年报" if measure.unit else "",
        "standard": "" if measure.unit else STANDARD,
        "kind": "negative" if negative else ("common", "individual", "special")[number % 3],
        "status": next((word for step, word in STATUSES.items() if number % step == 0), "in_use"),
        "tags": f"{TAG}、{theme['theme']}",
    }


def _models() -> Iterator[Row]:
    themes = read_table("library_words")[: MODELS // len(PLACES)]
    for theme in themes:
        for number, place in enumerate(PLACES, 1):
            yield {
                "code": f"SL-{theme['code']}-M{number}",
                "name": f"{place}{theme['theme']}模型",
                "purpose": NOTE,
                "tags": f"{TAG}、{theme['theme']}",
            }


def _model_nodes(models: list[Row], indicators: list[Row]) -> Iterator[Row]:
    """Two sections of measured leaves and one that is judged, by what is in use."""
    usable: dict[str, list[Row]] = {}
    for row in indicators:
        if row["status"] == "in_use" and row["owner"]:
            usable.setdefault(row["code"][3:5], []).append(row)
    for number, model in enumerate(models):
        pool = usable[model["code"][3:5]]
        measured = [row for row in pool if row["unit_of_measure"] == "%" and row["direction"] > 0]
        judged = [row for row in pool if not row["unit_of_measure"]]
        start = number % 5
        sections = (
            ("发展水平", 50, measured[start : start + 3]),
            ("办理质效", 30, measured[-4 - start : -1 - start]),
            ("组织实施", 20, judged[start : start + 2]),
        )
        for place, (name, share, leaves) in enumerate(sections, 1):
            yield {"model": model["code"], "code": str(place), "name": name, "share": share}
            yield from _leaves(model["code"], place, share, leaves)


def _leaves(model: str, place: int, share: int, leaves: list[Row]) -> Iterator[Row]:
    shares = divide(Decimal(share), [Decimal(1)] * len(leaves), SHARE_STEP)
    for number, (row, part) in enumerate(zip(leaves, shares, strict=True), 1):
        judged = not row["unit_of_measure"]
        yield {
            "model": model,
            "code": f"{place}.{number}",
            "parent": str(place),
            "name": row["name"],
            "share": part,
            "source": "judged" if judged else "reported",
            "indicator": row["code"],
            "rule": "marks" if judged else "linear",
            "params": {} if judged else {"low": "60", "high": "100", "floor": "0.5"},
            "standard": row["standard"],
        }


def _processes() -> Iterator[Row]:
    numbers = count(1)
    for assessed in ASSESSED:
        for name, kind in ASSESSMENTS:
            yield {
                "code": f"SL-P{next(numbers):03d}",
                "name": f"{assessed}{name}流程",
                "kind": kind,
                "purpose": NOTE,
                "tags": f"{TAG}、{assessed}",
            }


def _steps(process: Row) -> Iterator[Row]:
    left_out = LEFT_OUT.get(process["kind"], ())
    kept = [step for step in STEPS if step[0] not in left_out]
    for place, (name, actor, days, paper) in enumerate(kept, 1):
        yield {
            "process": process["code"],
            "position": place,
            "name": name,
            "actor": actor,
            "days": days,
            "paper": paper,
        }
