"""Uploaded workbooks for the permission matrix: one that can be stored, one with a refused row."""

from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Model

from organization.models import Role, User
from tests.assessment.factories import WorkbookImportFactory
from tests.assessment.imports.workbooks import content_of, preview_of
from tests.organization.factories import UserFactory


def workbook_objects(side: Any, users: dict[str, User]) -> dict[str, Model]:
    clerk = users[Role.OFFICE_STAFF]
    if side.name == "other":
        clerk = UserFactory(role=Role.OFFICE_STAFF, role__domain=side.domain)
    unit = {"code": f"NEW-{side.name}", "name": f"新单位 {side.canary}", "level": "city"}
    rows = {"good": [unit | {"domain": side.domain.code}], "faulty": [unit | {"domain": "nowhere"}]}
    return {f"{name}_workbook": _upload({"units": units}, clerk) for name, units in rows.items()}


def _upload(rows: dict[str, Any], clerk: User) -> Model:
    content = content_of(rows)
    preview = preview_of(content, clerk)
    return WorkbookImportFactory(
        uploaded_by=clerk,
        file=ContentFile(content, name="workbook.xlsx"),
        preview=preview.described(),
        **{f"{outcome}_count": count for outcome, count in preview.counts().items()},
    )
