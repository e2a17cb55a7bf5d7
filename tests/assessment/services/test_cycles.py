import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from assessment.models import Assessee, AssessmentCycle
from assessment.services.cycles import close_cycle, create_cycle, open_cycle, update_cycle
from indicators.models import IndicatorSystem
from organization.models import AuditEvent
from organization.services.units import move_to_category
from tests.assessment.factories import OPENED_ON, CycleFactory, SchemeFactory, ScoreRunFactory
from tests.assessment.refusals import refusal
from tests.indicators.factories import SystemFactory, TreeFactory
from tests.organization.factories import (
    AppointmentFactory,
    CategoryFactory,
    CategoryMembershipFactory,
    DomainFactory,
    LeadershipTeamFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def system() -> IndicatorSystem:
    return SystemFactory(published=True)


def cycle_of(*systems: IndicatorSystem) -> AssessmentCycle:
    return CycleFactory(systems=systems)


def groups_of(cycle: AssessmentCycle) -> dict[str, str]:
    return dict(cycle.assessees.values_list("name", "group_key"))


def test_create_cycle_stores_its_systems_and_says_so(system, office_clerk):
    cycle = create_cycle(
        name="2023年度综合考核",
        kind=AssessmentCycle.Kind.ANNUAL,
        period="2023",
        scheme=SchemeFactory(),
        systems=[system],
        by=office_clerk,
    )
    assert list(cycle.systems.all()) == [system]
    event = AuditEvent.objects.about(cycle).get()
    assert (event.action, event.actor, event.after["period"]) == (
        "cycle_created",
        office_clerk,
        "2023",
    )


def test_create_cycle_refuses_two_systems_for_the_same_assessees(system, office_clerk):
    twin = SystemFactory(published=True, category=system.category)
    with pytest.raises(ValidationError, match="category") as refused:
        create_cycle(
            name="重复",
            kind=AssessmentCycle.Kind.ANNUAL,
            period="2023",
            scheme=SchemeFactory(),
            systems=[system, twin],
            by=office_clerk,
        )
    assert "systems" in refused.value.message_dict
    assert not AssessmentCycle.objects.exists()


def test_update_cycle_changes_a_cycle_in_preparation_only(system, office_clerk):
    cycle = cycle_of(system)
    fields = {
        "name": "改名",
        "kind": cycle.kind,
        "period": "2023H1",
        "scheme": cycle.scheme,
        "systems": [],
    }
    update_cycle(cycle, **fields, by=office_clerk)
    cycle.refresh_from_db()
    assert (cycle.name, cycle.period, cycle.systems.count()) == ("改名", "2023H1", 0)
    event = AuditEvent.objects.about(cycle).get(action="cycle_updated")
    assert (event.before["period"], event.after["period"]) == ("2023", "2023H1")
    opened = CycleFactory(opened=True)
    assert refusal(update_cycle, opened, **fields, by=office_clerk) == "not_draft"


def test_open_cycle_freezes_units_as_of_the_day(system, office_clerk):
    category = system.category
    inside = CategoryMembershipFactory(category=category).unit
    CategoryMembershipFactory(category=category, unit__monitored_only=True)
    CategoryMembershipFactory(category=category, unit__is_active=False)
    CategoryMembershipFactory(category=category, valid_to=dt.date(2023, 6, 30))
    CategoryMembershipFactory(category=category, valid_from=dt.date(2024, 1, 1))
    CategoryMembershipFactory()
    cycle = cycle_of(system)
    assert open_cycle(cycle, day=OPENED_ON, by=office_clerk) == 1
    assessee = cycle.assessees.get()
    assert (assessee.unit, assessee.key) == (inside, inside.code)
    assert assessee.group_key == f"{category.code}/unit"
    cycle.refresh_from_db()
    system.refresh_from_db()
    assert (cycle.state, cycle.opened_on) == ("open", OPENED_ON)
    assert system.state == IndicatorSystem.State.FROZEN
    event = AuditEvent.objects.about(cycle).get(action="cycle_opened")
    assert event.after["assessees"] == 1


TYPES = {"city": 3, "organ": 5, "institution": 3, "enterprise": 3}


def test_ind_06_fourteen_types_have_fourteen_schemes_and_a_change_of_type_is_dated(office_clerk):
    """IND-06: 3 + 5 + 3 + 3 types; who changes type is assessed where they stood on the day."""
    categories = [
        CategoryFactory(code=f"{kind}-{number}", domain=DomainFactory(code=kind))
        for kind, count in TYPES.items()
        for number in range(1, count + 1)
    ]
    systems = [SystemFactory(published=True, category=category) for category in categories]
    cycles = [cycle_of(system) for system in systems]
    assert len({(cycle.scheme_id, cycle.systems.get().category_id) for cycle in cycles}) == 14
    assert len({cycle.scheme_id for cycle in cycles}) == 14
    units = [CategoryMembershipFactory(category=category).unit for category in categories]
    mover = units[0]
    move_to_category(mover, category=categories[1], since=dt.date(2023, 7, 1), by=office_clerk)
    half_year = cycle_of(systems[0])
    open_cycle(half_year, day=dt.date(2023, 6, 30), by=office_clerk)
    assert half_year.assessees.get().unit == mover
    assert refusal(open_cycle, cycles[0], day=OPENED_ON, by=office_clerk) == "nobody"
    for cycle in cycles[1:]:
        open_cycle(cycle, day=OPENED_ON, by=office_clerk)
    assessed = [set(cycle.assessees.values_list("unit", flat=True)) for cycle in cycles]
    assert assessed == [set(), {mover.pk, units[1].pk}, *({unit.pk} for unit in units[2:])]


def test_open_cycle_compares_principals_in_the_category_and_deputies_in_their_team(office_clerk):
    category = CategoryFactory()
    principals = SystemFactory(published=True, category=category, assessee_kind="principal")
    deputies = SystemFactory(published=True, category=category, assessee_kind="deputy")
    teams = [LeadershipTeamFactory(unit=UnitFactory(code=code)) for code in ("N", "S")]
    for team in teams:
        CategoryMembershipFactory(category=category, unit=team.unit)
        AppointmentFactory(unit=team.unit, principal=True, cadre__name=f"正{team.unit.code}")
        AppointmentFactory(unit=team.unit, cadre__name=f"副{team.unit.code}")
    AppointmentFactory(unit=teams[0].unit, in_team=False, cadre__name="不在班子")
    AppointmentFactory(unit=teams[0].unit, ends_on=dt.date(2023, 1, 1), cadre__name="已离任")
    cycle = cycle_of(principals, deputies)
    open_cycle(cycle, day=OPENED_ON, by=office_clerk)
    assert groups_of(cycle) == {
        "正N": f"{category.code}/principal",
        "正S": f"{category.code}/principal",
        "副N": f"{category.code}/deputy/N",
        "副S": f"{category.code}/deputy/S",
    }
    # No comparison group holds deputies of two teams, whatever the data.
    for key in set(groups_of(cycle).values()):
        members = Assessee.objects.filter(group_key=key, system=deputies)
        assert members.values("team").distinct().count() <= 1


def test_open_cycle_takes_a_person_with_two_posts_in_a_team_once(office_clerk):
    deputies = SystemFactory(published=True, assessee_kind="deputy")
    post = AppointmentFactory(post="副书记")
    AppointmentFactory(cadre=post.cadre, unit=post.unit, post="副市长")
    CategoryMembershipFactory(category=deputies.category, unit=post.unit)
    cycle = cycle_of(deputies)
    assert open_cycle(cycle, day=OPENED_ON, by=office_clerk) == 1


def test_names_of_groups_are_stored_in_the_language_of_the_site(office_clerk, settings):
    settings.LANGUAGE_CODE = "en"
    deputies = SystemFactory(published=True, assessee_kind="deputy")
    post = AppointmentFactory(unit__name="金陵市")
    CategoryMembershipFactory(category=deputies.category, unit=post.unit)
    cycle = cycle_of(deputies)
    open_cycle(cycle, day=OPENED_ON, by=office_clerk)
    assert cycle.assessees.get().group_name == "金陵市: deputies"


def test_open_cycle_refuses_a_second_time(system, office_clerk):
    CategoryMembershipFactory(category=system.category)
    cycle = cycle_of(system)
    open_cycle(cycle, day=OPENED_ON, by=office_clerk)
    assert refusal(open_cycle, cycle, day=OPENED_ON, by=office_clerk) == "not_draft"
    assert cycle.assessees.count() == 1


@pytest.mark.parametrize(
    ("systems", "code"),
    [
        pytest.param(list, "no_system", id="no system"),
        pytest.param(lambda: [TreeFactory()], "unpublished", id="a draft"),
        pytest.param(lambda: [SystemFactory(published=True)], "nobody", id="nobody to assess"),
    ],
)
def test_open_cycle_refuses_what_cannot_be_assessed(systems, code, office_clerk):
    cycle = cycle_of(*systems())
    assert refusal(open_cycle, cycle, day=OPENED_ON, by=office_clerk) == code
    cycle.refresh_from_db()
    assert cycle.state == AssessmentCycle.State.DRAFT


def test_close_cycle_ends_an_open_cycle_once(office_clerk):
    cycle = CycleFactory(opened=True)
    close_cycle(cycle, by=office_clerk)
    cycle.refresh_from_db()
    assert cycle.state == AssessmentCycle.State.CLOSED
    assert AuditEvent.objects.about(cycle).get().action == "cycle_closed"
    assert refusal(close_cycle, cycle, by=office_clerk) == "not_open"


def test_close_cycle_waits_for_the_run_under_way(office_clerk):
    run = ScoreRunFactory()
    assert refusal(close_cycle, run.cycle, by=office_clerk) == "under_way"
