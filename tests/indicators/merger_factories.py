"""Merged assessments and what they ask for."""

import factory

from indicators.models import MergedAssessment, MergedDatum
from tests.organization.factories import DomainFactory, UnitFactory


class MergerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MergedAssessment

    name = factory.Sequence("业务考核{}".format)
    domain = factory.SubFactory(DomainFactory)
    department = factory.SubFactory(UnitFactory)
    year = 2023


class DatumFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MergedDatum

    assessment = factory.SubFactory(MergerFactory)
    code = factory.Sequence("D{}".format)
    name = factory.Sequence("数据{}".format)
