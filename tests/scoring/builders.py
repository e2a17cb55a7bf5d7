"""Short ways to write a bundle in a test, and random ones of every shape."""

import json
import random

import numpy as np
import pandas as pd

from scoring import NOT_GIVEN, RULES, Bundle, Sheets
from scoring.bundle import COLUMNS


def node(code, weight="", *, parent="", position=0, rule="", params=None, **other):
    """One row of `nodes`; a node with a rule is a leaf."""
    return {
        "node": code,
        "parent": parent,
        "position": position,
        "weight": str(weight),
        "is_leaf": bool(rule),
        "kind": "scored",
        "cap": "",
        "floor": "",
        "source": "reported" if rule else "",
        "rule": rule,
        "params": json.dumps(params or {}),
        "missing": "",
    } | other


def table(name, rows):
    return pd.DataFrame(rows, columns=list(COLUMNS[name]), dtype=object)


def bundle(nodes, values=(), *, assessees=(), judgements=None, scheme=None, **tables):
    """A bundle from rows; assessees are found in the values when not given."""
    names = sorted(assessees) or sorted({row[0] for row in values})
    return Bundle(
        assessees=pd.DataFrame({"assessee": names}, dtype=object),
        nodes=pd.DataFrame(nodes),
        values=table("values", values),
        judgements=judgements or {},
        scheme=scheme or {},
        **{name: table(name, rows) for name, rows in tables.items()},
    )


def sheets(rows, leaves, unit=1):
    """Sheets from (assessee, evaluator, rater class, marks) rows; None is a mark not given."""
    keys = pd.DataFrame([row[:3] for row in rows], columns=["assessee", "evaluator", "rater_class"])
    marks = [[NOT_GIVEN if mark is None else mark for mark in row[3]] for row in rows]
    return Sheets(keys, np.array(marks, dtype=np.int16).reshape(-1, len(leaves)), leaves, unit)


# ---- random bundles --------------------------------------------------------------------------

BANDS = [["50", "2"], ["70", "4.5"], ["85", "7"]]
STANDARDS = [["40", "0.2"], ["55", "0.4"], ["70", "0.6"], ["80", "0.8"], ["95", "1"]]
DIRECTIONS = ({}, {"direction": "lower"})


def random_params(kind, rng):
    """Some valid parameters of a rule."""
    direction = rng.choice(DIRECTIONS)
    choices = {
        "target": [
            {"target": "60", "cap": "1.2", **direction},
            {"form": "base", **direction},
            {"form": "base", "gap": "difference", "target": "70", "points_per_unit": "0.03"},
            {"form": "step", "step": "2", "points_per_step": "0.3", **direction},
        ],
        "bands": [
            {"bands": BANDS, "below": "1", "edge": rng.choice(["from", "to"])},
            {"bands": BANDS, "form": "lines"},
            {"bands": BANDS, "below": "0", "guard_from": "33.33", "guard_points": "0.5"},
        ],
        "rank": [
            {"step": "0.13", "floor": "0.1", **direction},
            {"form": "table", "table": [["1", "6"], ["2", "5.7"], ["4", "5"]], **direction},
        ],
        "ratio_to_best": [direction],
        "benchmark": [
            {"cap_up": "1", "cap_down": "2", "points_per_unit": "0.1", **direction},
            {"against": "stated_average", "cap_up": "1", "cap_down": "2", **direction},
            {"against": "stated_best", "cap_up": "1", "cap_down": "2", "unit": "2", **direction},
            {"against": "mean", "cap_up": "1.5", "cap_down": "1", "unit": "3", **direction},
            {"against": "median", "cap_up": "1.5", "cap_down": "1", "whole_steps": True},
            {"against": "best", "cap_up": "0", "cap_down": "3", "unit": "7", **direction},
        ],
        "growth": [direction, {"whole_steps": False, "step": "3", **direction}],
        "count": [
            {"base": "1", "add_each": "0.05", "add_cap": "3"},
            {"effect": "deduct", "base": "5", "deduct_each": "0.1", "floor": "0"},
            {"effect": "both", "floor": "-3", "ceiling": "3", "add_each": "0.07"},
        ],
        "linear": [direction, {"low": "10", "high": "90", "floor": "0.1"}, {"low": "10"}],
        "efficacy": [
            {"bad": "30", "good": "90"},
            {"bad": "90", "good": "35", "cap": "1.1"},
            {},
            {"form": "standards", "standards": STANDARDS},
            {"form": "standards", "standards": [[s, c] for (s, _), (_, c) in MIRRORED]},
        ],
        "standardised": [direction, {"clip": "0.7", "spread": "0.15", **direction}],
        "options": [{"options": [["good", "100"], ["fair", "60"], ["poor", "0"]]}],
        "marks": [{}, {"scale": "120"}],
        "checklist": [
            {"items": "3", "reversed": ["2"]},
            {"items": "100", "points_each": "0.12"},
        ],
        "linked": [{}, {"form": "shortfall", "benchmark": "70", "points_each": "7"}],
    }
    return rng.choice(choices[kind])


MIRRORED = list(zip(STANDARDS[::-1], STANDARDS, strict=True))
# Every rule: one without parameters above, or without its reference, fails here.
KINDS = tuple(RULES)
SERIES = {
    "target": ("target",),
    "bands": ("guard",),
    "benchmark": ("benchmark", "average", "best"),
    "growth": ("previous",),
    "count": ("minus",),
    "efficacy": ("bad", "good"),
}


class RandomBundle:
    """A bundle drawn from a seed: any shape, every rule, every law, gaps of every kind."""

    def __init__(self, seed):
        self.rng = rng = random.Random(seed)
        self.people = [f"单位{n:02d}" for n in range(rng.randint(1, 9))]
        self.gaps = rng.choice([0, 0, 0.05, 0.3])
        self.nodes, self.values, self.links, self.judged = [], [], [], []
        self.linked_totals = {}
        self.grow()
        self.bundle = bundle(
            self.nodes,
            self.values,
            assessees=self.people,
            judgements=self.sheets(),
            scheme=self.scheme(),
            links=self.links,
            exemptions=self.exemptions(),
            weights=self.weights(),
        )

    def grow(self):
        for top in range(self.rng.randint(1, 4)):
            leaves = self.rng.randint(1, 5)
            weights = [self.rng.choice(["1", "2.5", "7", "12.25"]) for _ in range(leaves)]
            whole = str(sum(float(weight) for weight in weights))
            cap = self.rng.choice(["", "", str(round(float(whole) * 0.8, 2))])
            self.nodes.append(node(f"T{top}", whole, position=top, cap=cap))
            for leaf, weight in enumerate(weights):
                self.add_leaf(f"T{top}.{leaf}", weight, f"T{top}")
        if self.rng.random() < 0.6:
            self.nodes.append(node("Z", kind="bonus", position=9, cap="4", floor="-2"))
            self.add_leaf("Z.1", "", "Z", kinds=("count",), kind="bonus", cap="3.5")
            self.add_leaf("Z.2", "5", "Z", kinds=("benchmark", "count", "marks"), kind="bonus")

    def add_leaf(self, code, weight, parent, kinds=KINDS, **other):
        rule = self.rng.choice(kinds)
        params = random_params(rule, self.rng)
        source = (
            "linked" if rule == "linked" else self.rng.choice(["reported", "reported", "cycle"])
        )
        missing = self.rng.choice(["", "", "hold", "renormalise", "floor:0.6"])
        judged = rule in ("marks", "rank", "bands", "linear") and self.rng.random() < 0.5
        if judged and "guard_from" not in params:
            source = self.rng.choice(["judged", "ballot"])
            self.judged.append((code, source))
        row = node(code, weight, parent=parent, rule=rule, params=params)
        self.nodes.append(row | {"source": source, "missing": missing} | other)
        for who in self.people:
            self.add_values(who, code, rule, params, source)

    def draw(self, low=0, high=100):
        """A value with up to two decimals, coarse enough for ties."""
        return str(round(self.rng.uniform(low, high), self.rng.choice([0, 0, 1, 2])))

    def put(self, who, code, series, value):
        if self.rng.random() >= self.gaps:
            self.values.append((who, code, series, value))

    def add_values(self, who, code, rule, params, source):
        if source in ("judged", "ballot"):
            return
        if rule == "linked":
            self.add_links(who, code)
        answers = self.answers(code, rule, params)
        for name in answers:
            self.put(who, code, name, str(self.rng.randint(0, 1 if rule == "checklist" else 90)))
        if not answers and rule != "linked":
            self.put(who, code, "actual", self.draw(-5))
        for series in SERIES.get(rule, ()):
            self.put(who, code, series, self.draw(-3))

    @staticmethod
    def answers(code, rule, params):
        """The series that replace the actual value of some leaves."""
        if rule == "options" and len(code) % 2 == 0:
            return ("votes/good", "votes/fair", "votes/poor/B", "votes/good/B")
        if rule == "checklist" and params["items"] == "3":
            return ("item/1", "item/2", "item/3")
        return ("class/", "class/B") if rule == "marks" and code.endswith("1") else ()

    def add_links(self, who, code):
        for target in self.rng.sample(["d1", "d2", "d3", "d4"], self.rng.randint(0, 3)):
            self.links.append((who, code, target, self.rng.choice(["", "2", "0.5"])))
            total = self.rng.choice([None, *range(50_000_000, 95_000_001, 1_234_567)])
            self.linked_totals.setdefault(target, total if self.gaps else total or 1)

    def sheets(self):
        found = {}
        for source in ("judged", "ballot"):
            leaves = tuple(code for code, where in self.judged if where == source)
            rows = [
                (who, f"e{n}", self.rng.choice(["A", "B", "C"]), self.marks(len(leaves)))
                for who in self.people
                for n in range(self.rng.choice([0, 1, 2, 5, 8, 70] if source == "ballot" else [6]))
            ]
            if leaves:
                found[source] = sheets(rows, leaves, unit=10)
        return found

    def marks(self, count):
        return [
            None if self.rng.random() < self.gaps else self.rng.randint(0, 1000)
            for _ in range(count)
        ]

    def judging(self, classes):
        return {
            **self.way(),
            "classes": classes,
            "ways": {name: self.way() for name in classes if self.rng.random() < 0.6},
            "absent_class": self.rng.choice(["renormalise", "hold"]),
        }

    def way(self):
        return {
            "aggregation": self.rng.choice(["mean", "median", "trimmed"]),
            "trim_above": self.rng.choice([4, 5]),
            "trim_each": self.rng.choice([1, 2]),
        }

    def scheme(self):
        rng = self.rng
        return {
            "decimals": rng.choice([0, 1, 2, 3, 6]),
            "ties": rng.choice(["competition", "dense"]),
            "missing": rng.choice(["hold", "renormalise", "floor:0"]),
            "neutral_share": rng.choice(["0.8", "0.65"]),
            "bonus_cap": rng.choice(["", "2"]),
            "bonus_floor": rng.choice(["", "-0.5"]),
            "judging": {
                "judged": self.judging(rng.choice([{}, {"A": "30", "B": "30", "C": "40"}])),
                "ballot": self.judging({"A": "1", "B": "1", "C": "2.5"}),
                "": self.judging({"": "60", "B": "40"}),
            },
        }

    def exemptions(self):
        share = self.rng.choice([0, 0.1])
        return [
            (who, row["node"])
            for who in self.people
            for row in self.nodes
            if row["is_leaf"] and self.rng.random() < share
        ]

    def weights(self):
        """Move one point between two leaves of the first assessee, total kept."""
        leaves = [row for row in self.nodes if row["is_leaf"] and row["kind"] == "scored"]
        if len(leaves) < 2 or self.rng.random() < 0.5:
            return []
        less, more = self.rng.sample(leaves, 2)
        return [
            (self.people[0], less["node"], str(float(less["weight"]) - 0.75)),
            (self.people[0], more["node"], str(float(more["weight"]) + 0.75)),
        ]
