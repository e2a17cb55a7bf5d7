from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assessment.models import Scheme
from assessment.selectors.scheme_rules import scheme_rules
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


def test_every_rater_class_keeps_its_own_way_as_the_engine_takes_it(office_clerk):
    classes = [
        {**CLASSES[0], "weight": Decimal(60), "aggregation": "median"},
        {
            "code": "peers",
            "name": "同级",
            "weight": Decimal(40),
            "aggregation": "trimmed",
            "trim_above": 7,
            "trim_each_end": 2,
        },
    ]
    scheme = save_scheme(None, fields=FIELDS, grades=GRADES, rater_classes=classes, by=office_clerk)
    assert scheme_rules(scheme)["judging"]["judged"]["ways"] == {
        "leaders": {"aggregation": "median"},
        "peers": {"aggregation": "trimmed", "trim_above": 7, "trim_each": 2},
    }


@pytest.mark.parametrize(
    ("field", "entry"),
    [
        ("weight", {"weight": Decimal(0)}),
        ("trim_each_end", {"aggregation": "trimmed", "trim_above": 3, "trim_each_end": 2}),
        ("trim_each_end", {"aggregation": "trimmed", "trim_above": 5, "trim_each_end": 0}),
    ],
    ids=["no weight", "no mark left", "nothing left out"],
)
def test_save_scheme_refuses_a_class_the_engine_could_not_count(office_clerk, field, entry):
    with pytest.raises(ValidationError) as refused:
        save_scheme(
            None, fields=FIELDS, grades=[], rater_classes=[{**CLASSES[0], **entry}], by=office_clerk
        )
    assert field in refused.value.message_dict
    assert not Scheme.objects.exists()


def test_save_scheme_refuses_a_quota_above_one(office_clerk):
    grades = [{**GRADES[0], "quota_share": Decimal("1.5")}]
    with pytest.raises(ValidationError):
        save_scheme(None, fields=FIELDS, grades=grades, rater_classes=[], by=office_clerk)
