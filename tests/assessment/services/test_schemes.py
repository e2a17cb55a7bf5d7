from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assessment.services.schemes import save_scheme
from organization.models import AuditEvent
from tests.assessment.factories import CycleFactory

pytestmark = pytest.mark.django_db

FIELDS = {"code": "annual-2023", "name": "2023年度考核方案", "year": 2023, "clause": "第二十条"}
GRADES = [
    {"code": "good", "name": "好", "position": 1, "quota_share": Decimal("0.4")},
    {"code": "fair", "name": "一般", "position": 2},
]
CLASSES = [{"code": "leaders", "name": "领导", "weight": Decimal(1)}]


def test_save_scheme_creates_and_replaces_its_rules(office_clerk):
    scheme = save_scheme(None, fields=FIELDS, grades=GRADES, rater_classes=CLASSES, by=office_clerk)
    again = save_scheme(
        scheme, fields={"decimals": 3}, grades=GRADES[:1], rater_classes=[], by=office_clerk
    )
    assert again == scheme
    assert [grade.code for grade in scheme.grades.all()] == ["good"]
    assert not scheme.rater_classes.exists()
    created, updated = AuditEvent.objects.about(scheme).order_by("pk")
    assert (created.action, updated.action) == ("scheme_created", "scheme_updated")
    assert len(updated.before["grades"]) == 2
    assert (updated.before["decimals"], updated.after["decimals"]) == (2, 3)


def test_save_scheme_refuses_to_change_the_rules_under_an_open_cycle(office_clerk):
    scheme = CycleFactory(opened=True).scheme
    with pytest.raises(ValidationError) as refused:
        save_scheme(scheme, fields={"decimals": 0}, grades=[], rater_classes=[], by=office_clerk)
    assert refused.value.code == "in_use"
    scheme.refresh_from_db()
    assert (scheme.decimals, scheme.grades.count()) == (2, 4)


def test_save_scheme_refuses_classes_that_aggregate_differently(office_clerk):
    classes = [*CLASSES, {"code": "peers", "name": "同级", "weight": 1, "aggregation": "median"}]
    with pytest.raises(ValidationError) as refused:
        save_scheme(None, fields=FIELDS, grades=GRADES, rater_classes=classes, by=office_clerk)
    assert refused.value.code == "aggregation"


def test_save_scheme_refuses_a_quota_above_one(office_clerk):
    grades = [{**GRADES[0], "quota_share": Decimal("1.5")}]
    with pytest.raises(ValidationError):
        save_scheme(None, fields=FIELDS, grades=grades, rater_classes=[], by=office_clerk)
