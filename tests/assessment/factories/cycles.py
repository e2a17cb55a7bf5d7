"""Schemes, cycles and their assessees; `CycleFactory(opened=True)` needs no service."""

import datetime as dt
from decimal import Decimal

import factory

from assessment.models import (
    Assessee,
    AssessmentCycle,
    MethodDocument,
    OverlayFact,
    RaterClass,
    ReadinessCheck,
    Scheme,
    SchemeGrade,
    SchemeQuota,
    UnitShare,
    WorkbookImport,
)
from tests.indicators.factories import SystemFactory
from tests.organization.factories import CategoryMembershipFactory, UnitFactory, UserFactory

OPENED_ON = dt.date(2023, 12, 31)


class SchemeFactory(factory.django.DjangoModelFactory):
    """A scheme with the four usual grades; 优秀 for at most 30 %, rounded down."""

    class Meta:
        model = Scheme
        skip_postgeneration_save = True

    code = factory.Sequence("scheme-{}".format)
    name = factory.Sequence("考核方案{}".format)
    year = 2023
    clause = "《综合考核实施办法》第二十条"

    @factory.post_generation
    def grades(self: Scheme, create: bool, extracted: object, **_kwargs: object) -> None:
        if not create or extracted is False:
            return
        bars = (("excellent", "优秀", "90"), ("good", "良好", "80"), ("fair", "一般", "60"))
        for position, (code, name, bar) in enumerate((*bars, ("poor", "较差", None)), 1):
            grade = SchemeGradeFactory(
                scheme=self,
                code=code,
                name=name,
                position=position,
                min_score=bar and Decimal(bar),
            )
            if position == 1:
                SchemeQuotaFactory(grade=grade)


class SchemeGradeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SchemeGrade

    scheme = factory.SubFactory(SchemeFactory, grades=False)
    code = factory.Sequence("grade-{}".format)
    name = factory.Sequence("等次{}".format)
    position = factory.Sequence(lambda n: n + 1)


class SchemeQuotaFactory(factory.django.DjangoModelFactory):
    """At most 30 % of each comparison group, rounded down."""

    class Meta:
        model = SchemeQuota

    grade = factory.SubFactory(SchemeGradeFactory)
    share = Decimal("0.3")


class UnitShareFactory(factory.django.DjangoModelFactory):
    """A unit with half as much again as the scheme gives."""

    class Meta:
        model = UnitShare

    cycle = factory.SubFactory("tests.assessment.factories.cycles.CycleFactory")
    unit = factory.SubFactory(UnitFactory)
    quota = factory.SubFactory(SchemeQuotaFactory)
    share = Decimal("0.45")
    reason = "过程质量 95 分"


class RaterClassFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RaterClass

    scheme = factory.SubFactory(SchemeFactory)
    code = factory.Sequence("class-{}".format)
    name = factory.Sequence("票类{}".format)
    weight = Decimal(1)


class CycleFactory(factory.django.DjangoModelFactory):
    """A cycle in preparation; pass `systems=[...]` to give it indicator systems."""

    class Meta:
        model = AssessmentCycle
        skip_postgeneration_save = True

    class Params:
        opened = factory.Trait(state=AssessmentCycle.State.OPEN, opened_on=OPENED_ON)
        closed = factory.Trait(state=AssessmentCycle.State.CLOSED, opened_on=OPENED_ON)

    name = factory.Sequence("2023年度综合考核{}".format)
    period = "2023"
    scheme = factory.SubFactory(SchemeFactory)

    @factory.post_generation
    def systems(self: AssessmentCycle, create: bool, extracted: object, **_kwargs: object) -> None:
        if create and extracted:
            self.systems.set(extracted)


class AssesseeFactory(factory.django.DjangoModelFactory):
    """A unit under assessment, member of its category."""

    class Meta:
        model = Assessee

    cycle = factory.SubFactory(CycleFactory, opened=True)
    system = factory.SubFactory(SystemFactory, published=True)
    category = factory.SelfAttribute("system.category")
    unit = factory.LazyAttribute(
        lambda assessee: CategoryMembershipFactory(category=assessee.system.category).unit
    )
    key = factory.SelfAttribute("unit.code")
    name = factory.SelfAttribute("unit.name")
    group_key = factory.LazyAttribute(lambda assessee: f"{assessee.category.code}/unit")
    group_name = factory.SelfAttribute("category.name")


class OverlayFactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OverlayFact

    assessee = factory.SubFactory(AssesseeFactory)
    effect = OverlayFact.Effect.BAR_TOP
    clause = "《实施办法》第三十一条"
    fact = "发生较大生产安全责任事故"
    recorded_by = factory.SubFactory(UserFactory)


class ReadinessCheckFactory(factory.django.DjangoModelFactory):
    """A check that waits for a worker."""

    class Meta:
        model = ReadinessCheck

    class Params:
        done = factory.Trait(
            state=ReadinessCheck.State.DONE,
            finished_at=dt.datetime(2024, 1, 9, 9, 1, tzinfo=dt.UTC),
        )

    cycle = factory.SubFactory(CycleFactory, opened=True)
    requested_by = factory.SubFactory(UserFactory)


class WorkbookImportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WorkbookImport

    uploaded_by = factory.SubFactory(UserFactory)
    file_name = "考核工作簿.xlsx"
    file = factory.django.FileField(filename="workbook.xlsx", data=b"PK")


class MethodDocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MethodDocument

    name = "年度考核办法"
    number = factory.Sequence("考办〔2023〕{}号".format)
    in_force_from = dt.date(2023, 1, 1)
    for_annual = True
