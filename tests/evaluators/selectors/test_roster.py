import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluators.models import Evaluator, RosterSpell, Tag
from evaluators.selectors.roster import Facet, Roster, composition_of, roster_on
from tests.evaluators.factories import EvaluatorFactory, RosterSpellFactory, TagFactory
from tests.organization.factories import UnitFactory

pytestmark = pytest.mark.django_db
END_OF_2020, END_OF_2022 = dt.date(2020, 12, 31), dt.date(2022, 12, 31)


def members(count: int, joined_on: dt.date, left_on: dt.date | None = None, **facts) -> None:
    """Many at once: a factory call for each of 600 people would take long."""
    home = UnitFactory()
    people = [EvaluatorFactory.build(home_unit=home, **facts) for _ in range(count)]
    Evaluator.objects.bulk_create(people)
    spell = {"joined_on": joined_on, "channel": "pool", "left_on": left_on}
    spell["exit_reason"] = "age" if left_on else ""
    RosterSpell.objects.bulk_create([RosterSpell(evaluator=one, **spell) for one in people])


def facet(roster: Roster, title: str) -> dict[str, tuple[int, int, Decimal]]:
    found: Facet = next(one for one in composition_of(roster) if str(one.title) == title)
    return {str(one.label): (one.count, one.change, one.percent) for one in found.portions}


def test_evp_02_rosters_of_355_in_2020_and_573_in_2022() -> None:
    members(340, dt.date(2019, 5, 1))
    members(15, dt.date(2019, 5, 1), END_OF_2020)
    members(233, dt.date(2022, 3, 1), subtype="assessed_unit")
    roster = roster_on(END_OF_2022, END_OF_2020)
    assert (len(roster.earlier), len(roster.members)) == (355, 573)
    assert (roster.joined.count(), roster.left.count()) == (233, 15)
    assert facet(roster, "subtype")["assessed unit"] == (233, 233, Decimal("40.7"))


def test_evp_06_share_of_each_channel() -> None:
    for channel, count in (("pool", 5), ("nomination", 3), ("third_party", 2)):
        RosterSpellFactory.create_batch(count, channel=channel)
    shares = facet(roster_on(END_OF_2022, END_OF_2020), "channel")
    assert [share[2] for share in shares.values()] == [Decimal(50), Decimal(30), Decimal(20)]


def test_evp_10_a_base_of_160_with_its_composition() -> None:
    members(160, dt.date(2022, 1, 1))
    speciality = TagFactory(kind=Tag.Kind.SPECIALITY)
    speciality.evaluators.set(Evaluator.objects.all()[:64])
    roster = roster_on(END_OF_2022, END_OF_2020)
    assert len(roster.members) == 160
    breadth = facet(roster, "specialists and generalists")
    assert [count for count, *_rest in breadth.values()] == [64, 96]


def test_evp_01_and_03_pools_and_origins() -> None:
    for code in ("former-principal", "discipline"):
        tag = TagFactory(kind=Tag.Kind.ORIGIN, code=code, name=code)
        EvaluatorFactory(pool="expert", subtype="scholar").tags.add(tag)
    EvaluatorFactory().tags.add(tag)
    roster = roster_on(END_OF_2022, END_OF_2020)
    assert facet(roster, "pool")["expert"][0] == 2
    assert facet(roster, "origin")["discipline"][0] == 2


def test_queries_do_not_grow_with_people() -> None:
    counts = []
    for _ in range(2):
        for one in EvaluatorFactory.create_batch(4):
            one.tags.add(TagFactory(kind=Tag.Kind.ORIGIN))
        with CaptureQueriesContext(connection) as queries:
            composition_of(roster_on(END_OF_2022, END_OF_2020))
        counts.append(len(queries))
    assert counts[0] == counts[1]
