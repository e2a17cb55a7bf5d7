"""What a group writes down in the field."""

import datetime as dt

import factory

from assessment.models import (
    DebriefComment,
    FieldQuestion,
    GroupClosing,
    GroupReview,
    Irregularity,
    TalkBlock,
    TalkForm,
    TalkOutline,
    TalkRecord,
    Verification,
    VerificationFile,
    WorkLogEntry,
)
from tests.assessment.factories.cycles import AssesseeFactory
from tests.evaluators.factories import AssessmentGroupFactory
from tests.organization.factories import UserFactory


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


class IrregularityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Irregularity

    group = factory.SubFactory(AssessmentGroupFactory)
    words = "打分前与被考核单位私下接触。"
    reported_by = factory.SubFactory(UserFactory)
