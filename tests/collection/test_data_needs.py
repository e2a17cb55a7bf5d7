"""Data-need forms: asked for a purpose, answered or declined once by the one asked."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from collection.models import DataNeed
from collection.services.data_needs import answer_need, ask_for_data
from organization.models import AuditEvent, Role
from tests.collection.need_factories import DataNeedFactory
from tests.indicators.factories import IndicatorFactory
from tests.organization.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_need_is_asked_and_answered_once_by_the_department_asked():
    """DAT-01: a data-need form says who asks, what for and until when, and links an indicator."""
    indicator = IndicatorFactory()
    asker, reporter = UserFactory.create_batch(2, role=Role.DATA_REPORTER)
    for user in (asker, reporter):
        user.unit = UnitFactory()
        user.save()
    facts = {"datum": "技改投资", "purpose": "核对", "indicator": indicator}
    due = timezone.localdate() + dt.timedelta(days=7)
    need = ask_for_data(reporter.unit, **facts, due_on=due, by=asker)
    assert (need.asking, need.asked, need.indicator) == (asker.unit, reporter.unit, indicator)
    with pytest.raises(PermissionDenied):
        answer_need(need, given=True, answer="12.5", by=asker)
    with pytest.raises(ValidationError):
        answer_need(need, given=False, answer=" ", by=reporter)
    answer_need(need, given=False, answer="尚无分县数据", by=reporter)
    assert need.state == DataNeed.State.DECLINED
    with pytest.raises(ValidationError, match="already"):
        answer_need(need, given=True, answer="12.5", by=reporter)
    assert AuditEvent.objects.about(need).count() == 2
    with pytest.raises(ValidationError):
        ask_for_data(asker.unit, **facts, due_on=due, by=asker)
    with pytest.raises(ValidationError):
        ask_for_data(reporter.unit, **facts, due_on=dt.date(2020, 1, 1), by=asker)


def test_both_sides_see_a_form_and_queries_do_not_grow(client):
    office = UserFactory(role=Role.OFFICE_STAFF)
    client.force_login(office)
    counts = []
    for _round in range(2):
        DataNeedFactory.create_batch(2, indicator=IndicatorFactory(), asking=UnitFactory())
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("collection:dataneed_list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    need = DataNeedFactory()
    need.full_clean()
    stranger = UserFactory(role=Role.DATA_REPORTER, unit=UnitFactory())
    assert not DataNeed.objects.visible_to(stranger).exists()
