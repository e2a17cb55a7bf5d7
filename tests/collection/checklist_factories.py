"""Checklists of 25 points, and sheets about a unit or a cadre."""

import datetime as dt

import factory
from django.core.files.base import ContentFile

from collection.models import Checklist, ChecklistBand, ChecklistItem, CheckSheet
from organization.models import Role
from tests.collection.event_factories import PROOF
from tests.indicators.factories import IndicatorFactory
from tests.organization.factories import DomainFactory, UnitFactory, UserFactory

POINTS = 25
# The last five stand in the negative list: no is good there.
NEGATIVE_FROM = 21


class ChecklistItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ChecklistItem

    checklist = factory.SubFactory("tests.collection.checklist_factories.ChecklistFactory")
    number = factory.Sequence(lambda n: 100 + n)
    text = "是否自觉接受监督"
    side = ChecklistItem.Side.POSITIVE


class ChecklistBandFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ChecklistBand

    checklist = factory.SubFactory("tests.collection.checklist_factories.ChecklistFactory")
    word = "好"
    least = 1


class ChecklistFactory(factory.django.DjangoModelFactory):
    """25 points with four results: 好 from 23, 较好 from 20, 一般 from 15, 较差 below."""

    class Meta:
        model = Checklist
        skip_postgeneration_save = True

    domain = factory.SubFactory(DomainFactory)
    code = factory.Sequence("CL{}".format)
    name = factory.Sequence("政治素质清单{}".format)
    about = Checklist.About.UNIT
    indicator = factory.SubFactory(IndicatorFactory, unit_of_measure="")
    clause = "第九条"

    @factory.post_generation
    def rows(self: Checklist, create: bool, _extracted: object, **_kwargs: object) -> None:
        ChecklistItem.objects.bulk_create(
            ChecklistItem(
                checklist=self,
                number=number,
                text=f"是否做到第{number}项",
                side="negative" if number >= NEGATIVE_FROM else "positive",
                is_reversed=number >= NEGATIVE_FROM,
            )
            for number in range(1, POINTS + 1)
        )
        for word, least, consequence in (
            ("好", 23, ""),
            ("较好", 20, "bar_top"),
            ("一般", 15, "downgrade"),
            ("较差", 0, "downgrade"),
        ):
            ChecklistBand.objects.create(
                checklist=self, word=word, least=least, consequence=consequence
            )


class CheckSheetFactory(factory.django.DjangoModelFactory):
    """A sheet with `good_count` good answers of 25."""

    class Meta:
        model = CheckSheet

    checklist = factory.SubFactory(ChecklistFactory)
    unit = factory.SubFactory(UnitFactory, domain=factory.SelfAttribute("..checklist.domain"))
    period = "2023"
    good_count = 24
    answers = factory.LazyAttribute(
        lambda sheet: {
            str(number): {"yes": (number <= sheet.good_count) != (number >= NEGATIVE_FROM)}
            | {"remark": "" if number <= sheet.good_count else "见核查记录"}
            for number in range(1, POINTS + 1)
        }
    )
    evidence = factory.LazyFunction(lambda: ContentFile(PROOF, "proof.pdf"))
    filled_by = factory.SubFactory(UserFactory, role=Role.OFFICE_STAFF)

    class Params:
        confirmed = factory.Trait(
            state=CheckSheet.State.CONFIRMED,
            ruled_by=factory.SubFactory(UserFactory, role=Role.OFFICE_STAFF),
            ruled_at=dt.datetime(2023, 12, 8, tzinfo=dt.UTC),
        )
