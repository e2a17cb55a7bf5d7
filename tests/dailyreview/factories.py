"""Plans, quarters, records and what follows from them; all persons are invented.

A quarter that a service has opened is made by `tests.dailyreview.worlds`: here rows stand alone.
"""

import datetime as dt
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from assessment.models import AssessmentCycle
from dailyreview.models import (
    AppointmentForm,
    Attendance,
    AttendanceUpload,
    AwardProposal,
    BonusClass,
    CadreTag,
    ColleagueComment,
    DailyPlan,
    DossierBatch,
    DossierEntry,
    DossierSeal,
    EventCitation,
    EventFile,
    FactCode,
    FactUpload,
    FormBatch,
    GuidanceVisit,
    Mentoring,
    MeritLine,
    MeritRule,
    MeritVersion,
    PilotUnit,
    ProcessStep,
    Quarter,
    QuarterRecord,
    Reminder,
    ReviewFeedback,
    ReviewStep,
    Revisit,
    SavedSearch,
    StandIn,
    Tagging,
    WorkEntry,
    WorkGoal,
)
from organization.models import Role
from tests.assessment.factories import AssesseeFactory, CycleFactory, SchemeFactory
from tests.organization.factories import (
    AppointmentFactory,
    CadreFactory,
    DomainFactory,
    UnitFactory,
    UserFactory,
)


class DailyPlanFactory(DjangoModelFactory):
    class Meta:
        model = DailyPlan

    domain = factory.SubFactory(DomainFactory)
    year = 2024
    name = factory.Sequence("2024年平时考核{}".format)
    scheme = factory.SubFactory(SchemeFactory)


class PilotUnitFactory(DjangoModelFactory):
    class Meta:
        model = PilotUnit

    plan = factory.SubFactory(DailyPlanFactory)
    unit = factory.SubFactory(UnitFactory, domain=factory.SelfAttribute("..plan.domain"))


class ProcessStepFactory(DjangoModelFactory):
    class Meta:
        model = ProcessStep

    plan = factory.SubFactory(DailyPlanFactory)
    min_score = Decimal(90)
    change = Decimal("0.05")


class BonusClassFactory(DjangoModelFactory):
    class Meta:
        model = BonusClass

    plan = factory.SubFactory(DailyPlanFactory, has_bonus=True)
    identity_class = "civil_servant"
    pool = Decimal(10_000)
    floor = Decimal(500)
    gap = Decimal(1300)


class QuarterFactory(DjangoModelFactory):
    class Meta:
        model = Quarter

    plan = factory.SubFactory(DailyPlanFactory)
    number = 1
    cycle = factory.SubFactory(
        CycleFactory,
        opened=True,
        kind=AssessmentCycle.Kind.DAILY,
        period=factory.LazyAttribute(
            lambda cycle: f"{cycle.factory_parent.plan.year}Q{cycle.factory_parent.number}"
        ),
        scheme=factory.SelfAttribute("..plan.scheme"),
    )
    records_due_on = dt.date(2024, 4, 5)
    reviews_due_on = dt.date(2024, 4, 15)


class StandInFactory(DjangoModelFactory):
    class Meta:
        model = StandIn

    absent = factory.SubFactory(UserFactory, role=Role.SECTION_HEAD)
    deputy = factory.SubFactory(UserFactory)
    starts_on = dt.date(2024, 4, 1)
    ends_on = dt.date(2024, 4, 15)
    reason = "挂职锻炼"


class WorkGoalFactory(DjangoModelFactory):
    class Meta:
        model = WorkGoal

    plan = factory.SubFactory(DailyPlanFactory)
    appointment = factory.SubFactory(AppointmentFactory, in_team=False)
    title = factory.Sequence("全年目标{}".format)


class QuarterRecordFactory(DjangoModelFactory):
    """A record that is begun; who it is about holds a post in the office."""

    class Meta:
        model = QuarterRecord

    quarter = factory.SubFactory(QuarterFactory)
    assessee = factory.SubFactory(
        AssesseeFactory,
        cycle=factory.SelfAttribute("..quarter.cycle"),
        appointment=factory.SubFactory(
            AppointmentFactory, unit=factory.SelfAttribute("..unit"), in_team=False
        ),
        key=factory.LazyAttribute(lambda one: f"{one.unit.code}/{one.appointment.pk}"),
        name=factory.SelfAttribute("appointment.cadre.name"),
    )
    section = factory.SelfAttribute("assessee.unit")


class WorkEntryFactory(DjangoModelFactory):
    class Meta:
        model = WorkEntry

    record = factory.SubFactory(QuarterRecordFactory)
    title = factory.Sequence("重点工作{}".format)


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    record = factory.SubFactory(QuarterRecordFactory)
    present = 60


class AttendanceUploadFactory(DjangoModelFactory):
    class Meta:
        model = AttendanceUpload

    quarter = factory.SubFactory(QuarterFactory)
    unit = factory.SubFactory(UnitFactory)
    uploaded_by = factory.SubFactory(UserFactory, role=Role.OFFICE_STAFF)
    file = "attendance/list.xlsx"
    file_name = "考勤.xlsx"


class ReviewStepFactory(DjangoModelFactory):
    class Meta:
        model = ReviewStep

    record = factory.SubFactory(QuarterRecordFactory)
    role = Role.SECTION_HEAD
    reviewer = factory.SubFactory(UserFactory)
    verdict = ReviewStep.Verdict.FORWARD


class ColleagueCommentFactory(DjangoModelFactory):
    class Meta:
        model = ColleagueComment

    record = factory.SubFactory(QuarterRecordFactory)
    words = factory.Sequence("热心助人{}".format)
    written_by = factory.SubFactory(UserFactory)


class ReviewFeedbackFactory(DjangoModelFactory):
    class Meta:
        model = ReviewFeedback

    record = factory.SubFactory(QuarterRecordFactory)
    words = factory.Sequence("总体较好，材料报送再提前一些{}".format)
    given_by = factory.SubFactory(UserFactory)


class ReminderFactory(DjangoModelFactory):
    class Meta:
        model = Reminder

    record = factory.SubFactory(QuarterRecordFactory)
    words = factory.Sequence("材料报送不够及时{}".format)
    written_by = factory.SubFactory(UserFactory)


class MentoringFactory(DjangoModelFactory):
    class Meta:
        model = Mentoring

    record = factory.SubFactory(QuarterRecordFactory)
    grade = "一般"


class RevisitFactory(DjangoModelFactory):
    class Meta:
        model = Revisit

    mentoring = factory.SubFactory(MentoringFactory)
    held_on = dt.date(2024, 5, 10)
    words = "工作有起色"
    held_by = factory.SubFactory(UserFactory)


class GuidanceVisitFactory(DjangoModelFactory):
    class Meta:
        model = GuidanceVisit

    quarter = factory.SubFactory(QuarterFactory)
    unit = factory.SubFactory(UnitFactory)
    visited_on = dt.date(2024, 4, 10)
    words = "评鉴记录完整"
    visited_by = factory.SubFactory(UserFactory)


class DossierEntryFactory(DjangoModelFactory):
    """A positive fact that waits; `confirmed` for one that counts."""

    class Meta:
        model = DossierEntry

    class Params:
        confirmed = factory.Trait(
            state=DossierEntry.State.CONFIRMED,
            ruled_by=factory.SubFactory(UserFactory),
            ruled_at=dt.datetime(2024, 5, 2, tzinfo=dt.UTC),
        )
        negative = factory.Trait(kind=DossierEntry.Kind.CRITICISM)

    cadre = factory.SubFactory(CadreFactory)
    unit = factory.SubFactory(UnitFactory)
    year = factory.SelfAttribute("happened_on.year")
    kind = DossierEntry.Kind.AWARD
    side = factory.LazyAttribute(lambda entry: DossierEntry.side_of(entry.kind))
    fact = factory.Sequence("获评先进个人{}".format)
    happened_on = dt.date(2024, 5, 1)
    origin = DossierEntry.Origin.OFFICE
    recorded_by = factory.SubFactory(UserFactory)


class DossierSealFactory(DjangoModelFactory):
    class Meta:
        model = DossierSeal

    cadre = factory.SubFactory(CadreFactory)
    year = 2024
    stage = DossierSeal.Stage.SIGNED
    sealed_by = factory.SubFactory(UserFactory)


class EventFileFactory(DjangoModelFactory):
    class Meta:
        model = EventFile

    domain = factory.SubFactory(DomainFactory)
    name = factory.Sequence("防汛抗洪{}".format)
    kind = EventFile.Kind.DISASTER
    starts_on = dt.date(2024, 4, 20)
    ends_on = dt.date(2024, 5, 20)


class EventCitationFactory(DjangoModelFactory):
    """Somebody whose good conduct is confirmed."""

    class Meta:
        model = EventCitation

    event = factory.SubFactory(EventFileFactory)
    entry = factory.SubFactory(
        DossierEntryFactory, confirmed=True, kind=DossierEntry.Kind.MAJOR_TEST
    )
    part = "现场指挥"


class AwardProposalFactory(DjangoModelFactory):
    class Meta:
        model = AwardProposal

    citation = factory.SubFactory(EventCitationFactory)
    award = "嘉奖"
    reason = "连续七昼夜值守"
    proposed_by = factory.SubFactory(UserFactory)


class MeritVersionFactory(DjangoModelFactory):
    class Meta:
        model = MeritVersion

    domain = factory.SubFactory(DomainFactory)
    name = factory.Sequence("实绩记分办法{}".format)
    valid_from = dt.date(2020, 1, 1)
    clause = "示例办法第三条"


class MeritRuleFactory(DjangoModelFactory):
    class Meta:
        model = MeritRule

    version = factory.SubFactory(MeritVersionFactory)
    kind = DossierEntry.Kind.AWARD
    points = Decimal(5)


class MeritLineFactory(DjangoModelFactory):
    class Meta:
        model = MeritLine

    entry = factory.SubFactory(DossierEntryFactory, confirmed=True)
    rule = factory.SubFactory(MeritRuleFactory)
    points = factory.SelfAttribute("rule.points")


class CadreTagFactory(DjangoModelFactory):
    class Meta:
        model = CadreTag

    domain = factory.SubFactory(DomainFactory)
    code = factory.Sequence("tag-{}".format)
    name = "实绩突出"


class TaggingFactory(DjangoModelFactory):
    class Meta:
        model = Tagging

    tag = factory.SubFactory(CadreTagFactory)
    cadre = factory.SubFactory(CadreFactory)
    since = dt.date(2021, 12, 20)
    reason = "年度综合研判"
    put_by = factory.SubFactory(UserFactory)


class FactCodeFactory(DjangoModelFactory):
    class Meta:
        model = FactCode

    source = factory.SubFactory(UnitFactory)
    code = factory.Sequence("XF{}".format)
    kind = DossierEntry.Kind.PETITION


class FactUploadFactory(DjangoModelFactory):
    class Meta:
        model = FactUpload

    source = factory.SubFactory(UnitFactory)
    uploaded_by = factory.SubFactory(UserFactory)
    file = "facts/list.csv"
    file_name = "清单.csv"
    digest = factory.Sequence("{:064d}".format)


class SavedSearchFactory(DjangoModelFactory):
    class Meta:
        model = SavedSearch

    owner = factory.SubFactory(UserFactory)
    name = factory.Sequence("获奖人员{}".format)
    query = "has_awards=True"


class FormBatchFactory(DjangoModelFactory):
    """A batch of one form that nobody has fetched yet."""

    class Meta:
        model = FormBatch

    class Params:
        complete = factory.Trait(
            state=FormBatch.State.COMPLETE,
            done_count=1,
            file=factory.django.FileField(filename="forms.zip", data=b"PK\5\6" + bytes(18)),
        )

    plan = factory.SubFactory(DailyPlanFactory)
    total_count = 1
    requested_by = factory.SubFactory(UserFactory)


class DossierBatchFactory(DjangoModelFactory):
    """A list of one person that nobody has fetched yet."""

    class Meta:
        model = DossierBatch

    class Params:
        complete = factory.Trait(
            state=DossierBatch.State.COMPLETE,
            done_count=1,
            file=factory.django.FileField(filename="list.xlsx", data=b"PK\5\6" + bytes(18)),
        )

    total_count = 1
    requested_by = factory.SubFactory(UserFactory)


class AppointmentFormFactory(DjangoModelFactory):
    """A confirmed form; `offered` brings a newer file that waits."""

    class Meta:
        model = AppointmentForm

    class Params:
        waiting = factory.Trait(
            offered={"texts": [["XingMing", "甲"]]}, offered_by=factory.SubFactory(UserFactory)
        )

    cadre = factory.SubFactory(CadreFactory)
    texts = factory.LazyAttribute(lambda form: [["XingMing", form.cadre.name]])
    imported_by = factory.SubFactory(UserFactory)
    imported_at = dt.datetime(2024, 4, 1, tzinfo=dt.UTC)
