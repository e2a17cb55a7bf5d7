"""Evaluators, plans, groups and letters for tests; all persons are invented."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from evaluators.models import (
    AssessmentGroup,
    Certificate,
    Evaluator,
    FieldPlan,
    FieldPractice,
    FormingRun,
    GateCheck,
    GroupLink,
    GroupRole,
    GroupTemplate,
    LetterVersion,
    MatchRule,
    Nomination,
    PlanSeat,
    PlanUnit,
    PoolPolicy,
    PoolUpload,
    ResearchTopic,
    ReservePlace,
    RosterSpell,
    Seat,
    Signature,
    Tag,
    TemplateSeat,
    Tie,
    TrainingAttendance,
    TrainingNeed,
    TrainingResource,
    TrainingSession,
    Waiver,
    Workplace,
)
from organization.models import Appointment, Cadre, Role
from tests.organization.factories import CategoryFactory, UnitFactory, UserFactory


class TagFactory(DjangoModelFactory):
    class Meta:
        model = Tag
        django_get_or_create = ["code"]

    kind = Tag.Kind.SPECIALITY
    code = factory.Sequence("tag-{}".format)
    name = factory.Sequence("专长{}".format)


class EvaluatorFactory(DjangoModelFactory):
    """Somebody in the pool since 2021; `EvaluatorFactory(spell=None)` was never admitted."""

    class Meta:
        model = Evaluator
        skip_postgeneration_save = True

    class Params:
        with_account = factory.Trait(
            account=factory.SubFactory(UserFactory, role=Role.EVALUATOR),
        )
        leader = factory.Trait(
            pool=Evaluator.Pool.EXPERT,
            subtype=Evaluator.Subtype.LEADER,
            post_level=Appointment.PostLevel.BUREAU_DEPUTY,
        )

    name = factory.Sequence("考评员{}".format)
    sex = Cadre.Sex.FEMALE
    birth_month = dt.date(1975, 6, 1)
    pool = Evaluator.Pool.PROFESSIONAL
    subtype = Evaluator.Subtype.OFFICE
    home_unit = factory.SubFactory(UnitFactory)
    post = "四级调研员"
    post_level = Appointment.PostLevel.COUNTY_CHIEF
    native_place = "330100"
    growth_place = "330100"
    is_invented = True
    spell = factory.RelatedFactory("tests.evaluators.factories.RosterSpellFactory", "evaluator")


class RosterSpellFactory(DjangoModelFactory):
    class Meta:
        model = RosterSpell

    evaluator = factory.SubFactory(EvaluatorFactory, spell=None)
    joined_on = dt.date(2021, 1, 1)
    channel = RosterSpell.Channel.POOL


class WorkplaceFactory(DjangoModelFactory):
    class Meta:
        model = Workplace

    evaluator = factory.SubFactory(EvaluatorFactory)
    region_code = "320500"
    post = "科长"
    starts_on = dt.date(2010, 1, 1)
    ends_on = dt.date(2015, 12, 31)


class TieFactory(DjangoModelFactory):
    class Meta:
        model = Tie

    evaluator = factory.SubFactory(EvaluatorFactory)
    unit = factory.SubFactory(UnitFactory)
    kind = Tie.Kind.SPOUSE
    declared_by = factory.SubFactory(UserFactory, role=Role.OFFICE_STAFF)


class ReservePlaceFactory(DjangoModelFactory):
    class Meta:
        model = ReservePlace

    evaluator = factory.SubFactory(EvaluatorFactory)
    reserve = ReservePlace.Reserve.LIAISON
    reason = "连续三年担任联络工作"
    since = dt.date(2022, 1, 1)


class GroupRoleFactory(DjangoModelFactory):
    class Meta:
        model = GroupRole
        django_get_or_create = ["code"]

    code = factory.Sequence("role-{}".format)
    name = factory.Sequence("角色{}".format)


class GroupTemplateFactory(DjangoModelFactory):
    class Meta:
        model = GroupTemplate

    code = factory.Sequence("template-{}".format)
    name = factory.Sequence("编组模板{}".format)


class TemplateSeatFactory(DjangoModelFactory):
    class Meta:
        model = TemplateSeat

    template = factory.SubFactory(GroupTemplateFactory)
    role = factory.SubFactory(GroupRoleFactory)
    count = 1


class FieldPlanFactory(DjangoModelFactory):
    class Meta:
        model = FieldPlan

    name = factory.Sequence("2023年度考核实施计划{}".format)
    year = 2023
    template = factory.SubFactory(GroupTemplateFactory)
    starts_on = dt.date(2024, 1, 8)
    ends_on = dt.date(2024, 1, 26)


class AssessmentGroupFactory(DjangoModelFactory):
    class Meta:
        model = AssessmentGroup

    plan = factory.SubFactory(FieldPlanFactory)
    number = factory.Sequence(lambda n: n % 30_000 + 1)
    name = factory.LazyAttribute(lambda group: f"第{group.number}考核组")


class PlanUnitFactory(DjangoModelFactory):
    class Meta:
        model = PlanUnit

    plan = factory.SubFactory(FieldPlanFactory)
    unit = factory.SubFactory(UnitFactory)
    category = factory.SubFactory(CategoryFactory)


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    group = factory.SubFactory(AssessmentGroupFactory)
    role = factory.SubFactory(GroupRoleFactory)


class WaiverFactory(DjangoModelFactory):
    """A waiver that waits; `WaiverFactory(approved=True)` lifts its rule."""

    class Meta:
        model = Waiver

    class Params:
        approved = factory.Trait(
            state=Waiver.State.APPROVED,
            decided_by=factory.SubFactory(UserFactory, role=Role.COMMITTEE_MEMBER),
            decided_at=dt.datetime(2023, 12, 20, tzinfo=dt.UTC),
        )

    plan = factory.SubFactory(FieldPlanFactory)
    evaluator = factory.SubFactory(EvaluatorFactory)
    unit = factory.SubFactory(UnitFactory)
    rule = "workplace"
    reason = "该同志离任已满十年"
    requested_by = factory.SubFactory(UserFactory, role=Role.OFFICE_STAFF)


class MatchRuleFactory(DjangoModelFactory):
    class Meta:
        model = MatchRule

    category = factory.SubFactory(CategoryFactory)
    tag = factory.SubFactory(TagFactory)


class PlanSeatFactory(DjangoModelFactory):
    class Meta:
        model = PlanSeat

    plan = factory.SubFactory(FieldPlanFactory)
    role = factory.SubFactory(GroupRoleFactory)
    count = 1


class GroupLinkFactory(DjangoModelFactory):
    class Meta:
        model = GroupLink

    from_group = factory.SubFactory(AssessmentGroupFactory)
    to_group = factory.SubFactory(
        AssessmentGroupFactory, plan=factory.SelfAttribute("..from_group.plan")
    )


class FormingRunFactory(DjangoModelFactory):
    class Meta:
        model = FormingRun

    plan = factory.SubFactory(FieldPlanFactory)
    plan_version = factory.SelfAttribute("plan.version")
    seed = 1
    requested_by = factory.SubFactory(UserFactory, role=Role.OFFICE_STAFF)


class LetterVersionFactory(DjangoModelFactory):
    class Meta:
        model = LetterVersion

    kind = LetterVersion.Kind.PLEDGE
    valid_from = factory.Sequence(lambda n: dt.date(2000, 1, 1) + dt.timedelta(days=n))
    text = "本人承诺客观公正履行考核职责。"


class SignatureFactory(DjangoModelFactory):
    class Meta:
        model = Signature

    letter = factory.SubFactory(LetterVersionFactory)
    evaluator = factory.SubFactory(EvaluatorFactory)
    plan = factory.SubFactory(FieldPlanFactory)


class PoolPolicyFactory(DjangoModelFactory):
    class Meta:
        model = PoolPolicy
        django_get_or_create = ["valid_from"]

    valid_from = dt.date(2020, 1, 1)
    clause = "考评员管理办法第十二条"


class NominationFactory(DjangoModelFactory):
    class Meta:
        model = Nomination

    unit = factory.SubFactory(UnitFactory)
    wanted = "熟悉财政预算的处级干部"
    directed_by = factory.SubFactory(UserFactory, role=Role.OFFICE_STAFF)


class GateCheckFactory(DjangoModelFactory):
    class Meta:
        model = GateCheck

    evaluator = factory.SubFactory(EvaluatorFactory)
    gate = GateCheck.Gate.POLITICAL
    passed = True
    checked_on = dt.date(2021, 1, 1)
    checked_by = factory.SubFactory(UserFactory, role=Role.OFFICE_STAFF)


class CertificateFactory(DjangoModelFactory):
    class Meta:
        model = Certificate

    evaluator = factory.SubFactory(EvaluatorFactory)
    number = factory.Sequence("KPY-{:06d}".format)
    issued_on = dt.date(2021, 1, 1)
    expires_on = dt.date(2030, 12, 31)


class TrainingResourceFactory(DjangoModelFactory):
    class Meta:
        model = TrainingResource

    kind = TrainingResource.Kind.BASE
    name = factory.Sequence("实训基地{}".format)


class TrainingSessionFactory(DjangoModelFactory):
    class Meta:
        model = TrainingSession

    kind = TrainingSession.Kind.ROTATION
    title = factory.Sequence("考评员轮训{}".format)
    held_on = dt.date(2023, 3, 1)


class TrainingAttendanceFactory(DjangoModelFactory):
    class Meta:
        model = TrainingAttendance

    session = factory.SubFactory(TrainingSessionFactory)
    evaluator = factory.SubFactory(EvaluatorFactory)


class TrainingNeedFactory(DjangoModelFactory):
    class Meta:
        model = TrainingNeed

    evaluator = factory.SubFactory(EvaluatorFactory)
    topic = "统计"
    noted_on = dt.date(2023, 2, 1)


class FieldPracticeFactory(DjangoModelFactory):
    class Meta:
        model = FieldPractice

    evaluator = factory.SubFactory(EvaluatorFactory)
    kind = FieldPractice.Kind.SHADOWING
    place = "综合考核一处"
    starts_on = dt.date(2022, 5, 1)


class ResearchTopicFactory(DjangoModelFactory):
    class Meta:
        model = ResearchTopic

    year = 2023
    title = factory.Sequence("考核结果运用研究{}".format)


class PoolUploadFactory(DjangoModelFactory):
    class Meta:
        model = PoolUpload

    kind = PoolUpload.Kind.TOPICS
    uploaded_by = factory.SubFactory(UserFactory, role=Role.OFFICE_STAFF)
    file = factory.django.FileField(filename="list.csv", data=b"")
    file_name = "list.csv"
    preview = factory.LazyFunction(dict)
