"""Opinions and where the public comments, for tests."""

import datetime as dt

import factory

from collection.models import CommentDesk, CommentPoint, Opinion
from tests.collection.survey_factories import SurveyThemeFactory
from tests.organization.factories import DomainFactory, UnitFactory, UserFactory


class CommentDeskFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CommentDesk
        django_get_or_create = ["domain"]

    domain = factory.SubFactory(DomainFactory)
    is_open = True
    contacts = "考核办，电话 0000-0000（示例）"
    per_sender = per_point = 1000


class CommentPointFactory(factory.django.DjangoModelFactory):
    """An address of a unit whose desk is open."""

    class Meta:
        model = CommentPoint
        skip_postgeneration_save = True

    unit = factory.SubFactory(UnitFactory)
    place = "3 号窗口"
    valid_from = dt.date(2023, 1, 1)

    @factory.post_generation
    def desk(self, create, extracted, **kwargs):
        CommentDeskFactory(domain=self.unit.domain)


class OpinionFactory(factory.django.DjangoModelFactory):
    """Written down by somebody of the unit; `public` makes it a comment."""

    class Meta:
        model = Opinion

    class Params:
        public = factory.Trait(
            channel=Opinion.Channel.COMMENT,
            point=factory.SubFactory(CommentPointFactory, unit=factory.SelfAttribute("..unit")),
            number=factory.Sequence("{:A>12}".format),
            registered_by=None,
        )
        forwarded = factory.Trait(forwarded_at=dt.datetime(2024, 3, 2, tzinfo=dt.UTC))
        checked = factory.Trait(
            state=Opinion.State.CONFIRMED,
            finding="查叫号记录，属实",
            checked_by=factory.SubFactory(UserFactory),
            checked_at=dt.datetime(2024, 3, 4, tzinfo=dt.UTC),
        )
        answered = factory.Trait(
            forwarded=True,
            answer="已加开窗口。",
            answered_by=factory.SubFactory(UserFactory),
            answered_at=dt.datetime(2024, 3, 5, tzinfo=dt.UTC),
        )

    unit = factory.SubFactory(UnitFactory)
    theme = factory.SubFactory(SurveyThemeFactory)
    channel = Opinion.Channel.BOX
    attitude = Opinion.Attitude.DISSATISFIED
    text = "办事要跑三趟。"
    received_on = dt.date(2024, 3, 1)
    registered_by = factory.SubFactory(UserFactory)
