"""Schemes, cycles, runs and what belongs to them; `CycleFactory(opened=True)` needs no service."""

import datetime as dt
from decimal import Decimal

import factory

from assessment.models import (
    Assessee,
    AssessmentCycle,
    DebriefComment,
    FieldQuestion,
    FrozenBundle,
    GradeDecision,
    GroupClosing,
    GroupReview,
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
    SheetDraft,
    TalkBlock,
    TalkForm,
    TalkOutline,
    TalkRecord,
    Verification,
    VerificationFile,
    WorkbookImport,
    WorkLogEntry,
)
from tests.evaluators.factories import AssessmentGroupFactory
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


class SheetDraftFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SheetDraft

    assessee = factory.SubFactory(AssesseeFactory)
    evaluator = factory.SubFactory(UserFactory)


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


class TalkFormFactory(factory.django.DjangoModelFactory):
    """The form with its six mandatory blocks (三必问、三必谈), in force since 2000."""

    class Meta:
        model = TalkForm
        django_get_or_create = ["valid_from"]
        skip_postgeneration_save = True

    name = "个别谈话记录"
    valid_from = dt.date(2000, 1, 1)
    clause = "《平时考核办法》第九条"
    opening = "说明来意，宣布谈话纪律。"

    @factory.post_generation
    def blocks(self: TalkForm, create: bool, extracted: object, **_kwargs: object) -> None:
        if not create or self.blocks.exists():
            return
        asked = (("work", "工作情况"), ("life", "生活情况"), ("circles", "社交情况"))
        told = (("strengths", "优点"), ("weaknesses", "不足"), ("potential", "潜力"))
        for side, blocks in (("ask", asked), ("tell", told)):
            for code, name in blocks:
                position = self.blocks.count() + 1
                TalkBlockFactory(form=self, code=code, name=name, side=side, position=position)


class TalkBlockFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TalkBlock

    form = factory.SubFactory(TalkFormFactory)
    code = factory.Sequence("block-{}".format)
    name = factory.Sequence("谈话内容{}".format)
    side = TalkBlock.Side.ASK


class TalkOutlineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TalkOutline

    group = factory.SubFactory(AssessmentGroupFactory)
    assessee = factory.SubFactory(AssesseeFactory)
    text = "请谈谈今年的重点工作。"
    written_by = factory.SubFactory(UserFactory)


class TalkRecordFactory(factory.django.DjangoModelFactory):
    """A talk with nothing in it; `TalkRecordFactory(signed=True)` is locked."""

    class Meta:
        model = TalkRecord

    class Params:
        signed = factory.Trait(
            state=TalkRecord.State.SIGNED, signed_at=dt.datetime(2024, 1, 10, 9, 0, tzinfo=dt.UTC)
        )

    group = factory.SubFactory(AssessmentGroupFactory)
    assessee = factory.SubFactory(AssesseeFactory)
    form = factory.SubFactory(TalkFormFactory)
    talked_by = factory.SubFactory(UserFactory)
    with_whom = "办公室主任"
    talked_on = dt.date(2024, 1, 9)


class VerificationFactory(factory.django.DjangoModelFactory):
    """A doubt that waits; `VerificationFactory(concluded=True)` has its conclusion."""

    class Meta:
        model = Verification

    class Params:
        concluded = factory.Trait(
            conclusion=Verification.Conclusion.CONFIRMED,
            findings="查阅台账，数据属实。",
            concluded_by=factory.SubFactory(UserFactory),
            concluded_at=dt.datetime(2024, 1, 12, 9, 0, tzinfo=dt.UTC),
        )

    group = factory.SubFactory(AssessmentGroupFactory)
    assessee = factory.SubFactory(AssesseeFactory)
    doubt = "上报的项目完成数与现场不符"
    way = Verification.Way.SITE_VISIT
    assigned_to = factory.SubFactory(UserFactory)
    due_on = dt.date(2024, 1, 15)
    raised_by = factory.SubFactory(UserFactory)


class VerificationFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = VerificationFile

    verification = factory.SubFactory(VerificationFactory)
    file = factory.django.FileField(filename="台账.pdf", data=b"%PDF-1.7")
    name = "台账.pdf"
    attached_by = factory.SubFactory(UserFactory)


class WorkLogEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WorkLogEntry

    group = factory.SubFactory(AssessmentGroupFactory)
    words = "查阅会议纪要。"
    written_by = factory.SubFactory(UserFactory)


class GroupReviewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GroupReview

    group = factory.SubFactory(AssessmentGroupFactory)
    held_on = dt.date(2024, 1, 16)
    words = "逐家研判，意见一致。"
    recorded_by = factory.SubFactory(UserFactory)


class GroupClosingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GroupClosing

    group = factory.SubFactory(AssessmentGroupFactory)
    closed_by = factory.SubFactory(UserFactory)


class DebriefCommentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DebriefComment

    group = factory.SubFactory(AssessmentGroupFactory)
    words = "谈话扎实，核查到位。"
    written_by = factory.SubFactory(UserFactory)


class FieldQuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FieldQuestion

    group = factory.SubFactory(AssessmentGroupFactory)
    question = "挂职干部是否列入谈话范围"
    asked_by = factory.SubFactory(UserFactory)
