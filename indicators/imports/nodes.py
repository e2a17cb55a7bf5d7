"""Nodes of the systems in the workbook: sections, and leaves with their rules."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.imports.params import parse_params, stated
from indicators.imports.systems import SYSTEM, PartOfSystem
from indicators.models import SystemNode
from organization.imports import Column, Key, Reference, Sheet, Values, Words, field_of
from organization.imports.book import Book, Stored
from organization.imports.reading import Fault, ParsedSheet
from organization.imports.tables import Refusal, Table
from scoring import RULES

NODES = Sheet(
    key="nodes",
    title=Words("指标体系", "Nodes"),
    note=Words(
        "一行一个节点。有数据来源的是末级指标，须写计分方法；没有的是分类。下级权重之和等于上级权重。",
        "One node a row. A leaf has a source and a rule, a section none. The weights below a "
        "node add up to its own.",
    ),
    identity=("system", "code"),
    references=(
        Reference("system", "systems", ("system",)),
        Reference("parent", "nodes", ("system", "parent")),
        Reference("indicator", "indicators", ("indicator",)),
    ),
    columns=(
        SYSTEM,
        Column(
            "code",
            Words("指标编号", "Node code"),
            "code",
            required=True,
            field=field_of(SystemNode, "code"),
        ),
        Column(
            "parent",
            Words("上级编号", "Parent code"),
            "code",
            note=Words("一级指标空着。", "Empty at the first level."),
        ),
        Column(
            "name", Words("指标名称", "Name"), required=True, field=field_of(SystemNode, "name")
        ),
        Column(
            "weight",
            Words("权重（分）", "Weight (points)"),
            "number",
            required=True,
            field=field_of(SystemNode, "weight"),
        ),
        Column(
            "kind",
            Words("性质", "Kind"),
            "choice",
            default="scored",
            choices={
                "scored": Words("计分", "scored"),
                "bonus": Words("加减分", "bonus or deduction"),
            },
        ),
        Column(
            "source",
            Words("数据来源", "Source"),
            "choice",
            default="",
            choices={
                "reported": Words("报送数据", "reported values"),
                "judged": Words("评分表", "score sheets"),
                "team": Words("班子得分", "the leadership team's score"),
                "members": Words("副职得分", "the deputies' scores"),
                "linked": Words("关联单位结果", "results of other units"),
                "survey": Words("满意度调查", "satisfaction surveys"),
            },
        ),
        Column("indicator", Words("数据项编码", "Indicator code"), "code", refers_to="indicators"),
        Column(
            "rule",
            Words("计分方法", "Rule"),
            "choice",
            default="",
            choices={kind: Words(rule.name["zh"], rule.name["en"]) for kind, rule in RULES.items()},
        ),
        Column(
            "params",
            Words("计分参数", "Rule parameters"),
            note=Words(
                "参数名=值，用分号隔开；表格写成 起点:得分，起点:得分。不写的参数取默认值。"
                "例：方向=越低越好；下端=20；上端=60",
                "name=value; name=value. Tables: from:points, from:points. "
                "What is left out takes its default.",
            ),
        ),
        Column(
            "missing",
            Words("缺数据时", "When missing"),
            "choice",
            default="",
            choices={
                "hold": Words("暂不出总分", "hold the total"),
                "renormalise": Words("权重分给同级", "weight goes to the siblings"),
                "floor": Words("按规定值计", "a stated value"),
            },
            note=Words("空着按方案。", "Empty: as the scheme says."),
        ),
        Column(
            "missing_share",
            Words("缺数据得分比例", "Share when missing"),
            "number",
            note=Words("缺数据时“按规定值计”才填，0到1。", "Only for a stated value; 0 to 1."),
            field=field_of(SystemNode, "missing_share"),
        ),
        Column("cap", Words("最高分", "Most points"), "number", field=field_of(SystemNode, "cap")),
        Column(
            "floor", Words("最低分", "Fewest points"), "number", field=field_of(SystemNode, "floor")
        ),
        Column(
            "standard",
            Words("评分标准", "Standard"),
            note=Words("来源为评分表的指标必填。", "Needed for judged leaves."),
            field=field_of(SystemNode, "standard"),
        ),
        Column(
            "position",
            Words("排序", "Position"),
            "whole",
            note=Words("空着按行的先后。", "Empty: the order of the rows."),
        ),
    ),
    examples=(
        {
            "system": "设区市一类2024年指标体系",
            "code": "1",
            "name": "高质量发展",
            "weight": "100",
        },
        {
            "system": "设区市一类2024年指标体系",
            "code": "1.1",
            "parent": "1",
            "name": "经济增长",
            "weight": "100",
            "source": "reported",
            "indicator": "GDP_GROWTH",
            "rule": "linear",
            "params": "下端=2；上端=8；最低=0.6",
        },
    ),
)


class RuledTable(Table):
    """Rows of trees whose leaves have rules; parameters are compared as they would be written."""

    def load(self, book: Book) -> dict[Key, Stored]:
        found = super().load(book)
        for stored in found.values():
            stored.values["params"] = stated(stored.values["rule"], stored.values["params"])
        return found

    def prepare(self, parsed: ParsedSheet, book: Book) -> None:
        positions: dict[str, int] = {}
        owner, sheet = self.sheet.identity[0], self.sheet.key
        for row in parsed.rows:
            _prepare_params(row.values, row.faults, parsed.name, row.number, row.places)
            tree = row.values.get(owner, "")
            positions[tree] = positions.get(tree, 0) + 1
            if row.values.get("position") is None:
                row.values.pop("position", None)
                if self.sheet.key_of(row.values) not in book.stored(sheet):
                    row.values["position"] = positions[tree]

    def check(self, values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
        yield from super().check(values, stored, book)
        has_share = values.get("missing_share") is not None
        if has_share != (values.get("missing") == SystemNode.MissingLaw.FLOOR):
            yield (
                "missing_share",
                _("State the share for a missing value, for this choice only."),
            )
        parent = book.row(self.sheet.key, (values[self.sheet.identity[0]], values.get("parent")))
        if parent and parent.get("source"):
            yield (
                "parent",
                _("“%(parent)s” scores by itself; nothing can stand below it.")
                % {"parent": parent.get("name")},
            )

    def attributes(self, values: Values, book: Book) -> dict[str, Any]:
        attributes = super().attributes(values, book)
        if "params" in values:
            given = values["params"]
            attributes["params"] = dict(given.params) if given else {}
        return attributes


class NodeTable(RuledTable, PartOfSystem):
    """Nodes of systems."""

    sheet = NODES
    model = SystemNode
    paths = {"system": "system__name", "parent": "parent__code", "indicator": "indicator__code"}


def _prepare_params(
    values: Values, faults: list[Fault], sheet: str, row: int, places: dict[str, int]
) -> None:
    """Read the text of the cell as parameters of the row's rule, or say what is wrong with it."""
    if "params" not in values:
        return
    text, rule = values["params"] or "", values.get("rule")
    values["params"] = None
    if not rule:
        if text:
            message = _("Parameters belong to a rule; choose the rule.")
            faults.append(Fault(sheet, message, row, places["params"]))
        return
    try:
        values["params"] = stated(rule, parse_params(rule, text))
    except ValidationError as error:
        faults.extend(Fault(sheet, message, row, places["params"]) for message in error.messages)
