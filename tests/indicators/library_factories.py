"""The library beside single indicators: models, processes, what became of an indicator."""

import datetime as dt
from decimal import Decimal

import factory

from indicators.models import (
    AssessmentProcess,
    Indicator,
    IndicatorReview,
    LibraryModel,
    ModelNode,
    ProcessStep,
    StatusChange,
    SystemNode,
)
from tests.indicators.factories import IndicatorFactory
from tests.organization.factories import UserFactory


class LibraryModelFactory(factory.django.DjangoModelFactory):
    """A model without nodes; see `ModelTreeFactory`."""

    class Meta:
        model = LibraryModel
        skip_postgeneration_save = True

    code = factory.Sequence("MOD{:03d}".format)
    name = factory.Sequence("模型{}".format)


class ModelSectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ModelNode

    model = factory.SubFactory(LibraryModelFactory)
    code = factory.Sequence("MS{}".format)
    name = factory.Sequence("模型分类{}".format)
    position = factory.Sequence(lambda n: n % 30_000)
    share = Decimal(100)


class ModelLeafFactory(ModelSectionFactory):
    class Meta:
        model = ModelNode

    source = SystemNode.Source.REPORTED
    rule = "target"
    params = factory.LazyFunction(lambda: {"target": "100"})
    indicator = factory.SubFactory(IndicatorFactory)


class ModelTreeFactory(LibraryModelFactory):
    """A model of three equal leaves below one section: 100 = 33.333334 + 33.333333 + 33.333333."""

    @factory.post_generation
    def leaves(self: LibraryModel, create: bool, _extracted: object, **_kwargs: object) -> None:
        if not create:
            return
        section = ModelSectionFactory(model=self, code="1")
        for number, share in enumerate(("33.333334", "33.333333", "33.333333"), 1):
            ModelLeafFactory(model=self, parent=section, code=f"1.{number}", share=Decimal(share))


class ProcessFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AssessmentProcess

    code = factory.Sequence("PRC{:03d}".format)
    name = factory.Sequence("流程{}".format)
    kind = AssessmentProcess.Kind.ANNUAL


class ProcessStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProcessStep

    process = factory.SubFactory(ProcessFactory)
    position = factory.Sequence(lambda n: n % 30_000 + 1)
    name = "发布考核预告"
    actor = "考核办"
    days = 5
    paper = "考核预告"


class StatusChangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StatusChange

    indicator = factory.SubFactory(IndicatorFactory)
    before = Indicator.Status.IN_USE
    after = Indicator.Status.RETIRED
    reason = "连续两年各单位数值相同"
    decided_on = dt.date(2024, 1, 10)
    changed_by = factory.SubFactory(UserFactory)


class IndicatorReviewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = IndicatorReview

    indicator = factory.SubFactory(IndicatorFactory)
    year = 2023
    verdict = IndicatorReview.Verdict.KEEP
    reason = "区分度好"
    decided_on = dt.date(2024, 1, 10)
    recorded_by = factory.SubFactory(UserFactory)
