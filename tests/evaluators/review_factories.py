"""Points, reviews and quality control for tests."""

import datetime as dt
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from evaluators.models import (
    Breach,
    CareerOutcome,
    Complaint,
    EvaluatorReview,
    FieldPlan,
    HomeDeduction,
    LetterVersion,
    PointsEntry,
    PointsItem,
    PointsVersion,
    RecheckCase,
    RecheckSample,
    Recommendation,
    ReverseAnswer,
    ReverseEvaluation,
    ReverseInvitation,
    ReverseQuestion,
    StarLevel,
    YearStars,
)
from organization.models import Role
from tests.evaluators.factories import (
    AssessmentGroupFactory,
    EvaluatorFactory,
    FieldPlanFactory,
    LetterVersionFactory,
    PlanUnitFactory,
    SeatFactory,
)
from tests.organization.factories import UnitFactory, UserFactory

CLERK = {"role": Role.OFFICE_STAFF}


class PointsVersionFactory(DjangoModelFactory):
    class Meta:
        model = PointsVersion
        django_get_or_create = ["valid_from"]

    name = factory.LazyAttribute(lambda version: f"记分规则{version.valid_from}")
    valid_from = dt.date(2020, 1, 1)
    clause = "考评员积分管理办法第五条"
    base = Decimal(100)


class PointsItemFactory(DjangoModelFactory):
    class Meta:
        model = PointsItem
        django_get_or_create = ["version", "code"]

    class Params:
        red = factory.Trait(code="praise", name="通报表扬", points=Decimal(5), colour="red")
        black = factory.Trait(code="late", name="无故迟到", points=Decimal("-1.5"), colour="black")
        leak = factory.Trait(
            code="leak",
            name="泄露考核信息",
            points=Decimal(-20),
            colour="black",
            is_misconduct=True,
            home_points=Decimal(2),
        )

    version = factory.SubFactory(PointsVersionFactory)
    code = "served"
    name = "参加考核"
    points = Decimal(2)


class StarLevelFactory(DjangoModelFactory):
    class Meta:
        model = StarLevel

    version = factory.SubFactory(PointsVersionFactory)
    stars = 3
    points_min = Decimal(100)


class PointsEntryFactory(DjangoModelFactory):
    class Meta:
        model = PointsEntry

    evaluator = factory.SubFactory(EvaluatorFactory)
    item = factory.SubFactory(PointsItemFactory)
    happened_on = dt.date(2023, 3, 1)
    evidence = "考核组工作记录第12页"
    entered_by = factory.SubFactory(UserFactory, **CLERK)


class YearStarsFactory(DjangoModelFactory):
    class Meta:
        model = YearStars

    evaluator = factory.SubFactory(EvaluatorFactory)
    year = 2023
    version = factory.SubFactory(PointsVersionFactory)
    points = Decimal(104)
    red = 1
    black = 0
    proposed = 3


class BreachFactory(DjangoModelFactory):
    class Meta:
        model = Breach

    evaluator = factory.SubFactory(EvaluatorFactory)
    letter = factory.SubFactory(LetterVersionFactory, kind=LetterVersion.Kind.NINE_DONTS)
    number = 3
    happened_on = dt.date(2023, 5, 1)
    finding = "接受被考核单位宴请"
    noted_by = factory.SubFactory(UserFactory, **CLERK)


class HomeDeductionFactory(DjangoModelFactory):
    class Meta:
        model = HomeDeduction

    entry = factory.SubFactory(
        PointsEntryFactory, item=factory.SubFactory(PointsItemFactory, leak=True)
    )
    unit = factory.SelfAttribute("entry.evaluator.home_unit")
    year = 2023
    points = Decimal(2)


class RecommendationFactory(DjangoModelFactory):
    class Meta:
        model = Recommendation

    evaluator = factory.SubFactory(EvaluatorFactory)
    year = 2023
    kind = Recommendation.Kind.BEST_EVALUATOR
    reason = "带队考核五个单位，报告质量高"
    recommended_by = factory.SubFactory(UserFactory, **CLERK)


class CareerOutcomeFactory(DjangoModelFactory):
    class Meta:
        model = CareerOutcome

    evaluator = factory.SubFactory(EvaluatorFactory)
    kind = CareerOutcome.Kind.PROMOTED
    since = dt.date(2023, 7, 1)
    post = "市政府副秘书长"


class LedSeatFactory(SeatFactory):
    """The leader's seat of a group whose field work is over; the leader has an account."""

    group = factory.SubFactory(AssessmentGroupFactory, plan__state=FieldPlan.State.CONFIRMED)
    role = factory.SubFactory("tests.evaluators.factories.GroupRoleFactory", code="led", leads=True)
    evaluator = factory.SubFactory(EvaluatorFactory, with_account=True)


class HeldSeatFactory(SeatFactory):
    evaluator = factory.SubFactory(EvaluatorFactory)


class EvaluatorReviewFactory(DjangoModelFactory):
    class Meta:
        model = EvaluatorReview

    seat = factory.SubFactory(HeldSeatFactory)
    source = EvaluatorReview.Source.LEADER
    rating = EvaluatorReview.Rating.GOOD
    remark = "工作认真，熟悉指标"
    written_by = factory.SubFactory(UserFactory, **CLERK)


class ReverseQuestionFactory(DjangoModelFactory):
    class Meta:
        model = ReverseQuestion
        django_get_or_create = ["code"]

    code = factory.Sequence("question-{}".format)
    text = "考核组工作作风如何？"


class ReverseEvaluationFactory(DjangoModelFactory):
    class Meta:
        model = ReverseEvaluation

    group = factory.SubFactory(AssessmentGroupFactory, plan__state=FieldPlan.State.CONFIRMED)
    questions = [{"code": "style", "text": "考核组工作作风如何？"}]
    answers_min = 3
    opened_by = factory.SubFactory(UserFactory, **CLERK)


class ReverseInvitationFactory(DjangoModelFactory):
    class Meta:
        model = ReverseInvitation

    evaluation = factory.SubFactory(ReverseEvaluationFactory)
    unit = factory.SubFactory(UnitFactory)


class ReverseAnswerFactory(DjangoModelFactory):
    class Meta:
        model = ReverseAnswer

    evaluation = factory.SubFactory(ReverseEvaluationFactory)
    marks = {"style": 4}


class RecheckSampleFactory(DjangoModelFactory):
    class Meta:
        model = RecheckSample

    plan = factory.SubFactory(FieldPlanFactory)
    seed = "2023-recheck"
    population = factory.List([])
    drawn_by = factory.SubFactory(UserFactory, **CLERK)


class RecheckCaseFactory(DjangoModelFactory):
    class Meta:
        model = RecheckCase

    sample = factory.SubFactory(RecheckSampleFactory)
    plan_unit = factory.SubFactory(PlanUnitFactory, plan=factory.SelfAttribute("..sample.plan"))
    position = 1


class ComplaintFactory(DjangoModelFactory):
    class Meta:
        model = Complaint

    received_on = dt.date(2024, 1, 20)
    channel = Complaint.Channel.PHONE
    matter = "反映考核组谈话走过场"
    received_by = factory.SubFactory(UserFactory, **CLERK)
