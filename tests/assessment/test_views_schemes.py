from decimal import Decimal

import pytest
from django.db import connection
from django.forms import model_to_dict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import Scheme, SchemeQuota
from tests.assessment.factories import CycleFactory, RaterClassFactory, SchemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client: Client, office_clerk) -> Client:
    client.force_login(office_clerk)
    return client


def sent(scheme: Scheme, **changes: object) -> dict[str, object]:
    """The form of a scheme as a browser sends it, one empty row below each table."""
    fields = {name: value for name, value in model_to_dict(scheme).items() if value is not None}
    grades, raters = scheme.grades.all(), scheme.rater_classes.all()
    quotas = SchemeQuota.objects.of_scheme(scheme)
    blank_quota = model_to_dict(SchemeQuota(), exclude=["id", "grade", "share", "is_strict"])
    for prefix, rows, blank in (
        ("grades", grades, {}),
        ("quotas", quotas, blank_quota),
        ("raters", raters, {"aggregation": "mean", "trim_above": 5, "trim_each_end": 1}),
    ):
        fields |= {f"{prefix}-INITIAL_FORMS": len(rows), f"{prefix}-TOTAL_FORMS": len(rows) + 1}
        fields |= {f"{prefix}-{len(rows)}-{name}": value for name, value in blank.items()}
        for number, row in enumerate(rows):
            told = model_to_dict(row, exclude=["id", "scheme"])
            if prefix == "quotas":
                told |= {"grade": row.grade.code}
                told.pop("is_strict")
            for name, value in told.items():
                fields[f"{prefix}-{number}-{name}"] = "" if value is None else value
    return fields | changes


def test_scheme_list_needs_the_same_queries_for_more_schemes(clerk):
    counts = []
    for _ in range(2):
        CycleFactory.create_batch(3)
        with CaptureQueriesContext(connection) as queries:
            clerk.get(reverse("assessment:scheme_list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_scheme_detail_says_the_rules_in_sentences(clerk):
    scheme = SchemeFactory(neutral_share=Decimal("0.8"), bonus_cap=5)
    RaterClassFactory(scheme=scheme, name="领导测评", aggregation="trimmed")
    text = " ".join(clerk.get(scheme.get_absolute_url()).content.decode().split())
    assert "A total is rounded once, half up, to 2 decimals." in text
    assert "gives everybody 80 % of full marks" in text
    assert "add at most 5 points" in text
    assert "at least 90 points" in text
    assert "at most 30 % of each comparison group, as a whole · rounded down" in text
    assert "with more than 5 raters, 1 left out at each end" in text


def test_scheme_create_stores_grades_with_it(clerk):
    pattern = sent(SchemeFactory())
    answer = clerk.post(
        reverse("assessment:scheme_create"), {**pattern, "code": "2025", "name": "2025 年度方案"}
    )
    scheme = Scheme.objects.get(code="2025")
    assert answer.url == scheme.get_absolute_url()
    assert [grade.code for grade in scheme.grades.all()] == ["excellent", "good", "fair", "poor"]


def test_scheme_edit_lets_two_grades_change_places(clerk):
    scheme = SchemeFactory()
    clerk.post(
        reverse("assessment:scheme_edit", args=[scheme.pk]),
        sent(scheme, **{"grades-0-position": 2, "grades-1-position": 1}),
    )
    assert [grade.code for grade in scheme.grades.all()][:2] == ["good", "excellent"]


def test_scheme_edit_adds_and_removes_rows(clerk):
    scheme = SchemeFactory()
    new = {"position": 5, "code": "none", "name": "不定等次"}
    changes = {f"grades-4-{name}": value for name, value in new.items()}
    clerk.post(
        reverse("assessment:scheme_edit", args=[scheme.pk]),
        sent(scheme, **changes, **{"grades-3-DELETE": "on"}),
    )
    assert [grade.code for grade in scheme.grades.all()] == ["excellent", "good", "fair", "none"]


def test_scheme_edit_states_quotas_at_several_levels(clerk):
    scheme = SchemeFactory()
    new = {"grade": "excellent", "level": "identity_class", "share": "0.4"}
    new |= {"value": "civil_servant", "is_strict": "on", "clause": "第八条"}
    changes = {f"quotas-1-{name}": value for name, value in new.items()}
    clerk.post(reverse("assessment:scheme_edit", args=[scheme.pk]), sent(scheme, **changes))
    quotas = SchemeQuota.objects.of_scheme(scheme).values_list("level", "value", "is_strict")
    assert list(quotas) == [
        ("identity_class", "civil_servant", True),
        ("whole", "", False),
    ]
    text = " ".join(clerk.get(scheme.get_absolute_url()).content.decode().split())
    assert "at most 40 % of each comparison group, identity class Civil servant" in text
    assert "more is refused" in text


def test_scheme_edit_keeps_another_way_for_each_rater_class(clerk):
    scheme = SchemeFactory()
    RaterClassFactory(scheme=scheme, code="leaders", aggregation="median")
    new = {"code": "peers", "name": "同级", "weight": 2, "aggregation": "trimmed"}
    changes = {f"raters-1-{name}": value for name, value in new.items()}
    clerk.post(reverse("assessment:scheme_edit", args=[scheme.pk]), sent(scheme, **changes))
    ways = dict(scheme.rater_classes.values_list("code", "aggregation"))
    assert ways == {"leaders": "median", "peers": "trimmed"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("decimals", "7"),
        ("neutral_share", "1.5"),
        ("quotas-0-share", "30"),
        ("quotas-0-grade", "superb"),
        ("quotas-0-value", "320100"),
        ("grades-0-name", ""),
        ("grades-TOTAL_FORMS", "many"),
    ],
)
def test_scheme_edit_with_nonsense_changes_nothing(clerk, field, value):
    scheme = SchemeFactory()
    page = clerk.post(
        reverse("assessment:scheme_edit", args=[scheme.pk]),
        sent(scheme, name="changed", **{field: value}),
    )
    assert page.status_code == 200
    assert "errorlist" in page.content.decode()
    scheme.refresh_from_db()
    assert scheme.name != "changed"


def test_scheme_edit_refuses_two_grades_of_one_position(clerk):
    scheme = SchemeFactory()
    page = clerk.post(
        reverse("assessment:scheme_edit", args=[scheme.pk]),
        sent(scheme, **{"grades-1-position": 1}),
    )
    assert "Two grades of a scheme cannot have the same position." in page.content.decode()


def test_scheme_under_an_open_cycle_stays_as_it_is(clerk):
    scheme = CycleFactory(opened=True).scheme
    assert "In force" in clerk.get(scheme.get_absolute_url()).content.decode()
    page = clerk.post(reverse("assessment:scheme_edit", args=[scheme.pk]), sent(scheme))
    assert "make a new scheme instead" in page.content.decode()
