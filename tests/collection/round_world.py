"""Reporting for the permission matrix: a table in each state, an upload, a file beside a figure."""

import io
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils import timezone
from xlsxwriter import Workbook

from collection.models import DepartmentReport
from collection.rules.rhythms import first_day
from indicators.rules.periods import last_day
from organization.models import Role, User
from tests.collection.round_factories import (
    DepartmentReportFactory,
    ReportEntryFactory,
    ReportingPlanFactory,
    ReportingRoundFactory,
    ReportProofFactory,
    ReportUploadFactory,
)
from tests.indicators.factories import IndicatorFactory, LeafFactory, SystemFactory
from tests.indicators.world import Proof
from tests.organization.factories import (
    CategoryFactory,
    CategoryMembershipFactory,
    UnitFactory,
    UserFactory,
)

State = DepartmentReport.State


class Table(Proof):
    """A workbook with one figure, to be uploaded again and again."""

    name = "table.xlsx"

    def __init__(self, indicator: str, unit: str) -> None:
        self.content = table_file([(indicator, unit, "12", "")])

    def read(self, *_size: int) -> bytes:
        return self.content


def table_file(rows: list[tuple[str, str, str, str]]) -> bytes:
    """A workbook as the template of a table makes it, with the columns that are read."""
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("报表")
        titles = ("数据项编码", "单位编码", "数值", "说明")
        for number, cells in enumerate([titles, *rows]):
            for place, cell in enumerate(cells):
                sheet.write_string(number, place, cell)
    return content.getvalue()


def round_objects(side: Any, users: dict[str, User]) -> dict[str, Model]:
    """One leaf for one unit, reported by the side's unit in four quarters."""
    category = CategoryFactory(domain=side.domain, name=f"报数类 {side.canary}")
    unit = UnitFactory(domain=side.domain, name=f"报数单位 {side.canary}")
    CategoryMembershipFactory(unit=unit, category=category)
    indicator = IndicatorFactory(owner=side.unit, name=f"报数指标 {side.canary}")
    system = SystemFactory(category=category, published=True)
    LeafFactory(system=system, indicator=indicator)
    plan = ReportingPlanFactory(systems=[system], rhythms=["quarterly"], name=f"安排 {side.canary}")
    reporter = UserFactory(unit=side.unit, role=Role.DATA_REPORTER)
    quarters = {
        "draft_table": {},
        "ready_table": {},
        "late_table": {},
        "submitted_table": {
            "state": State.SUBMITTED,
            "submitted_by": reporter,
            "submitted_at": timezone.now(),
        },
    }
    found: dict[str, Any] = {}
    for number, (name, facts) in enumerate(quarters.items(), 1):
        period = f"2023Q{number}"
        of_quarter = ReportingRoundFactory(
            plan=plan, period=period, starts_on=first_day(period), ends_on=last_day(period)
        )
        found[name] = DepartmentReportFactory(round=of_quarter, department=side.unit, **facts)
    asked = {"indicator": indicator, "unit": unit, "saved_by": reporter}
    for name in ("ready_table", "submitted_table"):
        entry = ReportEntryFactory(report=found[name], remark=side.canary, **asked)
    proof = ReportProofFactory(
        report=found["ready_table"],
        file_name=f"{side.canary}.pdf",
        file=ContentFile(b"%PDF-1.7", "proof.pdf"),
    )
    by = users["data_reporter"] if side.name == "own" else reporter
    workbook = table_file([(indicator.code, unit.code, "12", "")])
    upload = ReportUploadFactory(
        report=found["draft_table"],
        uploaded_by=by,
        file_name=f"{side.canary}.xlsx",
        file=ContentFile(workbook, "table.xlsx"),
        preview={"digest": "", "remarks": [], "refused": [], "changed": [], "created": []},
    )
    return {
        **found,
        "reporting_plan": plan,
        "reporting_round": found["draft_table"].round,
        "report_entry": entry,
        "report_proof": proof,
        "report_upload": upload,
        "reported_indicator": indicator,
        "reported_unit": unit,
    }


def round_payloads(side: Any) -> dict[str, dict[str, Any] | list[Any]]:
    """What a POST must carry to succeed, by URL name."""
    objects = side.objects
    plan = {
        "name": "新安排",
        "kind": "figures",
        "year": 2023,
        "systems": [one.pk for one in objects["reporting_plan"].systems.all()],
        "rhythms": ["quarterly"],
        "due_days": 5,
        "late_days": 3,
        "highest_score": 100,
    }
    codes = {"indicator": objects["reported_indicator"].code, "unit": objects["reported_unit"].code}
    rows = {"rows": [{**codes, "text": "7"}]}
    return {
        "collection:plan_create": plan,
        "collection:plan_edit": plan,
        "collection:round_edit": {"due_on": "2024-02-01"},
        "collection:report_return": {"reason": "口径有误"},
        "collection:proof_create": {"file": Proof(), "acknowledged": "on"},
        "collection:report_upload": {"file": Table(*codes.values())},
        "api:reporting-table-rows": rows,
        "api:reporting-table-return": {"reason": "口径有误"},
    }
