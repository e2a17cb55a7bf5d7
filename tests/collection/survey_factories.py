"""Surveys for tests: registered by one person, verified by another where a test asks for it."""

import datetime as dt
from decimal import Decimal

import factory

from collection.models import Survey, SurveyResult, SurveySheet, SurveyTheme, SurveyUpload
from organization.models import Role
from tests.organization.factories import DomainFactory, UnitFactory, UserFactory


class SurveyThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SurveyTheme
        django_get_or_create = ["code"]

    code = factory.Sequence("theme-{}".format)
    name = factory.Sequence("主题{}".format)


class SurveyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Survey

    class Params:
        verified = factory.Trait(
            verified_by=factory.SubFactory(UserFactory),
            verified_at=dt.datetime(2023, 12, 1, tzinfo=dt.UTC),
        )

    name = factory.Sequence("满意度调查{}".format)
    body = "统计局 12340 热线"
    domain = factory.SubFactory(DomainFactory)
    period = "2023"
    method = Survey.Method.PHONE
    from_on = dt.date(2023, 10, 1)
    to_on = dt.date(2023, 10, 31)
    registered_by = factory.SubFactory(UserFactory)


class SurveyResultFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SurveyResult

    survey = factory.SubFactory(SurveyFactory)
    unit = factory.SubFactory(UnitFactory, domain=factory.SelfAttribute("..survey.domain"))
    theme = factory.SubFactory(SurveyThemeFactory)
    score = Decimal(85)
    sample_size = 400


class SurveySheetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SurveySheet

    class Params:
        answered = factory.Trait(
            measures="增设延时服务窗口，11 月底前完成。",
            answered_by=factory.SubFactory(UserFactory),
            answered_at=dt.datetime(2023, 12, 10, tzinfo=dt.UTC),
        )

    survey = factory.SubFactory(SurveyFactory, verified=True)
    unit = factory.SubFactory(UnitFactory, domain=factory.SelfAttribute("..survey.domain"))
    sent_by = factory.SubFactory(UserFactory)
    due_on = dt.date(2099, 1, 31)


class SurveyUploadFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SurveyUpload

    survey = factory.SubFactory(SurveyFactory)
    uploaded_by = factory.SubFactory(UserFactory, role=Role.OFFICE_STAFF)
    file = "surveys/list.xlsx"
    file_name = "满意度.xlsx"
