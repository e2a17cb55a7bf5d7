"""The factories themselves: each makes rows that pass the models' own checks."""

import pytest

from indicators.models import SystemNode
from tests.indicators import factories, merger_factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "make",
    [
        factories.IndicatorFactory,
        factories.TreeFactory,
        factories.SectionFactory,
        factories.LeafFactory,
        factories.OverrideFactory,
        factories.PersonWeightFactory,
        factories.ExemptionFactory,
        factories.LinkFactory,
        factories.ValueFactory,
        merger_factories.MergerFactory,
        merger_factories.DatumFactory,
    ],
)
def test_factory_makes_valid_rows(make):
    make().full_clean()


@pytest.mark.parametrize("trait", ["judged", "linked"])
def test_leaf_traits_make_valid_rows(trait):
    factories.LeafFactory(**{trait: True}).full_clean()


def test_published_tree_has_four_leaves():
    system = factories.TreeFactory(published=True)
    assert [leaf.code for leaf in SystemNode.objects.leaves().filter(system=system)] == [
        "A11",
        "A12",
        "B11",
        "B12",
    ]
