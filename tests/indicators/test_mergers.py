"""The register of merged assessments: what feeds the composite one, what is asked for twice."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import MergedAssessment
from indicators.selectors.faults import system_faults
from indicators.selectors.mergers import register_of
from indicators.services.mergers import save_merger
from organization.models import AuditEvent
from tests.indicators.factories import IndicatorFactory, LeafFactory, TreeFactory
from tests.indicators.merger_factories import DatumFactory, MergerFactory
from tests.organization.factories import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def composite(category):
    return TreeFactory(category=category, year=2023, name="省综合考核")


@pytest.fixture
def sixteen(composite):
    """Sixteen assessments of a department each; the first three leaves are fed by all of them."""
    indicators = [leaf.indicator for leaf in composite.nodes.leaves().order_by("code")][:3]
    mergers = [
        MergerFactory(domain=composite.category.domain, name=f"业务考核{number:02}")
        for number in range(16)
    ]
    for merger, indicator in zip(mergers, indicators, strict=False):
        DatumFactory(assessment=merger, name=indicator.name, indicator=indicator)
    for merger in mergers[3:]:
        indicator = IndicatorFactory()
        LeafFactory(
            system=composite,
            parent=composite.nodes.get(code="A1"),
            weight=0,
            indicator=indicator,
        )
        DatumFactory(assessment=merger, name=indicator.name, indicator=indicator)
    return mergers


def test_org_06_sixteen_assessments_feed_one_and_a_duplicate_is_flagged(
    composite, sixteen, office_clerk
):
    """ORG-06: 16 source assessments feed one composite; duplicate datum request is flagged."""
    register = register_of(composite, seen_by=office_clerk)
    assert (len(register.rows), register.feeding, register.leaf_count) == (16, 16, 16)
    assert register.duplicates == []
    again = DatumFactory(
        assessment=sixteen[5], name="ＧＤＰ 增速", unit_of_measure="%", definition="按不变价"
    )
    first = DatumFactory(assessment=sixteen[0], name="GDP增速", unit_of_measure="％")
    asked = sixteen[1].data.get()
    other = DatumFactory(assessment=sixteen[7], name="另名", indicator=asked.indicator)
    register = register_of(composite, seen_by=office_clerk)
    assert [{datum.pk for datum in group} for group in register.duplicates] == [
        {asked.pk, other.pk},
        {again.pk, first.pk},
    ]
    assert sum(bool(row.repeated) for row in register.rows) == 4
    # At publishing it is told, and blocks nothing.
    told = [fault for fault in system_faults(composite) if fault.code == "asked_twice"]
    assert len(told) == 1
    assert not told[0].blocks
    assert sixteen[1].name in told[0].message
    assert sixteen[7].department.label in told[0].message


def test_the_same_datum_under_two_codes_of_the_library_is_told_at_publishing(composite):
    first = composite.nodes.get(code="A11").indicator
    IndicatorFactory(name="别的")
    twin = IndicatorFactory(name=f" {first.name}。", unit_of_measure=first.unit_of_measure)
    composite.nodes.filter(code="A12").update(indicator=twin)
    (fault,) = [fault for fault in system_faults(composite) if fault.code == "asked_twice"]
    assert fault.node.code == "A12"
    assert not fault.blocks


def test_the_pages_enter_show_change_and_delete(client, office_clerk, composite):
    client.force_login(office_clerk)
    indicator = composite.nodes.get(code="A11").indicator
    facts = {
        "name": "营商环境考核",
        "domain": composite.category.domain.pk,
        "department": UnitFactory(domain=composite.category.domain).pk,
        "level": "province",
        "year": 2023,
    }
    wrong = {**facts, "lines": "Y1\n\nY2\t开办时间\t天\tNOBODY"}
    content = client.post(reverse("indicators:merger_create"), wrong).content.decode()
    for number in (1, 3):
        assert f"{number}" in content
    assert "NOBODY" in content
    assert not MergedAssessment.objects.exists()
    data = f"Y1 | 投资额 | 亿元 | {indicator.code}\nY2\t开办时间\t天"
    client.post(reverse("indicators:merger_create"), {**facts, "lines": data})
    merger = MergedAssessment.objects.get()
    assert list(merger.data.values_list("code", "name", "unit_of_measure", "indicator")) == [
        ("Y1", "投资额", "亿元", indicator.pk),
        ("Y2", "开办时间", "天", None),
    ]
    content = client.get(merger.get_absolute_url()).content.decode()
    assert "三级A11" in content
    address = reverse("indicators:merger_edit", args=[merger.pk])
    assert f"Y1 | 投资额 | 亿元 | {indicator.code}" in client.get(address).content.decode()
    client.post(address, {**facts, "lines": "Y1|投资额|亿元"})
    assert merger.data.count() == 1
    assert AuditEvent.objects.about(merger).filter(action="merger_edited").exists()
    client.post(reverse("indicators:merger_delete", args=[merger.pk]))
    assert not MergedAssessment.objects.exists()


def test_a_code_twice_in_one_assessment_is_refused(office_clerk):
    merger = MergerFactory()
    rows = [{"code": "X", "name": "甲"}, {"code": "X", "name": "乙"}]
    with pytest.raises(ValidationError):
        save_merger(merger, data=rows, by=office_clerk)
    assert not merger.data.exists()


def test_the_list_asks_the_same_number_of_questions_for_any_register(
    client, office_clerk, composite
):
    client.force_login(office_clerk)
    address = reverse("indicators:merger_list")
    counts = []
    for _ in range(2):
        for _ in range(3):
            DatumFactory.create_batch(2, assessment__domain=composite.category.domain, name="同")
        with CaptureQueriesContext(connection) as queries:
            content = client.get(address, {"system": composite.pk}).content.decode()
        counts.append(len(queries))
    assert "业务考核" in content
    assert counts[0] == counts[1]
