"""People of the pool and what admits them; all persons are invented."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from evaluators.models import (
    Certificate,
    Evaluator,
    GateCheck,
    Nomination,
    PoolPolicy,
    PoolUpload,
    ReservePlace,
    RosterSpell,
    Tag,
    Tie,
    Workplace,
)
from organization.models import Appointment, Cadre, Role
from tests.organization.factories import UnitFactory, UserFactory


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


class PoolUploadFactory(DjangoModelFactory):
    class Meta:
        model = PoolUpload

    kind = PoolUpload.Kind.TOPICS
    uploaded_by = factory.SubFactory(UserFactory, role=Role.OFFICE_STAFF)
    file = factory.django.FileField(filename="list.csv", data=b"")
    file_name = "list.csv"
    preview = factory.LazyFunction(dict)
