"""Surveys for the permission matrix: one to verify, one that units were told of, a list."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from collection.imports.survey_uploading import upload_survey
from organization.models import Role, User
from tests.collection.survey_factories import (
    SurveyFactory,
    SurveyResultFactory,
    SurveySheetFactory,
    SurveyThemeFactory,
)
from tests.organization.factories import UserFactory


def survey_objects(side: Any, users: dict[str, User]) -> dict[str, Model]:
    """The list that waits for confirmation is the own clerk's; the other one is a colleague's."""
    clerk = users["office_staff"]
    if side.name == "other":
        clerk = UserFactory(role=Role.OFFICE_STAFF, role__domain=side.domain)
    theme = SurveyThemeFactory(code="world", name="就业")
    facts = {"domain": side.domain, "name": f"调查 {side.canary}", "body": f"机构 {side.canary}"}
    waiting, told = SurveyFactory(**facts), SurveyFactory(**facts, verified=True)
    for survey in (waiting, told):
        SurveyResultFactory(survey=survey, unit=side.unit, theme=theme)
    return {
        "survey": waiting,
        "verified_survey": told,
        "survey_theme": theme,
        "survey_sheet": SurveySheetFactory(
            survey=SurveyFactory(**facts, verified=True), unit=side.unit
        ),
        "answered_sheet": SurveySheetFactory(
            survey=SurveyFactory(**facts, verified=True), unit=side.unit, answered=True
        ),
        "survey_upload": upload_survey(_list(side), survey=waiting, by=clerk),
    }


def _list(side: Any) -> SimpleUploadedFile:
    content = f"单位代码,主题,满意度,样本量\n{side.unit.code},world,86,410"
    return SimpleUploadedFile(f"满意度 {side.canary}.csv", content.encode())


def survey_payloads(side: Any) -> dict[str, dict[str, Any]]:
    """What a POST must carry to succeed, by URL name."""
    survey = {
        "name": "年终满意度调查",
        "body": "统计局",
        "domain": side.domain.pk,
        "period": "2023",
        "method": "phone",
        "from_on": "2023-11-01",
        "to_on": "2023-11-30",
        "least_sample": 50,
    }
    return {
        "collection:survey_create": survey,
        "collection:survey_edit": survey,
        "collection:survey_reopen": {"reason": "样本量有误"},
        "collection:survey_send": {"due_on": dt.date(2099, 1, 31).isoformat()},
        "collection:surveyupload_create": {"file": _list(side)},
        "collection:surveysheet_answer": {"measures": "增设窗口"},
        "collection:surveysheet_note": {"remark": "按期推进"},
    }
