"""Models of the library in the workbook: ready sections with their weights in percent."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from indicators.imports.library import TAGS, tidy_row_tags, with_initials
from indicators.imports.nodes import NODES, RuledTable
from indicators.models import LibraryModel, ModelNode, SystemNode
from indicators.rules.trees import child_sums, plain
from organization.imports import Column, Reference, Sheet, Values, Words, field_of
from organization.imports.book import EVERY_DOMAIN, Book, Stored
from organization.imports.reading import ParsedSheet
from organization.imports.tables import Refusal, Table

WHOLE = Decimal(100)
SCORED = SystemNode.Kind.SCORED

MODELS = Sheet(
    key="models",
    title=Words("指标模型", "Models"),
    note=Words(
        "可以整段放进指标体系的现成分类，内容写在“模型节点”。",
        "Ready sections for systems; what they hold stands in the sheet of their nodes.",
    ),
    identity=("code",),
    columns=(
        Column(
            "code",
            Words("模型编码", "Model code"),
            "code",
            required=True,
            field=field_of(LibraryModel, "code"),
        ),
        Column(
            "name",
            Words("模型名称", "Model name"),
            required=True,
            field=field_of(LibraryModel, "name"),
        ),
        Column("purpose", Words("用途", "Purpose"), field=field_of(LibraryModel, "purpose")),
        TAGS,
    ),
    examples=({"code": "M-GROWTH", "name": "经济增长模型", "purpose": "设区市", "tags": "经济"},),
)

MODEL_NODES = Sheet(
    key="model_nodes",
    title=Words("模型节点", "Model nodes"),
    note=Words(
        "一行一个节点。比重是占整个模型的百分比，下级之和等于上级，最上一级之和为100。",
        "One node a row. Shares are percent of the whole model: what stands below a node adds up "
        "to its own, the first level to 100.",
    ),
    identity=("model", "code"),
    references=(
        Reference("model", "models", ("model",)),
        Reference("parent", "model_nodes", ("model", "parent")),
        Reference("indicator", "indicators", ("indicator",)),
    ),
    columns=(
        Column("model", Words("模型编码", "Model code"), "code", required=True, refers_to="models"),
        *(NODES.by_name[name] for name in ("code", "parent", "name")),
        Column(
            "share",
            Words("比重（%）", "Share (%)"),
            "number",
            required=True,
            field=field_of(ModelNode, "share"),
        ),
        *(
            NODES.by_name[name]
            for name in (
                "kind",
                "source",
                "indicator",
                "rule",
                "params",
                "missing",
                "missing_share",
            )
        ),
        Column(
            "cap_share",
            Words("最高分（%）", "Most points (%)"),
            "number",
            field=field_of(ModelNode, "cap_share"),
        ),
        Column(
            "floor_share",
            Words("最低分（%）", "Fewest points (%)"),
            "number",
            field=field_of(ModelNode, "floor_share"),
        ),
        *(NODES.by_name[name] for name in ("standard", "position")),
    ),
    examples=(
        {
            "model": "M-GROWTH",
            "code": "1",
            "name": "经济增长",
            "share": "100",
            "source": "reported",
            "indicator": "GDP_GROWTH",
            "rule": "linear",
            "params": "下端=2；上端=8；最低=0.6",
        },
    ),
)


class ModelTable(Table):
    """Models, shared by all domains: anybody adds some, who answers for all changes them."""

    sheet = MODELS
    model = LibraryModel
    is_public = True
    stamps = ("initials",)

    def prepare(self, parsed: ParsedSheet, book: Book) -> None:
        tidy_row_tags(parsed)

    def domains(self, values: Values, book: Book) -> Iterator[str]:
        if (values["code"],) in book.stored("models"):
            yield EVERY_DOMAIN

    def attributes(self, values: Values, book: Book) -> dict[str, Any]:
        return with_initials(super().attributes(values, book), self, book)


class ModelNodeTable(RuledTable):
    """Nodes of models: a model is inserted as it stands, so its shares must add up here."""

    sheet = MODEL_NODES
    model = ModelNode
    paths = {"model": "model__code", "parent": "parent__code", "indicator": "indicator__code"}
    is_public = True

    def domains(self, values: Values, book: Book) -> Iterator[str]:
        if (values["model"],) in book.stored("models"):
            yield EVERY_DOMAIN

    def check(self, values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
        yield from super().check(values, stored, book)
        sums = book.once("shares of models", lambda: _sums(book))
        model, parent = values["model"], values.get("parent") or ""
        below = sums.get((model, values["code"]))
        if below is not None and values.get("kind") == SCORED and below != values["share"]:
            yield "share", _adds_up_to(values["name"], below, values["share"])
        beside = sums.get((model, parent), WHOLE)
        above = book.row("model_nodes", (model, parent)) if parent else None
        if above is None and beside != WHOLE:
            yield (
                "share",
                _("The first level of the model adds up to %(sum)s instead of 100.")
                % {"sum": plain(beside)},
            )
        if above and above.get("kind") == SCORED and beside != above["share"]:
            yield "share", _adds_up_to(above["name"], beside, above["share"])


def _adds_up_to(name: str, total: Decimal, share: Decimal) -> str:
    return _("What stands below “%(name)s” adds up to %(sum)s, its own share is %(share)s.") % {
        "name": name,
        "sum": plain(total),
        "share": plain(share),
    }


def _sums(book: Book) -> dict[tuple[str, str], Decimal]:
    """What stands below each node of each model adds up to; "" stands for the model itself."""
    rows = (
        row for _key, row in book.rows(MODEL_NODES.key) if isinstance(row.get("share"), Decimal)
    )
    return child_sums(
        (
            (row["model"], row.get("parent") or ""),
            row["share"],
            row.get("kind") == SCORED,
        )
        for row in rows
    )
