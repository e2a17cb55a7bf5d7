"""Sheets, runs and what is decided upon them."""

import datetime as dt
from decimal import Decimal

import factory

from assessment.models import (
    FlatAcceptance,
    FrozenBundle,
    GradeDecision,
    GroupWorkings,
    Publication,
    Result,
    RunGroup,
    ScoreRun,
    ScoreSheet,
    SheetDraft,
)
from tests.assessment.factories.cycles import AssesseeFactory, CycleFactory
from tests.organization.factories import UserFactory


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


class FlatAcceptanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FlatAcceptance

    cycle = factory.SubFactory(CycleFactory, opened=True)
    evaluator = factory.SubFactory(UserFactory)
    found = "40 份评分表总分相同"
    reason = "各单位均未扣分，佐证齐全"
    accepted_by = factory.SubFactory(UserFactory)


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
