"""The rules of the reference: one value at a time, in exact decimals."""

from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise

NUDGE = Decimal(1) / 2**30


def whole(amount):
    size = (abs(amount) + NUDGE).to_integral_value(ROUND_FLOOR)
    return size if amount >= 0 else -size


def clamp(value, low, high):
    return max(low, min(value, high))


def straight(value, table):
    """Read off the straight lines through the points of a table, flat outside."""
    if value <= table[0][0]:
        return table[0][1]
    for (x0, y0), (x1, y1) in pairwise(table):
        if value <= x1:
            return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
    return table[-1][1]


class Group:
    """One leaf of one comparison group."""

    def __init__(self, values, full, params, read, neutral, smallest):
        self.values, self.full, self.params, self.read = values, full, params, read
        self.present = [value for value in values.values() if value is not None]
        self.small = len(self.present) < smallest or len(set(self.present)) < 2
        self.neutral_share = neutral
        self.is_neutral = False
        self.lower = params.get("direction") == "lower"

    def n(self, name):
        text = self.params[name]
        return None if text == "" else Decimal(str(text))

    def table(self, name):
        return [(Decimal(str(a)), Decimal(str(b))) for a, b in self.params[name]]

    def stated(self, who, name):
        return self.read(who, name) if self.params[name] == "" else self.n(name)

    def mark(self, kind):
        one = getattr(self, kind)
        if self.compares(kind) and (self.small or self.no_basis(kind)):
            self.is_neutral = True
            one = self.neutrally
        return {
            who: None if value is None and kind != "count" else one(who, value)
            for who, value in self.values.items()
        }

    def neutrally(self, who, value):
        return self.full * self.neutral_share

    def compares(self, kind):
        if kind in ("rank", "ratio_to_best", "standardised"):
            return True
        if kind == "linear":
            return self.params["low"] == "" or self.params["high"] == ""
        return kind == "benchmark" and self.params["against"] in ("mean", "median", "best")

    def no_basis(self, kind):
        if kind == "ratio_to_best":
            best = min(self.present) if self.lower else max(self.present)
            return best < 0 or (best == 0 and not self.lower)
        if kind == "linear":
            low, high = self.ends()
            return low >= high
        return False

    # ---- against a yardstick -----------------------------------------------------------------
    def target(self, who, value):
        target, form = self.stated(who, "target"), self.params["form"]
        if target is None:
            return None
        low, high = self.n("floor") * self.full, self.n("cap") * self.full
        if form == "proportion":
            if target <= 0:
                return None
            if not self.lower:
                return clamp(self.full * value / target, low, high)
            return high if value <= 0 else clamp(self.full * target / value, low, high)
        excess = target - value if self.lower else value - target
        if self.params["gap"] == "percent":
            if target == 0:
                return None
            excess = 100 * excess / abs(target)
        if form == "base":
            points = self.n("base_share") * self.full + self.n("points_per_unit") * excess
            return clamp(points, low, high)
        count = whole(max(-excess, Decimal(0)) / self.n("step"))
        return clamp(self.full - self.n("points_per_step") * count, low, high)

    def growth(self, who, value):
        previous = self.read(who, "previous")
        if previous is None or previous == 0:
            return None
        change = previous - value if self.lower else value - previous
        amount = 100 * change / abs(previous) / self.n("step")
        if self.params["whole_steps"]:
            amount = whole(amount)
        extra = min(amount * self.n("points_per_step"), self.n("bonus_share") * self.full)
        return max(self.n("base_share") * self.full + extra, Decimal(0))

    def benchmark(self, who, value):
        against = self.params["against"]
        if against == "series":
            yardstick = self.read(who, "benchmark")
        elif against in ("stated_average", "stated_best"):
            yardstick = self.read(who, against.removeprefix("stated_"))
        elif against == "mean":
            yardstick = sum(self.present) / len(self.present)
        elif against == "median":
            ladder = sorted(self.present)
            middle = len(ladder) // 2
            yardstick = (ladder[middle] + ladder[-middle - 1]) / 2
        else:
            yardstick = min(self.present) if self.lower else max(self.present)
        if yardstick is None:
            return None
        ahead = yardstick - value if self.lower else value - yardstick
        amount = ahead / self.n("unit")
        if self.params["whole_steps"]:
            amount = whole(amount)
        extra = clamp(amount * self.n("points_per_unit"), -self.n("cap_down"), self.n("cap_up"))
        return self.n("base_share") * self.full + extra

    # ---- inside the group --------------------------------------------------------------------
    def rank(self, who, value):
        better = [x for x in self.present if (x < value if self.lower else x > value)]
        place = 1 + len(better)
        if self.params["form"] == "table":
            points = self.table("table")[0][1]
            for start, given in self.table("table"):
                if place >= start:
                    points = given
            return points
        share = self.n("start") - self.n("step") * (place - 1)
        return self.full * max(share, self.n("floor"))

    def ratio_to_best(self, who, value):
        if self.lower:
            best = min(self.present)
            return self.full if value == best else self.full * best / value
        return self.full * max(value / max(self.present), Decimal(0))

    def ends(self):
        low, high = self.n("low"), self.n("high")
        return (
            min(self.present) if low is None else low,
            max(self.present) if high is None else high,
        )

    def linear(self, who, value):
        low, high = self.ends()
        share = (high - value if self.lower else value - low) / (high - low)
        floor = self.n("floor")
        return self.full * (floor + (1 - floor) * clamp(share, Decimal(0), Decimal(1)))

    def standardised(self, who, value):
        mean = sum(self.present) / len(self.present)
        spread = (sum((x - mean) ** 2 for x in self.present) / len(self.present)).sqrt()
        score = clamp((value - mean) / spread, -self.n("clip"), self.n("clip"))
        share = self.n("centre") + self.n("spread") * (-score if self.lower else score)
        return self.full * clamp(share, Decimal(0), Decimal(1))

    # ---- from tables -------------------------------------------------------------------------
    def bands(self, who, value):
        table = self.table("bands")
        if self.params["form"] == "lines":
            points = straight(value, table)
        else:
            points = self.n("below")
            for start, given in table:
                if value > start or (value == start and self.params["edge"] == "from"):
                    points = given
        if self.params["guard_from"] == "":
            return points
        guard = self.read(who, "guard")
        if guard is None:
            return None
        return self.n("guard_points") if guard >= self.n("guard_from") else points

    def efficacy(self, who, value):
        if self.params["form"] == "standards":
            table = self.table("standards")
            sign = -1 if table[0][0] > table[-1][0] else 1
            if sign * value < sign * table[0][0]:
                return self.full * self.n("below")
            return self.full * straight(sign * value, [(sign * x, y) for x, y in table])
        bad, good = self.stated(who, "bad"), self.stated(who, "good")
        if bad is None or good is None or bad == good:
            return None
        base = self.n("base_share")
        share = base + (1 - base) * (value - bad) / (good - bad)
        return self.full * clamp(share, self.n("floor"), self.n("cap"))

    # ---- answers and events ------------------------------------------------------------------
    def marks(self, who, value):
        return self.full * clamp(value / self.n("scale"), Decimal(0), Decimal(1))

    options = linked = marks

    def checklist(self, who, value):
        if value > self.n("items"):
            return None
        if self.params["points_each"] == "":
            return self.full * value / self.n("items")
        return min(value * self.n("points_each"), self.full)

    def count(self, who, value):
        good, bad = value, self.read(who, "minus")
        if self.params["effect"] != "both":
            if value is None:
                return None
            nothing = Decimal(0)
            good, bad = (value, nothing) if self.params["effect"] == "add" else (nothing, value)
        if good is None and bad is None:
            return None
        added = (good or 0) * self.n("add_each")
        taken = (bad or 0) * self.n("deduct_each")
        if self.n("add_cap") is not None:
            added = min(added, self.n("add_cap"))
        if self.n("deduct_cap") is not None:
            taken = min(taken, self.n("deduct_cap"))
        points = self.n("base") + added - taken
        if self.n("floor") is not None:
            points = max(points, self.n("floor"))
        if self.n("ceiling") is not None:
            points = min(points, self.n("ceiling"))
        return points
