"""Training, field practice and research."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from evaluators.models import (
    FieldPractice,
    ResearchTopic,
    TrainingAttendance,
    TrainingNeed,
    TrainingResource,
    TrainingSession,
)
from tests.evaluators.factories.people import EvaluatorFactory


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
