"""The life of an indicator: who moves what to what, and verdicts of the yearly review."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from indicators.models import Indicator, IndicatorReview, StatusChange
from indicators.selectors import system_faults
from indicators.services.library import copy_indicator
from indicators.services.lifecycle import change_status, record_verdict
from indicators.services.systems import publish_system
from organization.models import AuditEvent, Role
from tests.indicators.factories import IndicatorFactory, LeafFactory, SystemFactory, TreeFactory
from tests.organization.factories import DomainFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 1, 10)


def move(indicator, status, by):
    return change_status(indicator, status=status, reason="年度评估", decided_on=DAY, by=by)


def test_ind_25_statuses_follow_each_other_with_reason_and_date(office_clerk):
    """IND-25: design, use, evaluation, retirement; a step that cannot follow is refused."""
    indicator = IndicatorFactory(
        status="designing", formula="本年 ÷ 上年", data_source="统计局年报"
    )
    for status in ("in_use", "evaluating", "retired"):
        move(indicator, status, office_clerk)
    with pytest.raises(ValidationError) as refusal:
        move(indicator, "in_use", office_clerk)
    assert "status" in refusal.value.message_dict
    told = StatusChange.objects.order_by("pk").values_list("before", "after", "decided_on")
    assert list(told) == [
        ("designing", "in_use", DAY),
        ("in_use", "evaluating", DAY),
        ("evaluating", "retired", DAY),
    ]
    assert AuditEvent.objects.filter(action="indicator_status_changed").count() == 3


def test_ind_01_what_is_not_measurable_and_accountable_is_not_used(office_clerk):
    """IND-01: an indicator needs unit, formula, data source and owner."""
    indicator = IndicatorFactory(status="designing", owner=None)
    with pytest.raises(ValidationError) as refusal:
        move(indicator, "in_use", office_clerk)
    assert len(refusal.value.messages[0].split("、")) == 3
    assert Indicator.objects.get().status == "designing"


def test_ind_18_what_is_judged_needs_a_standard_with_bands(office_clerk):
    """IND-18: a qualitative item requires a standard with score bands."""
    indicator = IndicatorFactory(status="designing", unit_of_measure="", standard="看情况")
    with pytest.raises(ValidationError):
        move(indicator, "in_use", office_clerk)
    indicator.standard = "优 90 至 100；差 90 以下"
    indicator.save()
    move(indicator, "in_use", office_clerk)


def test_a_system_with_a_retired_indicator_is_not_published(office_clerk):
    """IND-25: the fault says where and what to do; in design it is a warning."""
    system = TreeFactory()
    leaf = system.nodes.get(code="A11")
    Indicator.objects.filter(pk=leaf.indicator_id).update(status="designing")
    assert [(fault.code, fault.blocks) for fault in system_faults(system)] == [("designing", False)]
    Indicator.objects.filter(pk=leaf.indicator_id).update(status="retired")
    (fault,) = system_faults(system)
    assert (fault.code, fault.node, fault.blocks) == ("retired", leaf, True)
    assert fault.remedy
    with pytest.raises(ValidationError):
        publish_system(system, by=office_clerk)


def test_one_domain_does_not_retire_what_another_measures_by(office_clerk):
    leaf = LeafFactory(system=SystemFactory())
    of_another = UserFactory(role=Role.OFFICE_STAFF, role__domain=DomainFactory())
    with pytest.raises(ValidationError):
        move(leaf.indicator, "retired", of_another)
    move(leaf.indicator, "retired", office_clerk)


def test_a_copy_links_back_and_begins_in_design(office_clerk):
    first = IndicatorFactory(formula="甲 ÷ 乙", tags="经济")
    copy = copy_indicator(first, code="COPY", name="新指标", by=office_clerk)
    assert (copy.origin, copy.formula, copy.status) == (first, "甲 ÷ 乙", "designing")
    assert AuditEvent.objects.get(action="indicator_copied").before == {"from": first.pk}


def test_a_verdict_is_recorded_once_a_year_with_its_figures(office_clerk):
    indicator, other = IndicatorFactory.create_batch(2)
    facts = {"reason": "重复", "advised_by": "专家组", "decided_on": DAY}
    given = {"year": 2023, "findings": {"n": 3}, "by": office_clerk}
    with pytest.raises(ValidationError):
        record_verdict(indicator, verdict="merge", merge_into=indicator, **given, **facts)
    record_verdict(indicator, verdict="keep", merge_into=None, **given, **facts)
    record_verdict(indicator, verdict="merge", merge_into=other, **given, **facts)
    review = IndicatorReview.objects.get()
    assert (review.verdict, review.merge_into, review.findings) == ("merge", other, {"n": 3})
    assert Indicator.objects.get(pk=indicator.pk).status == "in_use"
    assert AuditEvent.objects.filter(action="indicator_reviewed").count() == 2
