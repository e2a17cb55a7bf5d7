"""Deputies with weights of their own, from the sheet to the explained total (IND-20, F21)."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.selectors.bundles import collect_bundles
from assessment.selectors.explanations import explanation
from assessment.services.cycles import open_cycle
from indicators.models import PersonWeight
from indicators.services.person_weights import set_person_weights
from indicators.services.systems import publish_system
from tests.assessment.factories import OPENED_ON, CycleFactory
from tests.assessment.worlds import make_units, report, run_to_end
from tests.indicators.factories import (
    LeafFactory,
    OverrideFactory,
    PersonWeightFactory,
    SectionFactory,
    SystemFactory,
    TreeFactory,
)
from tests.organization.factories import AppointmentFactory, CategoryFactory, UserFactory

pytestmark = pytest.mark.django_db

BASE = {"A1": 30, "A2": 30, "A3": 20}


@pytest.fixture
def system(db):
    """Own remit 80 = 30 + 30 + 20, common work 20."""
    system = SystemFactory(category=CategoryFactory(), assessee_kind="deputy")
    remit = SectionFactory(system=system, code="A", name="分管工作", weight=80)
    common = SectionFactory(system=system, code="B", name="共性工作", weight=20)
    for code, weight in BASE.items():
        LeafFactory(system=system, parent=remit, code=code, weight=weight)
    LeafFactory(system=system, parent=common, code="B1", weight=20)
    return system


def keyed(system, weights):
    keys = dict(system.nodes.values_list("code", "pk"))
    return {keys[code]: Decimal(weight) for code, weight in weights.items()}


def opened(system, *others):
    publish_system(system, by=UserFactory())
    cycle = CycleFactory(systems=[system, *others])
    open_cycle(cycle, day=OPENED_ON, by=UserFactory())
    return cycle


def test_ind_20_f21_a_deputy_with_own_weights_in_the_block_of_80(system, office_clerk):
    """IND-20, F21: 40 x 0.95 + 24 x 0.9 + 16 x 1 = 75.6, + 18 = 93.6; the other: 75.5 + 18."""
    (unit,) = make_units(system.category, 1)
    first, second = AppointmentFactory.create_batch(2, unit=unit)
    own = keyed(system, {"A1": 40, "A2": 24, "A3": 16})
    set_person_weights(system, first.cadre, own, reason="年度职责清单", by=office_clerk)
    report(system, unit, [95, 90, 100, 90])

    results = run_to_end(opened(system)).groups.get().results

    told = explanation(results.get(assessee__appointment=first))
    assert (told.total, told.agrees) == (Decimal("93.60"), True)
    rows = {row.code: (row.full, row.points, row.weight_reason) for row in told.rows}
    assert rows["A"] == (80, Decimal("75.6"), "")
    assert rows["A1"] == (40, 38, "年度职责清单")
    assert rows["B1"] == (20, 18, "")
    told = explanation(results.get(assessee__appointment=second))
    assert (told.total, {row.weight_reason for row in told.rows}) == (Decimal("93.50"), {""})


def test_a_person_s_sheet_comes_before_the_unit_s_as_a_whole(system, office_clerk):
    units = make_units(system.category, 2)
    posts = [post for unit in units for post in AppointmentFactory.create_batch(2, unit=unit)]
    for unit in units:
        for code, weight in (("A1", 28), ("A3", 22)):
            node = system.nodes.get(code=code)
            OverrideFactory(node=node, unit=unit, weight=weight, reason="单位差异")
    own = keyed(system, {"A1": 40, "A2": 20})
    set_person_weights(system, posts[0].cadre, own, reason="分管工业", by=office_clerk)
    # Units stand beside people in the same cycle; they have no cadre.
    cycle = opened(system, TreeFactory(category=system.category, published=True))
    found, queries = [], []
    for post in (None, posts[3]):
        if post:
            for code, weight in (("A1", 40), ("A2", 20)):
                PersonWeightFactory(
                    node=system.nodes.get(code=code), cadre=post.cadre, weight=weight
                )
        with CaptureQueriesContext(connection) as asked:
            groups = collect_bundles(cycle)
        queries.append(len(asked))
        rows = [row for group in groups for row in group.bundle.weights.itertuples()]
        found.append({(row.assessee, row.node): Decimal(row.weight) for row in rows})
    by_person, by_unit = {"A1": 40, "A2": 20}, {"A1": 28, "A3": 22}
    keys = [cycle.assessees.get(appointment=post).key for post in posts]
    for rows, own_sheets in zip(found, ({0}, {0, 3}), strict=True):
        assert rows == {
            (key, code): weight
            for number, key in enumerate(keys)
            for code, weight in (by_person if number in own_sheets else by_unit).items()
        }
    assert queries[0] == queries[1]


def test_ind_20_weights_that_add_up_to_79_are_refused(system, office_clerk):
    """IND-20: weights in the block sum to 80, else refused."""
    deputy = AppointmentFactory().cadre
    short = keyed(system, {"A1": 40, "A2": 24, "A3": 15})
    with pytest.raises(ValidationError, match=r"79 .*80") as refusal:
        set_person_weights(system, deputy, short, reason="年度职责清单", by=office_clerk)
    assert [error.code for error in refusal.value.error_list] == ["total"]
    assert not PersonWeight.objects.exists()
