"""Reporting plans, their rounds, and the tables of departments."""

import datetime as dt

import factory
from django.core.files.base import ContentFile

from collection.models import (
    DepartmentReport,
    LeafTerm,
    ReportEntry,
    ReportingPlan,
    ReportingRound,
    ReportProof,
    ReportUpload,
)
from tests.indicators.factories import IndicatorFactory, LeafFactory
from tests.organization.factories import UnitFactory, UserFactory


class ReportingPlanFactory(factory.django.DjangoModelFactory):
    """A yearly plan; `systems` are those it is about."""

    class Meta:
        model = ReportingPlan
        skip_postgeneration_save = True

    name = factory.Sequence("报数安排{}".format)
    year = 2023
    rhythms = factory.LazyFunction(lambda: ["yearly"])

    @factory.post_generation
    def systems(self: ReportingPlan, create: bool, extracted: object, **_kwargs: object) -> None:
        if create and extracted:
            self.systems.set(extracted)


class LeafTermFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LeafTerm

    plan = factory.SubFactory(ReportingPlanFactory)
    node = factory.SubFactory(LeafFactory)
    rhythms = factory.LazyFunction(list)


class ReportingRoundFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportingRound

    plan = factory.SubFactory(ReportingPlanFactory)
    period = "2023"
    starts_on = dt.date(2023, 1, 1)
    ends_on = dt.date(2023, 12, 31)
    due_on = dt.date(2024, 1, 10)
    late_on = dt.date(2024, 1, 13)


class DepartmentReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DepartmentReport

    round = factory.SubFactory(ReportingRoundFactory)
    department = factory.SubFactory(UnitFactory)


class ReportEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportEntry

    report = factory.SubFactory(DepartmentReportFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    unit = factory.SubFactory(UnitFactory)
    text = "12.5"
    saved_by = factory.SubFactory(UserFactory)


class ReportProofFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportProof

    report = factory.SubFactory(DepartmentReportFactory)
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.7 proof", name="proof.pdf"))
    file_name = "proof.pdf"
    uploaded_by = factory.SubFactory(UserFactory)


class ReportUploadFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportUpload

    report = factory.SubFactory(DepartmentReportFactory)
    uploaded_by = factory.SubFactory(UserFactory)
    file_name = "报数表.xlsx"
    file = factory.LazyFunction(lambda: ContentFile(b"PK", name="table.xlsx"))
