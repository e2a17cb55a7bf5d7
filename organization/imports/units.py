"""Domains, categories and units of the workbook."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from organization.imports.book import EVERY_DOMAIN, Book, Planned, Stored
from organization.imports.columns import Column, Key, Reference, Sheet, Values, Words, field_of
from organization.imports.tables import Refusal, Table
from organization.models import Category, CategoryMembership, Domain, LeadershipTeam, Unit
from organization.services.bulk import Move, move_units_in_bulk, name_teams_in_bulk

DOMAINS = Sheet(
    key="domains",
    title=Words("领域", "Domains"),
    note=Words("考核对象的大类，如设区市、省级机关。", "Broad kinds of assessed units."),
    identity=("code",),
    columns=(
        Column(
            "code",
            Words("领域编码", "Domain code"),
            "code",
            required=True,
            field=field_of(Domain, "code"),
        ),
        Column(
            "name", Words("领域名称", "Domain name"), required=True, field=field_of(Domain, "name")
        ),
        Column("position", Words("排序", "Position"), "whole", field=field_of(Domain, "position")),
    ),
    examples=({"code": "city", "name": "设区市", "position": 1},),
)


CATEGORIES = Sheet(
    key="categories",
    title=Words("类别", "Categories"),
    note=Words(
        "同一类别的单位互相比较、排名。", "Units of one category are compared with each other only."
    ),
    identity=("code",),
    references=(Reference("domain", "domains", ("domain",)),),
    columns=(
        Column(
            "code",
            Words("类别编码", "Category code"),
            "code",
            required=True,
            field=field_of(Category, "code"),
        ),
        Column(
            "name",
            Words("类别名称", "Category name"),
            required=True,
            field=field_of(Category, "name"),
        ),
        Column(
            "domain", Words("领域编码", "Domain code"), "code", required=True, refers_to="domains"
        ),
        Column(
            "position", Words("排序", "Position"), "whole", field=field_of(Category, "position")
        ),
    ),
    examples=({"code": "city-a", "name": "设区市一类", "domain": "city", "position": 1},),
)


UNITS = Sheet(
    key="units",
    title=Words("单位", "Units"),
    note=Words(
        "上级单位可以在本表靠后的行。改变类别时填新类别和起始日，原类别自动止于前一天。",
        "A superior may stand further down. For a new category give its first day; the old one "
        "ends the day before.",
    ),
    identity=("code",),
    references=(
        Reference("parent", "units", ("parent",)),
        Reference("domain", "domains", ("domain",)),
        Reference("category", "categories", ("category",)),
    ),
    columns=(
        Column(
            "code",
            Words("单位编码", "Unit code"),
            "code",
            required=True,
            field=field_of(Unit, "code"),
        ),
        Column("name", Words("单位名称", "Unit name"), required=True, field=field_of(Unit, "name")),
        Column("short_name", Words("简称", "Short name"), field=field_of(Unit, "short_name")),
        Column(
            "credit_code",
            Words("统一社会信用代码", "Unified social credit code"),
            "long_number",
            note=Words("18位，校验码不对会被退回。", "18 places with a check digit."),
            field=field_of(Unit, "credit_code"),
        ),
        Column("parent", Words("上级单位编码", "Superior unit code"), "code", refers_to="units"),
        Column(
            "region_code",
            Words("行政区划代码", "Region code"),
            "code",
            note=Words("6位，GB/T 2260。", "Six digits of GB/T 2260."),
            field=field_of(Unit, "region_code"),
        ),
        Column(
            "domain", Words("领域编码", "Domain code"), "code", required=True, refers_to="domains"
        ),
        Column("category", Words("类别编码", "Category code"), "code", refers_to="categories"),
        Column(
            "category_from",
            Words("类别起始日", "In category from"),
            "date",
            note=Words("填了类别就要填，如2024-01-01。", "Needed with a category: 2024-01-01."),
        ),
        Column(
            "level",
            Words("层级", "Level"),
            "choice",
            required=True,
            choices={
                "province": Words("省级", "Province"),
                "city": Words("市级", "City"),
                "county": Words("县级", "County"),
                "township": Words("乡级", "Township"),
                "internal": Words("内设机构", "Office inside a unit"),
            },
        ),
        Column(
            "monitored_only",
            Words("仅监测", "Monitored only"),
            "flag",
            note=Words("是：只看数据，不计分不排名。", "Yes: figures are watched, never scored."),
            default=False,
        ),
        Column(
            "team",
            Words("领导班子名称", "Leadership team"),
            note=Words("没有班子的空着。", "Empty where there is none."),
            field=field_of(LeadershipTeam, "name"),
        ),
    ),
    examples=(
        {
            "code": "320999",
            "name": "云溪市",
            "short_name": "云溪",
            "region_code": "320999",
            "domain": "city",
            "category": "city-a",
            "category_from": "2024-01-01",
            "level": "city",
            "monitored_only": False,
            "team": "云溪市党政领导班子",
        },
    ),
)


class DomainTable(Table):
    """Domains; only office staff of all domains may add one."""

    sheet = DOMAINS
    model = Domain
    is_public = True


class CategoryTable(Table):
    """Categories of the account's domains."""

    sheet = CATEGORIES
    model = Category
    paths = {"domain": "domain__code"}
    is_public = True

    def domains(self, values: Values, book: Book) -> Iterator[str]:
        yield values.get("domain") or EVERY_DOMAIN

    def check(self, values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
        moved = stored is not None and values["domain"] != stored.values["domain"]
        if moved and CategoryMembership.objects.filter(category__code=values["code"]).exists():
            yield "domain", _("Units are in this category; it keeps its domain.")


class UnitTable(Table):
    """Units with the category they are in and the name of their leadership team."""

    sheet = UNITS
    model = Unit
    paths = {"parent": "parent__code", "domain": "domain__code", "team": "team__name"}
    extras = frozenset({"category", "category_from", "team"})
    unique = ("credit_code",)

    def load(self, book: Book) -> dict[Key, Stored]:
        last = {}
        memberships = CategoryMembership.objects.order_by("valid_from")
        for unit, *membership in memberships.values_list(
            "unit__code", "category__code", "valid_from", "valid_to"
        ):
            last[unit] = membership
        names = [name for name in self.sheet.by_name if not name.startswith("category")]
        found = {}
        paths = (self.paths.get(name, name) for name in names)
        rows = self.queryset(book).values_list("pk", *paths)
        for pk, *cells in rows:
            values = dict(zip(names, cells, strict=True))
            category, since, until = last.get(values["code"], (None, None, None))
            values |= {
                "category": None if until else category,
                "category_from": None if until else since,
                "last_day": until,
            }
            found[(values["code"],)] = Stored(pk, values)
        return found

    def domains(self, values: Values, book: Book) -> Iterator[str]:
        yield values.get("domain") or EVERY_DOMAIN

    def check(self, values: Values, stored: Stored | None, book: Book) -> Iterator[Refusal]:
        was = stored.values if stored else {}
        category, since = values.get("category"), values.get("category_from")
        if category:
            kept = book.row("categories", (category,)) or {}
            if kept.get("domain") != values["domain"]:
                yield "category", _("The category belongs to another domain.")
            if since is None:
                yield "category_from", _("Give the first day in the category.")
        elif was.get("category"):
            yield "category", _("A unit is not taken out of a category here; give the new one.")
        if stored is None or since is None:
            return
        begun = was.get("last_day") or was.get("category_from")
        if category == was.get("category") and since != was.get("category_from"):
            yield (
                "category_from",
                _("The unit is in this category since %(day)s.") % {"day": was["category_from"]},
            )
        elif category != was.get("category") and begun and since <= begun:
            yield (
                "category_from",
                _("The new category must begin after %(day)s.") % {"day": begun},
            )

    def finish(self, planned: Sequence[Planned], book: Book) -> None:
        units, categories = book.stored("units"), book.stored("categories")
        moves, names = [], {}
        for row in planned:
            values, was = row.row.values, row.stored.values if row.stored else {}
            unit = units[self.sheet.key_of(values)].pk
            category = values.get("category")
            if category and category != was.get("category"):
                moves.append(Move(unit, categories[(category,)].pk, values["category_from"]))
            if values.get("team") and values["team"] != was.get("team"):
                names[unit] = values["team"]
        move_units_in_bulk(moves)
        name_teams_in_bulk(names)
        book.forget(self.sheet.key)
