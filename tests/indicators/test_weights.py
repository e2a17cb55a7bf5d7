"""Own weights beside the system's: of a unit, across units, given to several (IND-12)."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import WeightOverride
from indicators.selectors.overrides import weight_tables
from indicators.services.overrides import set_overrides, share_overrides
from organization.models import AuditEvent
from tests.indicators.factories import LeafFactory, SectionFactory, SystemFactory
from tests.organization.factories import CategoryMembershipFactory, UnitFactory

pytestmark = pytest.mark.django_db

CHANGES = ("-2", "-1", "-1", "-1", "1", "1", "1", "1.5", "0.5", "0", "0", "0")


@pytest.fixture
def system(category):
    system = SystemFactory(category=category, full_marks=60)
    section = SectionFactory(system=system, weight=60)
    LeafFactory.create_batch(12, system=system, parent=section, weight=5)
    return system


@pytest.fixture
def beidaihe(system, office_clerk):
    unit = UnitFactory(name="北戴河区", short_name="北戴河", domain=system.category.domain)
    CategoryMembershipFactory(unit=unit, category=system.category)
    leaves = system.nodes.leaves().order_by("position", "code")
    sheet = {leaf.pk: 5 + Decimal(change) for leaf, change in zip(leaves, CHANGES, strict=True)}
    set_overrides(system, unit, sheet, reason="旅游区", by=office_clerk)
    return unit


def test_the_table_counts_four_lowered_and_five_raised_of_twelve(system, beidaihe):
    """IND-12: twelve indicators; for 北戴河 four lowered, five raised, the sum unchanged."""
    (table,) = weight_tables(system, [beidaihe])
    counts = (len(table.indicators), len(table.lowered), len(table.raised))
    assert counts == (12, 4, 5)
    assert table.own_sum == table.base_sum == 60
    assert table.reason == "旅游区"


def test_several_units_get_the_same_weights_with_one_reason(system, beidaihe, office_clerk):
    units = [CategoryMembershipFactory(category=system.category).unit for _ in range(3)]
    share_overrides(system, beidaihe, units, reason="同为旅游区", by=office_clerk)
    tables = weight_tables(system, units)
    assert [(len(table.lowered), len(table.raised)) for table in tables] == [(4, 5)] * 3
    assert {table.reason for table in tables} == {"同为旅游区"}
    assert AuditEvent.objects.filter(action="overrides_set").count() == 1 + 3
    # From a unit without own weights everybody has the system's again.
    share_overrides(system, UnitFactory(), units, reason="恢复统一", by=office_clerk)
    assert not WeightOverride.objects.exclude(unit=beidaihe).exists()
    for refused in ({"units": []}, {"reason": ""}):
        asked = {"units": units, "reason": "x", **refused}
        with pytest.raises(ValidationError):
            share_overrides(system, beidaihe, by=office_clerk, **asked)


def test_the_pages_compare_units_and_leave_as_a_file(client, system, beidaihe, office_clerk):
    client.force_login(office_clerk)
    counts = []
    for _ in range(2):
        more = [CategoryMembershipFactory(category=system.category).unit for _ in range(2)]
        share_overrides(system, beidaihe, more, reason="同为旅游区", by=office_clerk)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("indicators:override_matrix", args=[system.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert page.content.decode().count("4 lowered, 5 raised") == 5
    table = client.get(reverse("indicators:override_detail", args=[system.pk, beidaihe.pk]))
    assert "4 lowered, 5 raised out of 12 indicators" in table.content.decode()
    export = client.get(reverse("indicators:override_export", args=[system.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(export.streaming_content))).active
    assert sheet.max_row == 1 + 5 * 13
