"""Indicators, systems with a three-level tree, and reported values."""

import datetime as dt
from decimal import Decimal

import factory

from indicators.models import (
    Exemption,
    Indicator,
    IndicatorSystem,
    PersonWeight,
    ReportedValue,
    ResultLink,
    SystemNode,
    TreeStep,
    WeightOverride,
)
from tests.organization.factories import CadreFactory, CategoryFactory, UnitFactory, UserFactory

TARGET_100 = {"target": "100"}


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Indicator

    code = factory.Sequence("IND{:03d}".format)
    name = factory.Sequence("指标{}".format)
    unit_of_measure = "亿元"
    direction = Indicator.Direction.MORE_IS_BETTER
    owner = factory.SubFactory(UnitFactory)


class SystemFactory(factory.django.DjangoModelFactory):
    """A system without nodes; see `TreeFactory` for one that can be published."""

    class Meta:
        model = IndicatorSystem

    category = factory.SubFactory(CategoryFactory)
    year = 2023
    version = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence("指标体系{}".format)

    class Params:
        published = factory.Trait(
            state=IndicatorSystem.State.PUBLISHED,
            published_at=dt.datetime(2023, 3, 1, tzinfo=dt.UTC),
            published_by=factory.SubFactory(UserFactory),
        )


class SectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SystemNode

    system = factory.SubFactory(SystemFactory)
    code = factory.Sequence("S{}".format)
    name = factory.Sequence("分类{}".format)
    position = factory.Sequence(lambda n: n % 30_000)
    weight = Decimal(100)


class LeafFactory(SectionFactory):
    """A leaf that scores a reported value against a fixed target."""

    class Meta:
        model = SystemNode

    code = factory.Sequence("L{}".format)
    name = factory.Sequence("叶{}".format)
    source = SystemNode.Source.REPORTED
    rule = "target"
    params = factory.LazyFunction(lambda: dict(TARGET_100))
    indicator = factory.SubFactory(IndicatorFactory)

    class Params:
        judged = factory.Trait(
            source=SystemNode.Source.JUDGED,
            rule="marks",
            params=factory.LazyFunction(lambda: {"scale": "100"}),
            standard="优 90 至 100；良 75 至 89；中 60 至 74；差 60 以下。",
            indicator=factory.SubFactory(IndicatorFactory, unit_of_measure=""),
        )
        linked = factory.Trait(
            source=SystemNode.Source.LINKED,
            rule="linked",
            params=factory.LazyFunction(dict),
            indicator=None,
        )


class TreeFactory(SystemFactory):
    """A system of three levels that can be published: 100 = 60 (40 + 20) + 40 (25 + 15).

    Leaves, in order: `A11` 40 and `A12` 20 (reported) under `A1`, `B11` 25 (reported) and
    `B12` 15 (judged) under `B1`; `A` and `B` stand at the top with one child each.
    """

    class Meta:
        model = IndicatorSystem
        skip_postgeneration_save = True

    @factory.post_generation
    def nodes(self: IndicatorSystem, create: bool, _extracted: object, **_kwargs: object) -> None:
        if not create:
            return
        for top, weight, leaves in (("A", 60, (40, 20)), ("B", 40, (25, 15))):
            first = SectionFactory(system=self, code=top, name=f"一级{top}", weight=weight)
            second = SectionFactory(
                system=self, parent=first, code=f"{top}1", name=f"二级{top}", weight=weight
            )
            for number, leaf_weight in enumerate(leaves, 1):
                code = f"{top}1{number}"
                LeafFactory(
                    system=self,
                    parent=second,
                    code=code,
                    name=f"三级{code}",
                    weight=leaf_weight,
                    judged=code == "B12",
                )


class OverrideFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WeightOverride

    node = factory.SubFactory(LeafFactory)
    unit = factory.SubFactory(UnitFactory)
    weight = Decimal(10)
    reason = "生态功能区，降低投资类权重"


class PersonWeightFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PersonWeight

    node = factory.SubFactory(LeafFactory, system__assessee_kind="deputy")
    cadre = factory.SubFactory(CadreFactory)
    weight = Decimal(10)
    reason = "年度职责清单"


class ExemptionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Exemption

    node = factory.SubFactory(LeafFactory)
    unit = factory.SubFactory(UnitFactory)
    reason = "无港口"


class LinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ResultLink

    node = factory.SubFactory(LeafFactory, linked=True)
    unit = factory.SubFactory(UnitFactory)
    target = factory.SubFactory(UnitFactory)


class ValueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportedValue

    indicator = factory.SubFactory(IndicatorFactory)
    unit = factory.SubFactory(UnitFactory)
    period = "2023"
    series = ReportedValue.Series.ACTUAL
    value = Decimal("87.5")
    unit_of_measure = factory.SelfAttribute("indicator.unit_of_measure")
    source_department = "统计局"


class StepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TreeStep

    system = factory.SubFactory(SystemFactory)
    action = TreeStep.Action.WEIGHED
    name = "地区生产总值增长率"
    made_by = factory.SubFactory(UserFactory)
    changes = factory.LazyFunction(list)
