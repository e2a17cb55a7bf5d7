"""Schemes, cycles, runs and what belongs to them; `CycleFactory(opened=True)` needs no service."""

import datetime as dt
from decimal import Decimal

import factory

from assessment.models import (
    Assessee,
    AssessmentCycle,
    FrozenBundle,
    GradeDecision,
    GroupWorkings,
    OverlayFact,
    Publication,
    RaterClass,
    ReadinessCheck,
    Result,
    RunGroup,
    Scheme,
    SchemeGrade,
    SchemeQuota,
    ScoreRun,
    ScoreSheet,
    WorkbookImport,
)
from tests.indicators.factories import SystemFactory
from tests.organization.factories import CategoryMembershipFactory, UserFactory

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


class ScoreSheetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ScoreSheet

    assessee = factory.SubFactory(AssesseeFactory)
    evaluator = factory.SubFactory(UserFactory)
    rater_class = "leaders"
    marks = (9000,)


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


class ScoreRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ScoreRun

    class Params:
        complete = factory.Trait(
            state=ScoreRun.State.COMPLETE,
            frozen_at=dt.datetime(2024, 1, 10, 9, 0, tzinfo=dt.UTC),
            finished_at=dt.datetime(2024, 1, 10, 9, 1, tzinfo=dt.UTC),
            engine="hengjian-scoring 1",
            digest="0" * 64,
        )

    cycle = factory.SubFactory(CycleFactory, opened=True)
    number = factory.Sequence(lambda n: n + 1)
    requested_by = factory.SubFactory(UserFactory)


class RunGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RunGroup

    class Params:
        done = factory.Trait(
            state=RunGroup.State.DONE, finished_at=dt.datetime(2024, 1, 10, 9, 1, tzinfo=dt.UTC)
        )

    run = factory.SubFactory(ScoreRunFactory)
    key = factory.Sequence("group-{}".format)
    name = factory.Sequence("第{}组".format)
    size = 1
    digest = "0" * 64


class FrozenBundleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FrozenBundle

    group = factory.SubFactory(RunGroupFactory)
    content = b""


class GroupWorkingsFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GroupWorkings

    group = factory.SubFactory(RunGroupFactory, done=True)
    content = b""


class ResultFactory(factory.django.DjangoModelFactory):
    """A result of 86.50 points out of one node; its group is done."""

    class Meta:
        model = Result

    group = factory.SubFactory(RunGroupFactory, done=True, run__complete=True)
    assessee = factory.SubFactory(AssesseeFactory, cycle=factory.SelfAttribute("..group.run.cycle"))
    total = Decimal("86.500000")
    exact_total = factory.SelfAttribute("total")
    rank = 1
    points = (86_500_000,)
    full_marks = (100_000_000,)
    proposed_grade = "good"


class GradeDecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GradeDecision

    assessee = factory.SubFactory(AssesseeFactory)
    run = factory.SubFactory(
        ScoreRunFactory, complete=True, cycle=factory.SelfAttribute("..assessee.cycle")
    )
    proposed_grade = "good"
    grade = "good"
    body = "市委常委会"
    decided_on = dt.date(2024, 1, 20)
    decided_by = factory.SubFactory(UserFactory)


class PublicationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Publication

    group = factory.SubFactory(RunGroupFactory, done=True, run__complete=True)
    published_by = factory.SubFactory(UserFactory)


class WorkbookImportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WorkbookImport

    uploaded_by = factory.SubFactory(UserFactory)
    file_name = "考核工作簿.xlsx"
    file = factory.django.FileField(filename="workbook.xlsx", data=b"PK")
