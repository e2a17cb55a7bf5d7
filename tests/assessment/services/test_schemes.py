from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assessment.models import Scheme, SchemeQuota
from assessment.selectors.scheme_rules import scheme_rules
from assessment.services.schemes import save_scheme
from organization.models import AuditEvent
from tests.assessment.factories import CycleFactory

pytestmark = pytest.mark.django_db

FIELDS = {"code": "annual-2023", "name": "2023年度考核方案", "year": 2023, "clause": "第二十条"}
GRADES = [
    {"code": "good", "name": "好", "position": 1},
    {"code": "fair", "name": "一般", "position": 2},
]
QUOTAS = [{"grade": "good", "share": Decimal("0.4"), "clause": "第二十一条"}]
CLASSES = [{"code": "leaders", "name": "领导", "weight": Decimal(1)}]


def test_save_scheme_creates_and_replaces_its_rules(office_clerk):
    scheme = _save(by=office_clerk)
    again = _save(
        scheme, fields={"decimals": 3}, grades=GRADES[:1], rater_classes=[], by=office_clerk
    )
    assert again == scheme
    assert [grade.code for grade in scheme.grades.all()] == ["good"]
    assert not scheme.rater_classes.exists()
    assert [quota.grade.code for quota in SchemeQuota.objects.of_scheme(scheme)] == ["good"]
    created, updated = AuditEvent.objects.about(scheme).order_by("pk")
    assert (created.action, updated.action) == ("scheme_created", "scheme_updated")
    assert len(updated.before["grades"]) == 2
    assert (updated.before["decimals"], updated.after["decimals"]) == (2, 3)


def test_save_scheme_refuses_to_change_the_rules_under_an_open_cycle(office_clerk):
    scheme = CycleFactory(opened=True).scheme
    with pytest.raises(ValidationError) as refused:
        _save(scheme, fields={"decimals": 0}, by=office_clerk)
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
    scheme = _save(rater_classes=classes, by=office_clerk)
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
        _save(rater_classes=[{**CLASSES[0], **entry}], by=office_clerk)
    assert field in refused.value.message_dict
    assert not Scheme.objects.exists()


@pytest.mark.parametrize(
    "entry",
    [
        {"share": Decimal("1.5")},
        {"grade": "nonsense"},
        {"value": "320100"},
        {"pool_below": 5},
        {"level": "identity_class", "value": "wizard"},
        {"level": "unit", "value": "nowhere"},
        {"level": "area", "value": "32"},
        {"level": "area", "value": "320100", "pool_below": 5},
    ],
    ids=[
        "above one",
        "no such grade",
        "value of a whole",
        "pool of a whole",
        "no such class",
        "no such unit",
        "no region code",
        "pool of one",
    ],
)
def test_save_scheme_refuses_a_quota_that_counts_nothing(office_clerk, entry):
    with pytest.raises(ValidationError):
        _save(quotas=[{**QUOTAS[0], **entry}], by=office_clerk)
    assert not Scheme.objects.exists()


def test_save_scheme_refuses_the_same_quota_twice(office_clerk):
    with pytest.raises(ValidationError, match="stands twice"):
        _save(quotas=QUOTAS * 2, by=office_clerk)


def test_quotas_go_to_the_engine_narrow_levels_first_and_those_of_the_cycle_not_at_all(
    office_clerk,
):
    of_class = {"grade": "good", "level": "identity_class"}
    scheme = _save(
        quotas=[
            *QUOTAS,
            {**of_class, "share": Decimal(0)},
            {**of_class, "value": "civil_servant", "share": Decimal("0.4")},
            {"grade": "good", "level": "area", "share": Decimal("0.5"), "pool_below": 6},
            {"grade": "good", "scope": "cycle", "share": Decimal("0.2")},
        ],
        by=office_clerk,
    )
    quotas = scheme_rules(scheme)["quotas"]
    named = [(quota["level"], quota["of"], quota["but"]) for quota in quotas]
    assert named == [
        ("identity_class", "civil_servant", []),
        ("identity_class", "", ["civil_servant"]),
        ("area", "", []),
        ("", "", []),
    ]
    assert quotas[2]["pool_below"] == 6


def _save(scheme=None, *, by, **rules):
    told = {"fields": FIELDS, "grades": GRADES, "quotas": QUOTAS, "rater_classes": CLASSES}
    return save_scheme(scheme, **(told | rules), by=by)
