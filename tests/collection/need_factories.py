"""Data-need forms."""

import datetime as dt

import factory

from collection.models import DataNeed
from organization.models import Role
from tests.organization.factories import UnitFactory, UserFactory


class DataNeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DataNeed

    asked = factory.SubFactory(UnitFactory)
    datum = "各县区一季度技改投资"
    purpose = "核对投资类指标"
    due_on = dt.date(2023, 5, 1)
    asked_by = factory.SubFactory(UserFactory, role=Role.OFFICE_STAFF)
