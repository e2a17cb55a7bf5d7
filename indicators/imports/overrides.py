"""What a system holds for single units: own weights, exemptions, linked results."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from indicators.imports.systems import SYSTEM, PartOfSystem
from indicators.models import Exemption, ResultLink, SystemNode, WeightOverride
from organization.imports import Column, Reference, Sheet, Values, Words, field_of
from organization.imports.book import Book, Stored
from organization.imports.tables import Refusal

_NODE = Column("node", Words("指标编号", "Node code"), "code", required=True)

_UNIT = Column("unit", Words("单位编码", "Unit code"), "code", required=True, refers_to="units")

_NODE_OF_UNIT = (
    Reference("node", "nodes", ("system", "node")),
    Reference("unit", "units", ("unit",)),
)

OVERRIDES = Sheet(
    key="overrides",
    title=Words("个性权重", "Own weights"),
    note=Words("某单位与众不同的权重；总分保持不变。", "A unit's own weights; the total stays."),
    identity=("system", "node", "unit"),
    references=_NODE_OF_UNIT,
    columns=(
        SYSTEM,
        _NODE,
        _UNIT,
        Column(
            "weight",
            Words("权重（分）", "Weight (points)"),
            "number",
            required=True,
            field=field_of(WeightOverride, "weight"),
        ),
        Column(
            "reason",
            Words("理由", "Reason"),
            required=True,
            field=field_of(WeightOverride, "reason"),
        ),
    ),
)


EXEMPTIONS = Sheet(
    key="exemptions",
    title=Words("不适用", "Exemptions"),
    note=Words("某单位不涉及的指标，权重按比例分给同级。", "Leaves that do not concern a unit."),
    identity=("system", "node", "unit"),
    references=_NODE_OF_UNIT,
    columns=(
        SYSTEM,
        _NODE,
        _UNIT,
        Column(
            "reason", Words("理由", "Reason"), required=True, field=field_of(Exemption, "reason")
        ),
    ),
)


LINKS = Sheet(
    key="links",
    title=Words("关联结果", "Linked results"),
    note=Words(
        "来源为关联单位结果的指标，读哪些单位的结果。",
        "Whose results a linked leaf of a unit reads.",
    ),
    identity=("system", "node", "unit", "target"),
    references=(*_NODE_OF_UNIT, Reference("target", "units", ("target",))),
    columns=(
        SYSTEM,
        _NODE,
        _UNIT,
        Column(
            "target",
            Words("被关联单位编码", "Linked unit code"),
            "code",
            required=True,
            refers_to="units",
        ),
        Column(
            "weight",
            Words("比重", "Share"),
            "number",
            default=1,
            field=field_of(ResultLink, "weight"),
        ),
    ),
)


class OverrideTable(PartOfSystem):
    """Own weights of units."""

    sheet = OVERRIDES
    model = WeightOverride
    paths = {"system": "node__system__name", "node": "node__code", "unit": "unit__code"}


class ExemptionTable(PartOfSystem):
    """Leaves that do not concern a unit."""

    sheet = EXEMPTIONS
    model = Exemption
    paths = OverrideTable.paths


class LinkTable(PartOfSystem):
    """Whose results a leaf of a unit reads."""

    sheet = LINKS
    model = ResultLink
    paths = {**OverrideTable.paths, "target": "target__code"}

    def check(self, values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
        yield from super().check(values, stored, book)
        node = book.row("nodes", (values["system"], values["node"])) or {}
        if node.get("source") != SystemNode.Source.LINKED:
            yield (
                "node",
                _("“%(node)s” does not read results of other units.") % {"node": values["node"]},
            )
        if values["unit"] == values["target"]:
            yield "target", _("A unit cannot read its own result.")
        if values.get("weight") is not None and values["weight"] <= 0:
            yield "weight", _("The weight of a link is above 0.")
