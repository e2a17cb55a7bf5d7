"""Values to reach are written as people write them, and do give what they promise."""

import pandas as pd
import pytest

from feedback.rules.regain import Prospect
from scoring import Bundle, score

NODE = {
    "node": "L",
    "parent": "",
    "position": 1,
    "weight": "10",
    "is_leaf": True,
    "kind": "scored",
    "cap": "",
    "floor": "",
    "source": "reported",
    "rule": "target",
    "params": '{"target": "90"}',
    "missing": "",
}


def targets(values: list[str], **node: str) -> dict[str, float]:
    """Values that the first assessee could reach, by what they are."""
    keys = [f"u{number}" for number in range(len(values))]
    bundle = Bundle(
        assessees=pd.DataFrame({"assessee": keys}),
        nodes=pd.DataFrame([NODE | node]),
        values=pd.DataFrame(
            {"assessee": keys, "node": "L", "series": "actual", "value": values}, dtype=object
        ),
    )
    outcome = score(bundle)
    prospect = Prospect(
        workings=outcome.workings,
        leaf=outcome.workings.tree.leaves[0],
        rate=outcome.points[:, 0] / outcome.full_marks[:, 0],
        row=0,
        full=int(outcome.full_marks[0, 0]),
        points=int(outcome.points[0, 0]),
    )
    return {target.basis: target.value for target in prospect.targets()}


def test_median_best_and_full_marks_stand_in_order_of_gain():
    assert targets(["60", "70", "80"]) == {"median": 70, "best": 80, "full": 90}


def test_nothing_nearer_than_the_own_place_is_named():
    assert targets(["80", "70", "60"]) == {"full": 90}
    assert targets(["90", "70", "60"]) == {}


def test_less_is_better_is_followed_downwards():
    params = '{"target": "5", "direction": "lower"}'
    assert targets(["8", "7", "6.5"], params=params) == {"median": 7, "best": 6.5, "full": 5}


@pytest.mark.parametrize(
    ("rule", "params"),
    [("rank", '{"start": "1", "step": "0.05"}'), ("ratio_to_best", "{}")],
)
def test_full_marks_are_not_promised_where_they_depend_on_others(rule, params):
    assert set(targets(["60", "70", "80"], rule=rule, params=params)) <= {"median", "best"}


def test_the_threshold_of_a_band_is_met_exactly():
    params = '{"form": "steps", "bands": [["0", "6"], ["87.5", "10"]]}'
    found = targets(["80", "81", "82"], rule="bands", params=params)
    assert found == {"full": 87.5}
