"""When a reason is due, what flat marking is, and which group roles mark as which class."""

import io
from decimal import Decimal

import openpyxl
import pytest

from assessment.imports.confirming import confirm_import, upload_workbook
from assessment.imports.exporting import category_rows
from assessment.imports.writing import write_workbook
from assessment.models import RaterClass, Scheme
from organization.models import AuditEvent, Category
from tests.assessment.imports.workbooks import good_rows, messages_of, preview_of, upload_of
from tests.evaluators.factories import GroupRoleFactory

pytestmark = pytest.mark.django_db

SHARES = {
    "remark_below_share": "0.6",
    "remark_above_share": "0.95",
    "flat_different_min": "0.5",
    "flat_width_min": "1.5",
    "flat_field_min": 8,
}
NEW_TITLES = {
    "低于多少须写理由",
    "高于多少须写理由",
    "不同总分的最低比例",
    "总分最小跨度",
    "至少几张表才查",
    "组内角色",
}


@pytest.fixture(autouse=True)
def roles(db):
    return {
        code: GroupRoleFactory(code=code, name=name)
        for code, name in (("leader", "组长"), ("deputy", "副组长"), ("liaison", "联络员"))
    }


def rows(first="leader、副组长", second="liaison", **scheme):
    made = good_rows()
    made["schemes"][0] |= SHARES | scheme
    classes = (("a", "领导", first), ("b", "成员", second))
    made["rater_classes"] = [
        {"scheme": "trial", "code": code, "name": name, "weight": "50", "roles": held}
        for code, name, held in classes
    ]
    return made


def export(user, without=frozenset()) -> bytes:
    """The category as a workbook, as an older version without some columns wrote it."""
    target = io.BytesIO()
    write_workbook(target, category_rows(Category.objects.get(code="trial-1"), 2024, user=user))
    book = openpyxl.load_workbook(target)
    for sheet in book:
        for column in reversed(range(1, sheet.max_column + 1)):
            if str(sheet.cell(1, column).value).rstrip(" *") in without:
                sheet.delete_cols(column)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def roles_of(code) -> list[str]:
    return sorted(RaterClass.objects.get(code=code).roles.values_list("code", flat=True))


def test_shares_and_roles_are_stored_and_read_back_unchanged(office_clerk, store):
    store(rows(), office_clerk)
    scheme = Scheme.objects.get(code="trial")
    assert {name: getattr(scheme, name) for name in SHARES} == {
        name: Decimal(str(value)) for name, value in SHARES.items()
    }
    assert (roles_of("a"), roles_of("b")) == (["deputy", "leader"], ["liaison"])
    preview = preview_of(export(office_clerk), office_clerk)
    assert messages_of(preview) == []
    assert set(preview.counts()) == {"unchanged"}


def test_a_workbook_of_an_older_version_takes_the_defaults(office_clerk, store):
    made = good_rows()
    made["rater_classes"] = [{"scheme": "trial", "code": "a", "name": "领导", "weight": "1"}]
    store(made, office_clerk)
    old = export(office_clerk, NEW_TITLES)
    heads = {cell.value for sheet in openpyxl.load_workbook(io.BytesIO(old)) for cell in sheet[1]}
    assert not heads & NEW_TITLES
    RaterClass.objects.all().delete()
    Scheme.objects.all().delete()
    workbook = upload_workbook(upload_of(old), by=office_clerk)
    confirm_import(workbook, by=office_clerk)
    kept = Scheme.objects.get(code="trial")
    assert {name: getattr(kept, name) for name in SHARES} == {
        name: Scheme._meta.get_field(name).get_default() for name in SHARES
    }
    assert roles_of("a") == []


def test_an_older_workbook_leaves_what_it_does_not_know(office_clerk, store):
    store(rows(), office_clerk)
    preview = preview_of(export(office_clerk, NEW_TITLES), office_clerk)
    assert set(preview.counts()) == {"unchanged"}


def test_a_role_may_go_over_to_another_class_in_one_stroke(office_clerk, store):
    store(rows(), office_clerk)
    store(rows(first="leader", second="deputy,liaison"), office_clerk)
    assert (roles_of("a"), roles_of("b")) == (["leader"], ["deputy", "liaison"])
    event = AuditEvent.objects.filter(action="raterclass_imported").latest("pk")
    assert [row["roles"] for row in event.before["rows"].values()] == ["deputy, leader", "liaison"]
    store(rows(first="", second="liaison"), office_clerk)
    assert roles_of("a") == []


@pytest.mark.parametrize(
    ("made", "place", "reason"),
    [
        (rows(second="liaison, 组长"), "票类!", "marks as one rater class only"),
        (rows(second="观察员"), "票类!", "There is no group role “观察员”"),
        (rows(remark_below_share="6"), "方案!", "less than or equal to 1"),
        (rows(flat_width_min="-1"), "方案!", "greater than or equal to 0"),
        (rows(flat_field_min="一些"), "方案!", "not a number"),
    ],
    ids=["role twice", "no role", "percent", "negative", "words"],
)
def test_what_makes_no_sense_is_refused_at_its_cell(office_clerk, made, place, reason):
    messages = messages_of(preview_of(made, office_clerk))
    assert messages
    assert all(one.startswith(place) and reason in one for one in messages), messages
