"""Leaves that only deduct: what is typed, and a reason for whatever is taken off."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assessment.models import ScoreSheet
from assessment.selectors.marked_leaves import field_of
from assessment.services.drafts import save_draft
from assessment.services.marking import close_marking
from assessment.services.submitting import submit_draft
from indicators.models import SystemNode
from tests.assessment.marking import make_marking
from tests.assessment.worlds import run_to_end
from tests.indicators.factories import LeafFactory, TreeFactory

pytestmark = pytest.mark.django_db

OFF = {"effect": "deduct", "base": "10", "deduct_each": "1", "floor": "0"}
WHY = "一份材料逾期报送"


def marking_of(rule, params, **more):
    """A marking whose only judged leaf beside `B12` is `C1` under a rule, both of them to fill."""
    system = TreeFactory(published=True)
    LeafFactory(
        system=system, code="C1", position=30_000, weight=0, judged=True, rule=rule, params=params
    )
    SystemNode.objects.filter(system=system, code="C1").update(**more)
    return make_marking(units=1, system=system)


def save(marking, member, base=0, **changes):
    assessee = marking.assessees[0]
    return save_draft(assessee.pk, base=base, changes=changes, by=member)


@pytest.mark.parametrize(
    ("params", "most"),
    [
        (OFF, "10"),
        ({**OFF, "floor": "6"}, "4"),
        ({**OFF, "deduct_cap": "3"}, "3"),
        ({**OFF, "deduct_each": "3"}, "3.34"),
        ({**OFF, "base": "0"}, "100"),
        ({**OFF, "deduct_each": "0"}, "100"),
        ({"effect": "add", "add_each": "0.5", "add_cap": "2"}, "4"),
    ],
)
def test_the_rule_says_how_much_can_be_typed(params, most):
    leaf = LeafFactory.build(rule="count", params=params, indicator=None, system=None)
    assert f"{field_of(leaf).scale.normalize():f}" == most


def test_a_checklist_is_marked_by_the_number_of_its_points():
    leaf = LeafFactory.build(rule="checklist", params={"items": "25"}, indicator=None, system=None)
    assert field_of(leaf).scale == 25


@pytest.mark.parametrize(
    ("rule", "params", "nothing", "something", "too_much"),
    [
        ("count", OFF, "0", "0.5", "10.5"),
        ("marks", {"scale": "10", "deducts": True}, "10", "9.5", "10.5"),
    ],
)
def test_any_deduction_asks_for_its_reason(rule, params, nothing, something, too_much):
    marking = marking_of(rule, params)
    member = marking.member()
    assert save(marking, member, marks={"B12": "80", "C1": nothing}).due == []
    assert save(marking, member, base=1, marks={"C1": something}).due == ["C1"]
    assert "C1" in save(marking, member, base=2, marks={"C1": too_much}).errors["marks"]
    assessee = marking.assessees[0]
    with pytest.raises(ValidationError) as refusal:
        submit_draft(assessee.pk, key=uuid4(), revision=2, by=member)
    assert refusal.value.params == {"missing": [], "due": ["C1"]}
    saved = save(marking, member, base=2, remarks={"C1": WHY})
    assert saved.due == []
    submit_draft(assessee.pk, key=uuid4(), revision=saved.revision, by=member)
    assert ScoreSheet.objects.get().remarks == {"C1": WHY}


def test_what_is_taken_off_is_what_the_run_takes_off(office_clerk):
    marking = marking_of("count", OFF, kind=SystemNode.Kind.BONUS)
    first, second = marking.member(), marking.member()
    for member, off in ((first, "1"), (second, "2")):
        saved = save(marking, member, marks={"B12": "80", "C1": off}, remarks={"C1": WHY})
        key = uuid4()
        submit_draft(marking.assessees[0].pk, key=key, revision=saved.revision, by=member)
    close_marking(marking.cycle, by=office_clerk)
    points = run_to_end(marking.cycle).groups.get().results.get().points.tolist()
    assert 8_500_000 in points


def test_the_page_asks_at_the_field_with_and_without_scripts(client):
    marking = marking_of("count", OFF)
    member, assessee = marking.member(), marking.assessees[0]
    client.force_login(member)
    address = reverse("assessment:sheet_edit", args=[assessee.pk])
    page = client.get(address)
    leaf = page.context["data"]["leaves"][1]
    assert (leaf["entry"], leaf["scale"], leaf["start"], leaf["each"]) == (
        "deduction",
        "10",
        "10",
        "1",
    )
    assert [band["from"] for band in leaf["bands"]] == ["0"]
    assert "Points off" in page.text
    assert "This mark needs its reason" not in page.text
    form = {"revision": "0", "key": str(uuid4()), "mark-B12": "80", "mark-C1": "2", "submit": ""}
    refused = client.post(address, form)
    assert refused.text.count("This mark needs its reason") == 1
    handed_in = client.post(address, {**form, "revision": "1", "remark-C1": WHY})
    assert handed_in.status_code == 302
    assert "2 off" in client.get(address).text


def test_the_api_asks_too(client):
    marking = marking_of("count", OFF)
    client.force_login(marking.member())
    pk = marking.assessees[0].pk
    read = client.get(reverse("api:sheet-detail", args=[pk])).json()
    assert [leaf["entry"] for leaf in read["leaves"]] == ["mark", "deduction"]
    body = {"base": 0, "changes": {"marks": {"B12": "80", "C1": "2"}}}
    address = reverse("api:sheet-draft", args=[pk])
    saved = client.post(address, body, content_type="application/json").json()
    assert saved["due"] == ["C1"]
