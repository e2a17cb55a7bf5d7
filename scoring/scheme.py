"""The scheme: the declared choices of one scoring, as plain data with every default filled in."""

from collections.abc import Mapping
from typing import Any

from scoring.errors import BundleError
from scoring.quantise import MICRO_PLACES, parse_number

ENGINE = "hengjian-scoring"
ENGINE_VERSION = "2"

HOLD, RENORMALISE, FLOOR = "hold", "renormalise", "floor"
MEAN, MEDIAN, TRIMMED = "mean", "median", "trimmed"
COMPETITION, DENSE = "competition", "dense"
# A whole source that is not decided yet holds the total whatever the law for single values says.
DECIDED_ELSEWHERE = frozenset({"cycle", "team", "members", "linked"})

DEFAULTS: dict[str, Any] = {
    "engine": ENGINE,
    "engine_version": ENGINE_VERSION,
    "decimals": 2,
    "ties": COMPETITION,
    "missing": HOLD,
    "neutral_share": "0.8",
    "smallest_group": 3,
    "bonus_cap": "",
    "bonus_floor": "",
    "judging": {},
    "grades": [],
    "bands": [],
    "cuts": [],
    "quotas": [],
    "overlay": [],
}

# How the marks of one rater class become one.
WAY_DEFAULTS: dict[str, Any] = {"aggregation": MEAN, "trim_above": 5, "trim_each": 1}

# How the marks of one source become one value. `classes` empty means that all raters weigh the
# same; `ways` holds the classes whose marks become one in another way than the source's.
JUDGING_DEFAULTS: dict[str, Any] = {
    **WAY_DEFAULTS,
    "classes": {},
    "ways": {},
    "absent_class": RENORMALISE,
}


def complete_scheme(scheme: Mapping[str, Any]) -> dict[str, Any]:
    """Fill a scheme's defaults and refuse what the engine does not know.

    Raises:
        BundleError: an unknown key, choice or number.

    >>> complete_scheme({"decimals": 3})["ties"]
    'competition'
    """
    unknown = set(scheme) - set(DEFAULTS)
    if unknown:
        raise BundleError(f"Unknown keys of the scheme: {', '.join(sorted(unknown))}")
    full = {**DEFAULTS, **scheme}
    full["judging"] = {
        source: _complete_judging(source, law) for source, law in full["judging"].items()
    }
    _one_of(full["ties"], (COMPETITION, DENSE), "ties")
    if full["decimals"] not in range(MICRO_PLACES + 1):
        raise BundleError(f"decimals must be a whole number from 0 to {MICRO_PLACES}")
    if not isinstance(full["smallest_group"], int) or full["smallest_group"] < 1:
        raise BundleError("smallest_group must be a whole number of at least 1")
    if not 0 <= parse_number(full["neutral_share"]) <= 1:
        raise BundleError("neutral_share must lie between 0 and 1")
    missing_law(full["missing"])
    return full


def judging_law(scheme: Mapping[str, Any], source: str) -> dict[str, Any]:
    """Return the law by which the marks of one source become one value."""
    judging = scheme["judging"]
    law: dict[str, Any] = judging.get(source) or judging.get("") or JUDGING_DEFAULTS
    return law


def class_way(law: Mapping[str, Any], rater_class: str) -> Mapping[str, Any]:
    """Return how the marks of one rater class become one (`WAY_DEFAULTS`).

    >>> class_way({**JUDGING_DEFAULTS, "ways": {"A": {"aggregation": "median"}}}, "B")["trim_each"]
    1
    """
    way: Mapping[str, Any] = law["ways"].get(rater_class, law)
    return way


def missing_law(text: str) -> tuple[str, float]:
    """Split a law for missing values into its name and, for `floor`, the share of full marks.

    Raises:
        BundleError: not `hold`, `renormalise` or `floor:<share>`.

    >>> missing_law("floor:0.6")
    ('floor', 0.6)
    """
    name, _, share = text.partition(":")
    if name == FLOOR and share:
        return FLOOR, float(parse_number(share))
    if name in (HOLD, RENORMALISE) and not share:
        return name, 0.0
    raise BundleError(f"Unknown law for missing values: {text!r}")


def _complete_judging(source: str, law: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(law) - set(JUDGING_DEFAULTS)
    if unknown:
        raise BundleError(f"Unknown keys of judging {source!r}: {', '.join(sorted(unknown))}")
    full = {**JUDGING_DEFAULTS, **law}
    _one_of(full["absent_class"], (RENORMALISE, HOLD), "absent_class")
    if any(parse_number(weight) <= 0 for weight in full["classes"].values()):
        raise BundleError(f"Every rater class of {source!r} needs a weight above 0")
    _check_way(source, full)
    full["ways"] = {
        name: _complete_way(source, name, way, full) for name, way in full["ways"].items()
    }
    return full


def _complete_way(
    source: str, name: str, way: Mapping[str, Any], law: Mapping[str, Any]
) -> dict[str, Any]:
    if name not in law["classes"]:
        raise BundleError(f"The rater class {name!r} of {source!r} has no weight")
    unknown = set(way) - set(WAY_DEFAULTS)
    if unknown:
        raise BundleError(f"Unknown keys of the class {name!r}: {', '.join(sorted(unknown))}")
    full = {key: way.get(key, law[key]) for key in WAY_DEFAULTS}
    _check_way(source, full)
    return full


def _check_way(source: str, way: Mapping[str, Any]) -> None:
    _one_of(way["aggregation"], (MEAN, MEDIAN, TRIMMED), "aggregation")
    if not trims_well(way["trim_above"], way["trim_each"]):
        raise BundleError(f"Trimming of {source!r} would leave no marks")


def trims_well(trim_above: int, trim_each: int) -> bool:
    """Say whether a trimmed mean leaves marks out at both ends, and at least one mark in.

    >>> trims_well(5, 1), trims_well(1, 1), trims_well(5, 0)
    (True, False, False)
    """
    return 1 <= trim_each <= trim_above // 2


def _one_of(value: object, choices: tuple[str, ...], key: str) -> None:
    if value not in choices:
        raise BundleError(f"{key} must be one of {', '.join(choices)}, not {value!r}")
