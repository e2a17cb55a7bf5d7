"""What a comparison group comes to: the same calculation for a run and for its replay."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from assessment.selectors.scheme_rules import clause_text
from scoring import Bundle, Outcome, propose_grades, results_of, score
from scoring.canonical import canonical_json
from scoring.grades import GradeProposal

LinkedTotals = Mapping[str, int | None]


@dataclass(frozen=True, eq=False)
class Computed:
    """Outcome and grade proposals of one comparison group."""

    outcome: Outcome
    proposal: GradeProposal

    @property
    def digest(self) -> str:
        """SHA-256 of everything stored as a result: points, totals, places, gaps, proposals."""
        outcome = self.outcome
        words = [
            outcome.assessees,
            outcome.nodes,
            outcome.decimals,
            _records(outcome.missing.sort_values(["assessee", "node"])),
            self.grades,
            self.reasons,
        ]
        sha = hashlib.sha256(canonical_json(words).encode())
        for numbers in (outcome.points, outcome.full_marks, outcome.total_micro, outcome.rank):
            sha.update(np.ascontiguousarray(numbers, dtype="<i8").tobytes())
        return sha.hexdigest()

    @cached_property
    def grades(self) -> dict[str, str]:
        """Proposed grade by assessee, empty where there is none."""
        rows = self.proposal.rows
        return dict(zip(rows["assessee"].to_list(), rows["grade"].to_list(), strict=True))

    @cached_property
    def reasons(self) -> dict[str, dict[str, Any]]:
        """Why the grade is what it is, where the score alone does not say it."""
        reasons: dict[str, dict[str, Any]] = {}
        rows = self.proposal.rows
        for row in rows[rows["is_open"] | (rows["before_overlay"] != rows["grade"])].itertuples():
            if row.is_open:
                reasons.setdefault(row.assessee, {})["is_open"] = True
            if row.before_overlay != row.grade:
                reasons.setdefault(row.assessee, {})["before_overlay"] = row.before_overlay
        for limit in _records(self.proposal.limits):
            limit["clause"] = clause_text(limit["clause"])
            reasons.setdefault(limit.pop("assessee"), {}).setdefault("limits", []).append(limit)
        return reasons

    @cached_property
    def gaps(self) -> dict[str, list[dict[str, str]]]:
        """What is missing, by assessee: node, reason and the law that applied."""
        gaps: dict[str, list[dict[str, str]]] = {}
        for gap in _records(self.outcome.missing):
            gaps.setdefault(gap.pop("assessee"), []).append(gap)
        return gaps

    @cached_property
    def arithmetic(self) -> dict[str, Any]:
        """The quota arithmetic as it is to be signed."""
        return {"quotas": _records(self.proposal.arithmetic)}


def compute(bundle: Bundle, linked_totals: LinkedTotals) -> Computed:
    """Score a bundle and propose grades. Raises ScoringError when it contradicts itself."""
    outcome = score(bundle, linked_totals)
    results = results_of(outcome).assign(**bundle.levels())
    proposal = propose_grades(results, bundle.scheme, _facts(bundle))
    return Computed(outcome, proposal)


def _facts(bundle: Bundle) -> pd.DataFrame:
    rows = [
        (fact["assessee"], clause["clause"], fact["fact"])
        for clause in bundle.scheme["overlay"]
        for fact in clause["facts"]
    ]
    return pd.DataFrame(rows, columns=["assessee", "clause", "fact"])


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain Python values, as JSON wants them."""
    return [
        {
            str(name): cell.item() if isinstance(cell, np.generic) else cell
            for name, cell in row.items()
        }
        for row in table.to_dict("records")
    ]
