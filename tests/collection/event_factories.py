"""Kinds of events, and events in every state."""

import datetime as dt
from decimal import Decimal

import factory
from django.core.files.base import ContentFile

from collection.models import EventKind, EventLevel, EventUpload, UnitEvent
from organization.models import Role
from tests.indicators.factories import IndicatorFactory
from tests.organization.factories import DomainFactory, UnitFactory, UserFactory

PROOF = b"%PDF-1.7 proof"
MARCH = dt.date(2023, 3, 5)


class EventKindFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventKind

    domain = factory.SubFactory(DomainFactory)
    code = factory.Sequence("EV{}".format)
    name = factory.Sequence("事项{}".format)
    colour = EventKind.Colour.RED
    indicator = factory.SubFactory(IndicatorFactory, unit_of_measure="")
    counts_as = Decimal(1)
    clause = "第十二条"


class EventLevelFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventLevel

    kind = factory.SubFactory(EventKindFactory)
    name = factory.Sequence("级别{}".format)
    counts_as = Decimal(2)


class EventUploadFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EventUpload

    domain = factory.SubFactory(DomainFactory)
    file = factory.LazyFunction(lambda: ContentFile(b"", "events.xlsx"))
    evidence = factory.LazyFunction(lambda: ContentFile(PROOF, "proof.pdf"))
    file_name = "红黑点.xlsx"
    uploaded_by = factory.SubFactory(UserFactory, role=Role.OFFICE_STAFF)


class UnitEventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = UnitEvent

    kind = factory.SubFactory(EventKindFactory)
    unit = factory.SubFactory(UnitFactory, domain=factory.SelfAttribute("..kind.domain"))
    counts_as = factory.SelfAttribute("kind.counts_as")
    happened_on = MARCH
    fact = "防汛值守到位，受到通报表扬"
    document = "省防指〔2023〕5号"
    source_department = "应急管理厅"
    evidence = factory.LazyFunction(lambda: ContentFile(PROOF, "proof.pdf"))
    recorded_by = factory.SubFactory(UserFactory, role=Role.OFFICE_STAFF)

    class Params:
        confirmed = factory.Trait(
            state=UnitEvent.State.CONFIRMED,
            ruled_by=factory.SubFactory(UserFactory, role=Role.OFFICE_STAFF),
            ruled_at=dt.datetime(2023, 3, 8, tzinfo=dt.UTC),
        )
