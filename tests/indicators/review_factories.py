"""Reviews of odd figures, and answers to raised targets."""

import datetime as dt
from decimal import Decimal

import factory
from django.utils import timezone

from indicators.models import FigureReview, TargetAnswer
from tests.indicators.factories import IndicatorFactory
from tests.organization.factories import UnitFactory, UserFactory


class FigureReviewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FigureReview

    indicator = factory.SubFactory(IndicatorFactory)
    unit = factory.SubFactory(UnitFactory)
    period = "2023"
    finding = FigureReview.Finding.OUTLIER
    facts = factory.LazyFunction(lambda: {"median": "47"})
    value = Decimal(4)
    unit_of_measure = factory.SelfAttribute("indicator.unit_of_measure")
    due_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=10))


class TargetAnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TargetAnswer

    indicator = factory.SubFactory(IndicatorFactory)
    unit = factory.SubFactory(UnitFactory)
    period = "2023"
    target = Decimal("6.5")
    upper = Decimal("5.5")
    kind = TargetAnswer.Kind.ACCEPTED
    reason = "基数低"
    answered_by = factory.SubFactory(UserFactory)
