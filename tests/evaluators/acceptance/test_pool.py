"""The pool and what is on record of each: EVP-01, EVP-02, EVP-03, EVP-10, EVP-27, EVP-28."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from evaluators.models import Evaluator, FieldPlan, Tag
from tests.evaluators.acceptance.screens import offered, page, people, press, seat_for
from tests.evaluators.factories import (
    AssessmentGroupFactory,
    EvaluatorFactory,
    FieldPracticeFactory,
    RosterSpellFactory,
    SeatFactory,
    TagFactory,
)
from tests.evaluators.worlds import make_roles, make_small_plan, member, seat_of
from tests.organization.factories import CategoryFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("office")
def test_evp_01_the_filter_professional_of_lead_departments_works_in_list_file_and_api(
    client,
) -> None:
    for pool, subtypes in Evaluator.SUBTYPES.items():
        for subtype in subtypes:
            EvaluatorFactory(name=f"{pool}-{subtype}", pool=pool, subtype=subtype)
    wanted = {"pool": "professional", "subtype": "lead_department"}
    assert people(client, **wanted) == {"professional-lead_department"}
    assert len(people(client, pool="expert")) == 4
    sent = client.get(reverse("evaluators:evaluator_export"), wanted)
    content = sent.getvalue() if sent.streaming else sent.content
    rows = list(load_workbook(io.BytesIO(content)).active.values)
    assert [row[0] for row in rows[1:]] == ["professional-lead_department"]
    found = client.get(reverse("api:evaluator-list"), wanted).json()
    assert [one["name"] for one in found["results"]] == ["professional-lead_department"]


@pytest.mark.usefixtures("office")
def test_evp_02_the_roster_of_the_last_day_of_2020_holds_355(client) -> None:
    """355 at the end of 2020, of whom 12 left and 230 came until 573 were there in 2022."""
    first = RosterSpellFactory.create_batch(355, joined_on=dt.date(2020, 12, 31))
    for spell in first[:12]:
        spell.left_on, spell.exit_reason = dt.date(2021, 6, 30), "age"
        spell.save()
    RosterSpellFactory.create_batch(230, joined_on=dt.date(2022, 3, 1))
    days = {"day": "2022-12-31", "earlier": "2020-12-31"}
    shown = page(client, "roster_list", **days)
    assert "<dt>2020-12-31</dt><dd>355</dd>" in shown
    assert "<dt>2022-12-31</dt><dd>573</dd>" in shown
    assert "<dt>joined in between</dt><dd>230</dd>" in shown
    assert "<dt>left in between</dt><dd>12</dd>" in shown


@pytest.mark.usefixtures("office")
def test_evp_03_former_party_principals_are_found_for_the_leader_of_a_group(client) -> None:
    plan = make_small_plan()
    leader = make_roles()["leader"]
    seat = SeatFactory(group=seat_of(plan).group, role=leader)
    former = member(name="原书记", post_level=leader.lowest_post_level)
    former.tags.add(TagFactory(code="party", name="原党委书记", kind=Tag.Kind.ORIGIN))
    former.tags.add(TagFactory(code="ex-principal"))
    other = member(name="原局长", post_level=leader.lowest_post_level)
    other.tags.add(TagFactory(code="ex-principal"))
    assert people(client, q="党委书记") == {"原书记"}
    assert people(client, tag=Tag.objects.get(code="party").pk) == {"原书记"}
    assert set(offered(client, seat)) == {"原书记", "原局长"}
    assert offered(client, seat, q="党委书记") == ["原书记"]


@pytest.mark.usefixtures("office")
def test_evp_10_160_are_registered_and_the_card_of_a_group_shows_the_mix(client) -> None:
    """Of eleven members seven have a speciality and four come from counties."""
    plan = make_small_plan(units=0)
    group = plan.groups.get()
    registered = EvaluatorFactory.create_batch(160, home_unit=UnitFactory(level="province"))
    listed = client.get(reverse("evaluators:evaluator_list"))
    assert listed.context["table"].paginator.count == 160
    assert listed.context["on_roster"] == 160
    speciality, county = TagFactory(), UnitFactory(level="county")
    for number, person in enumerate(registered[:11]):
        if number < 7:
            person.tags.add(speciality)
        if number >= 7:
            Evaluator.objects.filter(pk=person.pk).update(home_unit=county)
        SeatFactory(group=group, evaluator=person)
    for name, key in (("group_detail", group.pk), ("plan_detail", plan.pk)):
        shown = page(client, name, key)
        assert "specialists 7 : generalists 4" in shown
        assert "agencies 7 : grass roots 4" in shown


@pytest.mark.usefixtures("office")
def test_evp_27_practice_counts_as_experience_in_file_picker_and_for_newcomers(client) -> None:
    plan = make_small_plan(new_max_percent=0)
    shadow, fresh = member(name="跟班", spell=None), member(name="新人", spell=None)
    for evaluator in (shadow, fresh):
        RosterSpellFactory(evaluator=evaluator, joined_on=dt.date(2023, 10, 1))
    facts = {"kind": "shadowing", "place": "考核一处", "starts_on": "2023-03-01"}
    shown = press(client, "practice_create", shadow.pk, **facts, ends_on="2023-09-30")
    assert "Experience: 1 (in groups 0, field practices 1)" in shown
    # A group without newcomers takes whom practice has made one no longer.
    picker = client.get(reverse("evaluators:seat_pick", args=[seat_of(plan).pk]))
    assert {one.evaluator.name: one.experience for one in picker.context["free"]} == {"跟班": 1}
    assert "newcomers" in picker.context["barred"][0].objections[0].text


@pytest.mark.usefixtures("office")
def test_evp_27_the_375_sent_since_2021_stand_in_the_reports_of_their_years(client) -> None:
    for year, sent in ((2021, 110), (2022, 125), (2023, 140)):
        FieldPracticeFactory.create_batch(sent, starts_on=dt.date(year, 5, 1))
        shown = page(client, "training_report", year)
        assert f"<dt>sent to field practice</dt><dd>{sent}</dd>" in shown


@pytest.mark.usefixtures("office")
def test_evp_28_the_file_groups_and_codes_assignments_by_assessment_class(client) -> None:
    person = EvaluatorFactory()
    cities = CategoryFactory(code="cities", name="设区市")
    economy = CategoryFactory(code="economy", name="经济管理")
    for category, year, number in ((cities, 2021, 3), (cities, 2023, 12), (economy, 2022, 7)):
        group = AssessmentGroupFactory(
            plan__year=year, plan__state="closed", category=category, number=number
        )
        SeatFactory(group=group, evaluator=person)
    SeatFactory(group=AssessmentGroupFactory(name="尚未确定的组"), evaluator=person)
    answer = client.get(person.get_absolute_url())
    assert [
        (one.category.name, [assignment.code for assignment in one.assignments])
        for one in answer.context["dossier"].classes
    ] == [("设区市", ["cities-2023-12", "cities-2021-03"]), ("经济管理", ["economy-2022-07"])]
    shown = answer.content.decode()
    for text in ("cities-2023-12", "经济管理", "Experience: 3 (in groups 3, field practices 0)"):
        assert text in shown
    # A plan in preparation assigns nobody yet.
    assert "尚未确定的组" not in shown


def test_an_evaluator_reads_nothing_of_a_plan_in_preparation_in_the_own_file(client) -> None:
    person = EvaluatorFactory(with_account=True)
    SeatFactory(group=AssessmentGroupFactory(name="拟设第一组"), evaluator=person)
    client.force_login(person.account)
    assert "拟设第一组" not in page(client, "evaluator_detail", person.pk)
    FieldPlan.objects.update(state=FieldPlan.State.CONFIRMED)
    assert "拟设第一组" in page(client, "evaluator_detail", person.pk)


@pytest.mark.usefixtures("office")
def test_evp_28_strength_tags_find_people_in_the_pool_the_picks_and_the_picker(client) -> None:
    plan = make_small_plan()
    strong, other = member(name="谈话能手"), member(name="普通")
    strength = TagFactory(kind=Tag.Kind.STRENGTH, name="善于谈话")
    strong.tags.add(strength)
    assert people(client, tag=strength.pk) == people(client, q="善于谈") == {"谈话能手"}
    seat = seat_for(plan, "member")
    assert set(offered(client, seat)) == {strong.name, other.name}
    assert offered(client, seat, q="善于谈话") == ["谈话能手"]
    assert "善于谈话" in page(client, "seat_pick", seat.pk)
    picks = client.get(reverse("evaluators:pick_list"), {"tag": strength.pk})
    assert [row.record.name for row in picks.context["table"].rows] == ["谈话能手"]
    assert "strength shown in the field" in page(client, "evaluator_detail", strong.pk)
