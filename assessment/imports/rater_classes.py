"""Rater classes of the schemes in the workbook, and the group roles that mark as each."""

import re
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from assessment.imports.grades import OF_SCHEME, SCHEME
from assessment.imports.schemes import PartOfScheme
from assessment.models import RaterClass
from assessment.models.schemes import class_faults
from assessment.services.schemes import set_roles_in_bulk
from evaluators.models import GroupRole
from organization.imports import Column, Sheet, Values, Words, field_of
from organization.imports.book import Book, Planned, Stored
from organization.imports.columns import Key
from organization.imports.reading import ParsedSheet
from organization.imports.tables import Refusal

RATER_CLASSES = Sheet(
    key="rater_classes",
    title=Words("票类", "Rater classes"),
    note=Words(
        "有评分表的方案才需要；各票类可用不同的合成方法，权重之和任意，按比例折算。",
        "Only for schemes with score sheets; each class may make one mark of many in its own way, "
        "weights count in proportion.",
    ),
    identity=("scheme", "code"),
    references=OF_SCHEME,
    columns=(
        SCHEME,
        Column(
            "code",
            Words("票类编码", "Class code"),
            "code",
            required=True,
            field=field_of(RaterClass, "code"),
        ),
        Column(
            "name",
            Words("票类名称", "Class name"),
            required=True,
            field=field_of(RaterClass, "name"),
        ),
        Column(
            "weight",
            Words("权重", "Weight"),
            "number",
            required=True,
            field=field_of(RaterClass, "weight"),
        ),
        Column(
            "aggregation",
            Words("合成方法", "Aggregation"),
            "choice",
            default="mean",
            choices={
                "mean": Words("平均", "mean"),
                "median": Words("中位数", "median"),
                "trimmed": Words("去高去低平均", "trimmed mean"),
            },
        ),
        Column(
            "trim_above",
            Words("超过几人去高低", "Trim with more raters than"),
            "whole",
            default=5,
            field=field_of(RaterClass, "trim_above"),
        ),
        Column(
            "trim_each_end",
            Words("两端各去几人", "Left out at each end"),
            "whole",
            default=1,
            field=field_of(RaterClass, "trim_each_end"),
        ),
        Column(
            "roles",
            Words("组内角色", "Group roles"),
            note=Words(
                "考核组内担任这些角色的成员按本票类打分；写角色编码或名称，用逗号隔开。",
                "Members of assessment groups with these roles mark as this class: codes or names "
                "of roles with commas between them.",
            ),
        ),
    ),
)


class RaterClassTable(PartOfScheme):
    """Rater classes: each with its weight and its own way of making one mark of many."""

    sheet = RATER_CLASSES
    model = RaterClass
    extras = frozenset({"roles"})

    def load(self, book: Book) -> dict[Key, Stored]:
        codes: dict[int, list[str]] = {}
        links = RaterClass.roles.through.objects.order_by("grouprole__code")
        for rater_class, code in links.values_list("raterclass", "grouprole__code"):
            codes.setdefault(rater_class, []).append(code)
        names = [name for name in self.sheet.by_name if name != "roles"]
        rows = self.queryset(book).values_list("pk", *(self.paths.get(n, n) for n in names))
        found = (
            Stored(pk, {**dict(zip(names, cells, strict=True)), "roles": _list(codes.get(pk, ()))})
            for pk, *cells in rows
        )
        return {self.sheet.key_of(stored.values): stored for stored in found}

    def prepare(self, parsed: ParsedSheet, book: Book) -> None:
        roles = book.once("group roles", _roles)
        known = {role.name: code for code, role in roles.items()} | {code: code for code in roles}
        for row in parsed.rows:
            if "roles" in row.values:
                named = _codes(row.values["roles"])
                row.values["roles"] = _list({known.get(name, name) for name in named})

    def check(self, values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
        yield from super().check(values, stored, book)
        weight, aggregation = values.get("weight"), values.get("aggregation")
        trimming = values.get("trim_above"), values.get("trim_each_end")
        yield from class_faults(weight, str(aggregation), *trimming)
        roles = set(_codes(values.get("roles")))
        unknown = sorted(roles - set(book.once("group roles", _roles)))
        if unknown:
            yield "roles", _("There is no group role “%(role)s”.") % {"role": unknown[0]}
        for key, other in book.rows("rater_classes"):
            is_other = key != self.sheet.key_of(values) and key[0] == values["scheme"]
            if is_other and roles & set(_codes(other.get("roles"))):
                yield "roles", _("A group role marks as one rater class only.")
                return

    def finish(self, planned: Sequence[Planned], book: Book) -> None:
        roles, stored = book.once("group roles", _roles), book.stored(self.sheet.key)
        named = {
            stored[self.sheet.key_of(row.row.values)].pk: [
                roles[code].pk for code in _codes(row.row.values["roles"])
            ]
            for row in planned
            if "roles" in row.row.values
        }
        set_roles_in_bulk(named)
        book.forget(self.sheet.key)


def _roles() -> dict[str, GroupRole]:
    return {role.code: role for role in GroupRole.objects.all()}


def _codes(text: str | None) -> list[str]:
    return [part.strip() for part in re.split("[,，、;；\n]", text or "") if part.strip()]


def _list(codes: Iterable[str]) -> str:
    return ", ".join(sorted(codes))
