"""Versions of the cities' system, what was merged into it, and by which documents it is held."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction

from assessment.models import MethodDocument
from assessment.services.methods import save_method
from demo import cities
from demo.systems import system_called
from indicators.models import Indicator, IndicatorSystem, MergedAssessment, SystemNode
from indicators.services.library import save_indicator
from indicators.services.mergers import save_merger
from indicators.services.nodes import add_node, delete_node, edit_node, set_weights
from indicators.services.systems import change_system, copy_system, publish_system
from organization.models import Unit, User

LAST_YEAR = cities.YEAR - 1
REASON = "落实减负要求：农村生活污水治理率停报，权重并入绿化覆盖率（示例）"
CHANGE_ON = dt.date(LAST_YEAR, 7, 1)
# Leaves of last year that this year has no more: code, section, name, weight, code in the library.
OLD_LEAVES = (
    ("3.3.2", "3.3", "建成区绿化覆盖率", "0.5", "GREEN_COVER"),
    ("3.3.3", "3.3", "农村生活污水治理率", "0.5", "RURAL_SEWAGE"),
    ("5.1.3", "5.1", "政府债务率", "0.5", "DEBT_RATIO"),
)
OLD_WEIGHTS = {"3.3.1": "1", "5.1.1": "2.5"}
MERGED = "{area}业务考核（示例）"
# The documents of the year: number in their row, name, what it is for.
METHODS = (
    ("综合考核办法", "annual"),
    ("设区市年度考核实施细则", "annual"),
    ("省级机关年度考核实施细则", "annual"),
    ("省属企业年度考核实施细则", "annual"),
    ("省属高校年度考核实施细则", "annual"),
    ("平时考核办法", "daily"),
    ("专项考核办法", "special"),
    ("考核结果运用办法", "use"),
)


@transaction.atomic
def show_versions(*, by: User) -> None:
    """Tell how the cities' system came about: last year's, changed in July, slimmed down since."""
    this = system_called(cities.SYSTEM)
    if this.copied_from_id is not None:
        return
    last = _last_years(this, by)
    changed = change_system(last, since=CHANGE_ON, reason=REASON, by=by)
    gone = changed.nodes.get(code="3.3.3")
    delete_node(gone, by=by)
    set_weights(changed, {changed.nodes.get(code="3.3.2").pk: Decimal(1)}, by=by)
    publish_system(changed, by=by)
    # The story is told backwards: what stands as the copy was there first.
    IndicatorSystem.objects.filter(pk=last.pk).update(copied_from=None)
    IndicatorSystem.objects.filter(pk=this.pk).update(copied_from=changed)
    _merge(by)
    _enter_methods(by)


def _last_years(this: IndicatorSystem, by: User) -> IndicatorSystem:
    last = copy_system(this, year=LAST_YEAR, by=by)
    nodes = {node.code: node for node in last.nodes.all()}
    weights = {nodes[code].pk: Decimal(weight) for code, weight in OLD_WEIGHTS.items()}
    set_weights(last, weights, by=by)
    model = nodes["3.3.1"]
    for code, section, called, weight, in_library in OLD_LEAVES:
        add_node(
            last,
            parent=nodes[section],
            code=code,
            name=called,
            weight=Decimal(weight),
            indicator=_indicator(in_library, called, model, by),
            source=SystemNode.Source.REPORTED,
            rule="target",
            params={"target": "100"},
            by=by,
        )
    edit_node(nodes["4.2.4"], name="人均邮政业务总量", by=by)
    params = {**nodes["1.2.1"].params, "good": "180000"}
    edit_node(nodes["1.2.1"], params=params, by=by)
    publish_system(last, by=by)
    return last


def _indicator(code: str, name: str, model: SystemNode, by: User) -> Indicator:
    assert model.indicator is not None
    return save_indicator(
        None,
        code=code,
        name=name,
        unit_of_measure="%",
        direction=Indicator.Direction.MORE_IS_BETTER,
        owner=model.indicator.owner,
        definition="上年度考核指标，本年度停用（示例）",
        by=by,
    )


def _merge(by: User) -> None:
    """Each department's own assessment, with what it asked for; two ask for the same figure."""
    by_owner: dict[str, list[dict[str, Any]]] = {}
    for leaf in cities.leaves():
        by_owner.setdefault(leaf["owner"], []).append(leaf)
    departments = {unit.name: unit for unit in Unit.objects.filter(name__in=by_owner)}
    library = Indicator.objects.in_bulk(field_name="code")
    domain = system_called(cities.SYSTEM).category.domain
    twice = by_owner["江苏省生态环境厅"][0]
    for owner, leaves in by_owner.items():
        if owner == "江苏省水利厅":
            leaves = [*leaves, twice]
        area = owner.removeprefix("江苏省").removesuffix("委员会").removesuffix("厅")
        save_merger(
            None,
            name=MERGED.format(area=area.removesuffix("局")),
            domain=domain,
            department=departments[owner],
            level=MergedAssessment.Level.PROVINCE,
            year=cities.YEAR,
            basis="归并前各部门单独开展（示例）",
            data=[
                {
                    "code": f"{number:02}",
                    "name": leaf["name"],
                    "unit_of_measure": leaf["unit_of_measure"],
                    "indicator": library[leaf["indicator"]],
                }
                for number, leaf in enumerate(leaves, start=1)
            ],
            by=by,
        )


def _enter_methods(by: User) -> None:
    if MethodDocument.objects.exists():
        return
    for number, (name, kind) in enumerate(METHODS, start=1):
        fields: dict[str, Any] = {f"for_{kind}": True}
        save_method(
            None,
            name=f"{name}（示例）",
            number=f"示例考委〔{LAST_YEAR}〕{number}号",
            in_force_from=dt.date(LAST_YEAR, 1, 1),
            by=by,
            **fields,
        )
