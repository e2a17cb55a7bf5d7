"""Grade proposals: bands, quotas with their arithmetic, and the overlay of vetoes.

A proposal is what the numbers suggest. People decide; nothing here changes points.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.cuts import ASK, cut_line
from scoring.engine import Outcome
from scoring.errors import ScoringError
from scoring.quantise import NO_TOTAL, IntArray, to_micro
from scoring.quotas import QUOTA_DEFAULTS, level_parts, quota_arithmetic

AT_MOST, DOWNGRADE = "at_most", "downgrade"
_NO_GRADE = -1

CUT_DEFAULTS: dict[str, Any] = {**QUOTA_DEFAULTS, "side": "top"}


@dataclass(frozen=True, eq=False)
class GradeProposal:
    """What the numbers suggest, with everything needed to print and sign it.

    Attributes:
        rows: a row an assessee: assessee, grade ("" without a total), before_overlay, is_open
            (tied at the edge of a quota: people decide whether the higher grade is given).
        arithmetic: a row for each quota and part of its level: grade, level, members (values of
            the level, none for the group as a whole), n, share, exact, rounding, allowed,
            candidates, used, tied.
        focus: a row for each assessee inside a declared cut: cut, assessee, is_tied.
        limits: a row for each clause that was applied: assessee, clause, fact, grade_from,
            grade_to.
    """

    rows: pd.DataFrame
    arithmetic: pd.DataFrame
    focus: pd.DataFrame
    limits: pd.DataFrame


def results_of(outcome: Outcome) -> pd.DataFrame:
    """Lay an outcome out as the `results` that `propose_grades` takes; add level columns to it."""
    totals = outcome.totals()
    return pd.DataFrame(
        {"assessee": list(totals), "total": list(totals.values()), "rank": outcome.rank}
    )


def propose_grades(
    results: pd.DataFrame, scheme: Mapping[str, Any], facts: pd.DataFrame | None = None
) -> GradeProposal:
    """Propose a grade for every assessee with a total.

    The total's band gives the first grade (the best one when the scheme has no bands). Each quota
    then lets only the best keep its grade, the others drop by one; quotas act in their order, so
    higher grades come first. At last the overlay lowers what its clauses forbid.

    Args:
        results: assessee, total (Decimal, or None), and a column for each level that quotas name.
        scheme: `grades` (best first), `bands`, `quotas`, `cuts`, `overlay`.
        facts: assessee, clause, fact: which clauses of the overlay apply to whom, and why.
    Raises:
        ScoringError: an unknown grade, level, clause, rounding or law for ties.
    Source: rules F18, F22, F23, docs/scoring-rules.md.
    """
    totals = np.array(
        [NO_TOTAL if pd.isna(total) else to_micro(total) for total in results["total"]],
        dtype=np.int64,
    )
    ladder = list(scheme["grades"])
    grade = _band_grades(totals, ladder, scheme["bands"])
    is_open = np.zeros(len(results), dtype=bool)
    checks = []
    for quota in scheme["quotas"]:
        declared = {**QUOTA_DEFAULTS, **quota}
        number = _grade_number(ladder, declared["grade"])
        for part in _parts(results, totals, declared):
            line = _apply_quota(totals, grade, is_open, number, part)
            checks.append((number, part, {"grade": declared["grade"], **line}))
    before = grade.copy()
    limits = _apply_overlay(results, ladder, scheme["overlay"], facts, grade)
    for number, part, line in checks:
        line["used"] = int((grade[part.rows] == number).sum())
    rows = pd.DataFrame(
        {
            "assessee": results["assessee"].to_numpy(),
            "grade": _grade_names(ladder, grade),
            "before_overlay": _grade_names(ladder, before),
            "is_open": is_open,
        }
    )
    columns = ["grade", *_ARITHMETIC]
    arithmetic = pd.DataFrame([line for _, _, line in checks], columns=columns)
    return GradeProposal(rows, arithmetic, _focus(results, totals, scheme["cuts"]), limits)


_ARITHMETIC = (
    "level",
    "members",
    "n",
    "share",
    "exact",
    "rounding",
    "allowed",
    "candidates",
    "used",
    "tied",
)


@dataclass(frozen=True, eq=False)
class _Part:
    """One part of a level that a share is counted in: a unit, or a pool of small ones."""

    names: tuple[str, ...]
    rows: NDArray[np.intp]
    declared: Mapping[str, Any]

    def arithmetic(self) -> dict[str, Any]:
        return {
            "level": self.declared["level"],
            "members": list(self.names),
            **quota_arithmetic(len(self.rows), self.declared),
        }


def _parts(results: pd.DataFrame, totals: IntArray, declared: Mapping[str, Any]) -> Iterator[_Part]:
    """Split the assessees with a total into the parts of a level."""
    level = declared["level"]
    counted = np.flatnonzero(totals != NO_TOTAL)
    if level and level not in results.columns:
        raise ScoringError(f"The results have no level {level!r}")
    values = pd.Series(
        results[level].to_numpy(dtype=object)[counted] if level else [], dtype=object
    )
    rows = values.groupby(values).indices
    for names in level_parts({name: len(found) for name, found in rows.items()}, declared):
        chosen = np.sort(np.concatenate([rows[name] for name in names])) if names else slice(None)
        yield _Part(names, counted[chosen], declared)


def _apply_quota(
    totals: IntArray, grade: IntArray, is_open: NDArray[np.bool_], number: int, part: _Part
) -> dict[str, Any]:
    """Let the best keep the grade and lower the others by one. Changes `grade` and `is_open`."""
    line = part.arithmetic()
    candidates = part.rows[grade[part.rows] == number]
    cut = cut_line(totals[candidates], line["allowed"], part.declared["ties"])
    grade[candidates[~cut.chosen]] += 1
    if part.declared["ties"] == ASK:
        is_open[candidates[cut.tied]] = True
    return {**line, "candidates": len(candidates), "used": 0, "tied": int(cut.tied.sum())}


def _band_grades(totals: IntArray, ladder: list[str], bands: list[dict[str, Any]]) -> IntArray:
    grade = np.zeros(len(totals), dtype=np.int64)
    if bands:
        grade[:] = len(ladder) - 1
        # From the lowest band up, so that the highest one reached stands.
        for band in sorted(bands, key=lambda band: to_micro(band["from"])):
            grade[totals >= to_micro(band["from"])] = _grade_number(ladder, band["grade"])
    grade[totals == NO_TOTAL] = _NO_GRADE
    return grade


def _apply_overlay(
    results: pd.DataFrame,
    ladder: list[str],
    overlay: list[dict[str, Any]],
    facts: pd.DataFrame | None,
    grade: IntArray,
) -> pd.DataFrame:
    """Lower grades as the clauses say, in the scheme's order of clauses. Changes `grade`."""
    columns = ["assessee", "clause", "fact", "grade_from", "grade_to"]
    if facts is None or facts.empty:
        return pd.DataFrame(columns=columns)
    clauses = {clause["clause"]: clause for clause in overlay}
    strangers = set(facts["clause"]) - set(clauses)
    if strangers:
        raise ScoringError(f"The overlay has no clause {min(strangers)!r}")
    rows = pd.Index(results["assessee"]).get_indexer(facts["assessee"])
    applied = []
    for code, clause in clauses.items():
        mine = (facts["clause"] == code).to_numpy() & (rows >= 0)
        touched = rows[mine]
        old = grade[touched]
        new = _limited(old, ladder, clause)
        grade[touched] = new
        table = facts.loc[mine, ["assessee", "clause", "fact"]].copy()
        table["grade_from"], table["grade_to"] = (
            _grade_names(ladder, old),
            _grade_names(ladder, new),
        )
        applied.append(table)
    return pd.concat(applied, ignore_index=True)[columns]


def _limited(old: IntArray, ladder: list[str], clause: Mapping[str, Any]) -> IntArray:
    if clause["effect"] == AT_MOST:
        new = np.maximum(old, _grade_number(ladder, clause["grade"]))
    elif clause["effect"] == DOWNGRADE:
        new = np.minimum(old + int(clause["steps"]), len(ladder) - 1)
    else:
        raise ScoringError(f"Unknown effect of a clause: {clause['effect']!r}")
    return np.where(old == _NO_GRADE, _NO_GRADE, new)


def _focus(results: pd.DataFrame, totals: IntArray, cuts: list[dict[str, Any]]) -> pd.DataFrame:
    """List who falls inside each declared cut, as 'top 30 % and bottom 10 %' (GRD-08)."""
    assessees = results["assessee"].to_numpy(dtype=object)
    found = []
    for given in cuts:
        declared = {**CUT_DEFAULTS, **given}
        for part in _parts(results, totals, declared):
            allowed = part.arithmetic()["allowed"]
            bottom = declared["side"] == "bottom"
            cut = cut_line(totals[part.rows], allowed, declared["ties"], bottom=bottom)
            inside = cut.chosen | (cut.tied if declared["ties"] == ASK else False)
            names, tied = assessees[part.rows[inside]], cut.tied[inside]
            found.append(
                pd.DataFrame({"cut": declared["name"], "assessee": names, "is_tied": tied})
            )
    columns = ["cut", "assessee", "is_tied"]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)


def _grade_number(ladder: list[str], grade: str) -> int:
    if grade not in ladder:
        raise ScoringError(f"The scheme has no grade {grade!r}")
    return ladder.index(grade)


def _grade_names(ladder: list[str], grade: IntArray) -> NDArray[np.object_]:
    return np.array([*ladder, ""], dtype=object)[grade]
