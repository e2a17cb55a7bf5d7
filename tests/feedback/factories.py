"""Advice and batches of reports."""

import factory

from feedback.models import ReportAdvice, ReportBatch
from tests.assessment.factories import ResultFactory, RunGroupFactory
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
