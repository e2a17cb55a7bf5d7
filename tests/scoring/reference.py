"""The slow, obvious reference: Decimal numbers, plain loops, one assessee and one leaf at a time.

It shares no code with the engine but the names of columns and the defaults of parameters, and it
takes the same decisions by another road: dictionaries instead of arrays, exact decimals to 50
digits instead of floats.
"""

import json
from decimal import ROUND_FLOOR, Decimal, getcontext

from scoring import NOT_GIVEN, RULES
from tests.scoring.reference_rules import Group

getcontext().prec = 50
NUDGE = Decimal(1) / 2**30
MILLION = 1_000_000


def micro(points):
    """Half up, away from zero, after the nudge."""
    size = ((abs(points) + NUDGE) * MILLION + Decimal("0.5")).to_integral_value(ROUND_FLOOR)
    return int(size) if points >= 0 else -int(size)


def six(value):
    return Decimal(micro(value)) / MILLION


def clamp(value, low, high):
    if low is not None and value < low:
        return low
    if high is not None and value > high:
        return high
    return value


def number(text):
    return None if text == "" else Decimal(str(text))


class Reference:
    def __init__(self, bundle, linked_totals=None):
        self.bundle = bundle
        self.scheme = bundle.scheme
        self.linked_totals = linked_totals or {}
        self.people = sorted(bundle.assessees["assessee"])
        self.nodes = {row["node"]: row for row in bundle.nodes.to_dict("records")}
        self.series = {
            (row["assessee"], row["node"], row["series"]): Decimal(row["value"])
            for row in bundle.values.to_dict("records")
        }
        self.own_weight = {
            (row["assessee"], row["node"]): Decimal(row["weight"])
            for row in bundle.weights.to_dict("records")
        }
        self.exempt = {
            (row["assessee"], row["node"]) for row in bundle.exemptions.to_dict("records")
        }
        self.neutral = set()
        self.run()

    # ---- the tree ----------------------------------------------------------------------------
    def children(self, code):
        found = [row for row in self.nodes.values() if row["parent"] == code]
        return [
            row["node"] for row in sorted(found, key=lambda row: (row["position"], row["node"]))
        ]

    def scored(self, code):
        return [child for child in self.children(code) if self.nodes[child]["kind"] == "scored"]

    def leaves(self):
        return [code for code, row in self.nodes.items() if row["is_leaf"]]

    def law(self, leaf):
        row = self.nodes[leaf]
        if row["source"] in {"cycle", "team", "members", "linked"}:
            return "hold"
        return row["missing"] or self.scheme["missing"]

    # ---- the calculation ---------------------------------------------------------------------
    def run(self):
        self.raw, marked = {}, {}
        for leaf in self.leaves():
            values = {who: self.raw_value(who, leaf) for who in self.people}
            for who in self.people:
                if (who, leaf) in self.exempt:
                    values[who] = None
                self.raw[who, leaf] = values[who]
            points = self.apply_rule(leaf, values)
            for who in self.people:
                marked[who, leaf] = None if (who, leaf) in self.exempt else points[who]
        self.points, self.full, self.total_micro, self.missing = {}, {}, {}, set()
        for who in self.people:
            self.score_one(who, marked)
        decimals = self.scheme["decimals"]
        step = 10 ** (6 - decimals)
        self.total = {
            who: None if exact is None else self.half_up(exact, step)
            for who, exact in self.total_micro.items()
        }
        self.rank = {who: self.place(who) for who in self.people}

    @staticmethod
    def half_up(exact, step):
        size = (abs(exact) * 2 + step) // (2 * step)
        return size if exact >= 0 else -size

    def place(self, who):
        mine = self.total[who]
        if mine is None:
            return 0
        better = [other for other in self.total.values() if other is not None and other > mine]
        return 1 + len(set(better) if self.scheme["ties"] == "dense" else better)

    def score_one(self, who, marked):
        counted, held = set(), False
        for leaf in self.leaves():
            if (who, leaf) in self.exempt:
                continue
            if marked[who, leaf] is None:
                self.missing.add((who, leaf))
                if self.law(leaf) == "renormalise":
                    continue
                held = held or self.law(leaf) == "hold"
            counted.add(leaf)
        self.give_full(who, counted)
        for leaf in self.leaves():
            self.points[who, leaf] = self.leaf_points(who, leaf, marked[who, leaf])
        tops = self.children("")
        for top in tops:
            self.add_up(who, top)
        total = sum(self.points[who, top] for top in tops)
        bonus = sum(
            self.points[who, code]
            for code, row in self.nodes.items()
            if row["kind"] == "bonus"
            and (row["parent"] == "" or self.nodes[row["parent"]]["kind"] == "scored")
        )
        low, high = number(self.scheme["bonus_floor"]), number(self.scheme["bonus_cap"])
        limited = clamp(
            bonus,
            None if low is None else int(low * MILLION),
            None if high is None else int(high * MILLION),
        )
        tops = self.scored("")
        whole = sum(int(Decimal(self.nodes[top]["weight"]) * MILLION) for top in tops)
        if sum(self.full[who, top] for top in tops) != whole:
            self.missing.add((who, ""))
            held = True
        self.total_micro[who] = None if held else total + limited - bonus

    def leaf_points(self, who, leaf, points):
        row = self.nodes[leaf]
        full = self.full[who, leaf]
        nominal = int(Decimal(row["weight"] or "0") * MILLION)
        if (who, leaf) in self.exempt:
            given = Decimal(0)
        elif points is None:
            law = self.law(leaf)
            given = Decimal(0)
            if law.startswith("floor:"):
                given = Decimal(law.removeprefix("floor:")) * full / MILLION
        elif row["kind"] == "scored" and full != nominal:
            given = points * full / max(nominal, 1)
        else:
            given = points
        return micro(given)

    def add_up(self, who, code):
        if not self.nodes[code]["is_leaf"]:
            for child in self.children(code):
                self.add_up(who, child)
            self.points[who, code] = sum(self.points[who, child] for child in self.children(code))
        low, high = number(self.nodes[code]["floor"]), number(self.nodes[code]["cap"])
        self.points[who, code] = clamp(
            self.points[who, code],
            None if low is None else int(low * MILLION),
            None if high is None else int(high * MILLION),
        )

    # ---- full marks --------------------------------------------------------------------------
    def weight(self, who, code):
        if (who, code) in self.own_weight:
            return self.own_weight[who, code]
        if self.nodes[code]["is_leaf"]:
            return Decimal(self.nodes[code]["weight"] or "0")
        return sum((self.weight(who, child) for child in self.scored(code)), Decimal(0))

    def give_full(self, who, counted):
        for code in self.nodes:
            self.full[who, code] = 0
        whole = sum((Decimal(self.nodes[top]["weight"]) for top in self.scored("")), Decimal(0))
        self.share(who, "", int(whole * MILLION), counted)

    def counts(self, code, counted):
        if self.nodes[code]["is_leaf"]:
            return code in counted
        return any(self.counts(child, counted) for child in self.scored(code))

    def share(self, who, code, amount, counted):
        heirs = [child for child in self.scored(code) if self.counts(child, counted)]
        weights = [int(self.weight(who, child) * MILLION) for child in heirs]
        whole = sum(weights)
        if whole == 0:
            return
        shares = [amount * weight // whole for weight in weights]
        remainders = [amount * weight % whole for weight in weights]
        for _ in range(amount - sum(shares)):
            largest = max(range(len(heirs)), key=lambda i: (remainders[i], -i))
            shares[largest] += 1
            remainders[largest] = -1
        for child, share in zip(heirs, shares, strict=True):
            self.full[who, child] = share
            if not self.nodes[child]["is_leaf"]:
                self.share(who, child, share, counted)

    # ---- raw values --------------------------------------------------------------------------
    def judging(self, source):
        plain = {
            "classes": {},
            "ways": {},
            "aggregation": "mean",
            "trim_above": 5,
            "trim_each": 1,
            "absent_class": "renormalise",
        }
        return self.scheme["judging"].get(source) or self.scheme["judging"].get("") or plain

    def raw_value(self, who, leaf):
        for source, sheets in self.bundle.judgements.items():
            if leaf in sheets.leaves:
                return self.judged(who, leaf, sheets, self.judging(source))
        mine = {key[2]: value for key, value in self.series.items() if key[:2] == (who, leaf)}
        known = {key[2] for key in self.series if key[1] == leaf}
        params = self.params(leaf)
        law = self.judging(self.nodes[leaf]["source"])
        if any(row["node"] == leaf for row in self.bundle.links.to_dict("records")):
            return self.linked(who, leaf, params)
        if any(name.startswith("votes/") for name in known):
            return self.voted(mine, known, params, law)
        if any(name.startswith("class/") for name in known):
            names = {name.removeprefix("class/") for name in known if name.startswith("class/")}
            means = {name: mine.get(f"class/{name}") for name in names}
            return self.combine(means, law)
        if any(name.startswith("item/") for name in known):
            return self.ticked(mine, params)
        return mine.get("actual")

    def judged(self, who, leaf, sheets, law):
        by_class = {}
        for key, marks in zip(sheets.keys.to_dict("records"), sheets.marks, strict=True):
            mark = int(marks[sheets.leaves.index(leaf)])
            if key["assessee"] == who and mark != NOT_GIVEN:
                rater_class = key["rater_class"] if law["classes"] else ""
                by_class.setdefault(rater_class, []).append(Decimal(mark) / sheets.unit)
        means = {
            name: self.average(sorted(marks), law["ways"].get(name) or law)
            for name, marks in by_class.items()
        }
        return self.combine(means, {**law, "classes": law["classes"] or {"": "1"}})

    @staticmethod
    def average(marks, law):
        if law["aggregation"] == "median":
            middle = len(marks) // 2
            marks = [marks[middle]] if len(marks) % 2 else marks[middle - 1 : middle + 1]
        elif law["aggregation"] == "trimmed" and len(marks) > law["trim_above"]:
            marks = marks[law["trim_each"] : -law["trim_each"]]
        return sum(marks) / len(marks)

    @staticmethod
    def combine(means, law):
        classes = law["classes"] or dict.fromkeys(means, "1")
        present = [name for name in classes if means.get(name) is not None]
        if not present or (law["absent_class"] == "hold" and len(present) < len(classes)):
            return None
        weights = {name: Decimal(classes[name]) for name in present}
        weighed = sum(means[name] * weights[name] for name in present)
        return six(weighed / sum(weights.values()))

    def voted(self, mine, known, params, law):
        worth = {name: Decimal(value) for name, value in params["options"]}
        classes = {}
        for name in known:
            if name.startswith("votes/"):
                option, _, rater_class = name.removeprefix("votes/").partition("/")
                votes = mine.get(name, Decimal(0))
                classes.setdefault(rater_class, []).append((votes, worth[option]))
        means = {}
        for name, rows in classes.items():
            count = sum(votes for votes, _ in rows)
            means[name] = sum(votes * value for votes, value in rows) / count if count else None
        return self.combine(means, law)

    @staticmethod
    def ticked(mine, params):
        answers = {name[5:]: value for name, value in mine.items() if name.startswith("item/")}
        if len(answers) != int(params["items"]):
            return None
        return sum(
            1 - value if name in params["reversed"] else value for name, value in answers.items()
        )

    def linked(self, who, leaf, params):
        rows = [
            row
            for row in self.bundle.links.to_dict("records")
            if row["assessee"] == who and row["node"] == leaf
        ]
        totals = [self.linked_totals.get(row["target"]) for row in rows]
        if not rows or None in totals:
            return None
        exact = [Decimal(total) / MILLION for total in totals]
        if params["form"] == "shortfall":
            below = sum(1 for total in exact if total < Decimal(params["benchmark"]))
            left = Decimal(params["scale"]) - Decimal(params["points_each"]) * below
            return six(max(left, Decimal(0)))
        weights = [Decimal(row["weight"] or "1") for row in rows]
        weighed = sum(total * weight for total, weight in zip(exact, weights, strict=True))
        return six(weighed / sum(weights))

    # ---- rules -------------------------------------------------------------------------------
    def params(self, leaf):
        row = self.nodes[leaf]
        return RULES[row["rule"]].complete(json.loads(row["params"] or "{}"))

    def apply_rule(self, leaf, values):
        group = Group(
            values=values,
            full=Decimal(self.nodes[leaf]["weight"] or "0"),
            params=self.params(leaf),
            read=lambda who, series: self.series.get((who, leaf, series)),
            neutral=Decimal(str(self.scheme["neutral_share"])),
            smallest=self.scheme["smallest_group"],
        )
        points = group.mark(self.nodes[leaf]["rule"])
        if group.is_neutral:
            self.neutral.add(leaf)
        return points
