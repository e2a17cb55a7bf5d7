"""Advice and batches of reports, uses of results."""

import datetime as dt

import factory

from feedback.models import ReportAdvice, ReportBatch, ResultUse, UseUpload
from organization.models import Role
from tests.assessment.factories import (
    CycleFactory,
    GradeDecisionFactory,
    ResultFactory,
    RunGroupFactory,
)
from tests.organization.factories import UserFactory


class ReportAdviceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportAdvice

    result = factory.SubFactory(ResultFactory)
    text = "先补短板"
    written_by = factory.SubFactory(UserFactory)


class ReportBatchFactory(factory.django.DjangoModelFactory):
    """A batch of one report that nobody has fetched yet."""

    class Meta:
        model = ReportBatch

    class Params:
        complete = factory.Trait(
            state=ReportBatch.State.COMPLETE,
            done_count=1,
            file=factory.django.FileField(filename="batch.zip", data=b"PK\5\6" + bytes(18)),
        )

    group = factory.SubFactory(RunGroupFactory, done=True, run__complete=True)
    total_count = 1
    requested_by = factory.SubFactory(UserFactory)


class ResultUseFactory(factory.django.DjangoModelFactory):
    """One training place for a decided grade."""

    class Meta:
        model = ResultUse

    class Params:
        withdrawn = factory.Trait(
            withdrawn_by=factory.SubFactory(UserFactory),
            withdrawn_at=dt.datetime(2024, 6, 1, tzinfo=dt.UTC),
            withdrawal_reason="录入有误",
        )

    decision = factory.SubFactory(GradeDecisionFactory)
    kind = ResultUse.Kind.TRAINING
    used_on = dt.date(2024, 5, 1)
    document = factory.Sequence("培训〔{}〕号".format)
    body = "区委组织部"
    recorded_by = factory.SubFactory(UserFactory)


class UseUploadFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = UseUpload

    cycle = factory.SubFactory(CycleFactory, closed=True)
    uploaded_by = factory.SubFactory(UserFactory, role=Role.OFFICE_STAFF)
    file = "uses/list.xlsx"
    file_name = "结果运用.xlsx"
