"""Plans, groups, seats and letters."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from evaluators.models import (
    AssessmentGroup,
    FieldPlan,
    FormingRun,
    GroupLink,
    GroupRole,
    GroupTemplate,
    LetterVersion,
    MatchRule,
    PlanSeat,
    PlanUnit,
    Seat,
    Signature,
    TemplateSeat,
    Waiver,
)
from organization.models import Role
from tests.evaluators.factories.people import EvaluatorFactory, TagFactory
from tests.organization.factories import CategoryFactory, UnitFactory, UserFactory


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
