"""Bundles: canonical text, digests, storage, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from scoring import Bundle, BundleError, Sheets, score
from tests.scoring.builders import RandomBundle, bundle, node, sheets


def shuffled(original, seed):
    """The same bundle with the rows of every table and all sheets in another order."""
    rng = np.random.default_rng(seed)
    tables = {
        name: original.table(name).sample(frac=1, random_state=seed).reset_index(drop=True)
        for name in ("assessees", "nodes", "weights", "exemptions", "values", "links")
    }
    judgements = {}
    for source, packed in reversed(original.judgements.items()):
        order = rng.permutation(len(packed.keys))
        keys = packed.keys.iloc[order].reset_index(drop=True)
        judgements[source] = Sheets(keys, packed.marks[order], packed.leaves, packed.unit)
    return Bundle(**tables, judgements=judgements, scheme=dict(reversed(original.scheme.items())))


def assert_same(one, other):
    assert one.assessees == other.assessees
    for name in ("points", "full_marks", "total_micro", "total", "rank"):
        assert (getattr(one, name) == getattr(other, name)).all(), name
    assert one.workings.differences(other.workings) == []


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_rows_changes_neither_digest_nor_outcome(seed):
    drawn = RandomBundle(seed)
    other = shuffled(drawn.bundle, seed)
    assert other.digests() == drawn.bundle.digests()
    assert other.freeze() == drawn.bundle.freeze()
    assert_same(score(other, drawn.linked_totals), score(drawn.bundle, drawn.linked_totals))


@pytest.mark.parametrize("seed", range(12))
def test_a_stored_bundle_comes_back_whole(seed):
    drawn = RandomBundle(seed)
    restored = Bundle.from_bytes(drawn.bundle.freeze()[0])
    assert restored.digests() == drawn.bundle.digests()
    assert_same(score(restored, drawn.linked_totals), score(drawn.bundle, drawn.linked_totals))


def simple(**changes):
    given = {"nodes": [node("x", 100, rule="marks")], "values": [("a", "x", "actual", "80")]}
    return bundle(**(given | changes))


def test_numbers_have_one_spelling():
    other = simple(values=[("a", "x", "actual", "80.00")])
    assert other.digests() == simple().digests()


def test_text_is_normalised_to_nfc():
    one = simple(values=[("caf\u00e9", "x", "actual", "80")])
    other = simple(values=[("cafe\u0301", "x", "actual", "80")])
    assert other.digests() == one.digests()


@pytest.mark.parametrize(
    "other",
    [
        simple(values=[("a", "x", "actual", "80.000001")]),
        simple(nodes=[node("x", 100, rule="marks", params={"scale": "120"})]),
        simple(scheme={"decimals": 3}),
        simple(exemptions=[("a", "x")]),
        simple(judgements={"judged": sheets([("a", "e", "", [5])], ("x",))}),
    ],
    ids=["value", "rule", "scheme", "exemption", "sheets"],
)
def test_any_change_shows_in_the_digest(other):
    assert other.digests()[""] != simple().digests()[""]


def test_digest_is_pinned():
    """A stored digest must still hold years later: a change here breaks every signed run."""
    assert simple().digests()[""] == PINNED


# The engine's version is part of a bundle; of version 2 nothing else differs from version 1 here.
PINNED = "2aacdfc39f8edab43cf23b471100132b0e64c0b6a344c487945198089858d5a7"


def test_twin_sheets_of_anonymous_ballots_keep_one_order():
    rows = [("a", "", "", [mark]) for mark in (70, 90, 80)]
    one = simple(values=[], assessees=["a"], judgements={"b": sheets(rows, ("x",))})
    other = simple(values=[], assessees=["a"], judgements={"b": sheets(rows[::-1], ("x",))})
    assert one.digests() == other.digests()


REFUSED = {
    "unknown assessee": (
        {"values": [("b", "x", "actual", "1")], "assessees": ["a"]},
        "assessee: b",
    ),
    "unknown node": ({"values": [("a", "y", "actual", "1")]}, "node: y"),
    "same value twice": ({"values": [("a", "x", "actual", "1")] * 2}, "values stands twice"),
    "unknown scheme key": ({"scheme": {"colour": 1}}, "colour"),
    "unknown ties": ({"scheme": {"ties": "lottery"}}, "ties"),
    "unknown missing law": ({"scheme": {"missing": "zero"}}, "zero"),
    "decimals": ({"scheme": {"decimals": 7}}, "decimals"),
    "neutral share": ({"scheme": {"neutral_share": "1.5"}}, "neutral_share"),
    "rater class weight": ({"scheme": {"judging": {"": {"classes": {"A": "0"}}}}}, "above 0"),
    "trimming": ({"scheme": {"judging": {"": {"trim_each": 3}}}}, "no marks"),
    "trimming of a class": (
        {"scheme": {"judging": {"": {"classes": {"A": "1"}, "ways": {"A": {"trim_each": 0}}}}}},
        "no marks",
    ),
    "way of a class without weight": (
        {"scheme": {"judging": {"": {"ways": {"A": {"aggregation": "mean"}}}}}},
        "'A' of '' has no weight",
    ),
    "unknown way of a class": (
        {"scheme": {"judging": {"": {"classes": {"A": "1"}, "ways": {"A": {"best_of": 2}}}}}},
        "Unknown keys of the class 'A'",
    ),
}


@pytest.mark.parametrize(("changes", "message"), REFUSED.values(), ids=list(REFUSED))
def test_a_bundle_that_contradicts_itself_is_refused(changes, message):
    with pytest.raises(BundleError, match=message):
        simple(**changes)


def test_a_missing_column_is_named():
    with pytest.raises(BundleError, match="nodes lacks the column 'rule'"):
        Bundle(
            assessees=pd.DataFrame({"assessee": ["a"]}),
            nodes=pd.DataFrame([node("x", 1, rule="marks")]).drop(columns="rule"),
        )
