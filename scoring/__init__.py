"""The scoring engine: pure functions from a bundle of tables to exact points, totals and ranks.

No Django, no database, no clock, no randomness. `docs/scoring-rules.md` says what every number
means. The way through: `Bundle` -> `score` -> `Outcome` -> `explain`, `compare`, `propose_grades`;
`Workings` and `Scores` are what of an outcome is kept, so that it can be explained later.
"""

from scoring.bonus import BonusShares, share_bonus
from scoring.bundle import NOT_GIVEN, Bundle, Sheets
from scoring.comparison import Comparison, compare
from scoring.cuts import Cut, cut_line, places_allowed
from scoring.engine import Outcome, score
from scoring.errors import BundleError, CircularLinkError, ScoringError
from scoring.explanation import Explanation, Line, explain
from scoring.grades import GradeProposal, propose_grades, results_of
from scoring.linking import computing_order, needs_of
from scoring.quantise import MICRO, NO_TOTAL, from_micro, round_micro, to_micro
from scoring.rules import (
    RULES,
    Rule,
    RuleError,
    mark_values,
    rule_sentence,
    scale_points,
    validate_rule,
)
from scoring.scheme import ENGINE, ENGINE_VERSION, complete_scheme
from scoring.workings import Scores, Workings

__all__ = [
    "ENGINE",
    "ENGINE_VERSION",
    "MICRO",
    "NOT_GIVEN",
    "NO_TOTAL",
    "RULES",
    "BonusShares",
    "Bundle",
    "BundleError",
    "CircularLinkError",
    "Comparison",
    "Cut",
    "Explanation",
    "GradeProposal",
    "Line",
    "Outcome",
    "Rule",
    "RuleError",
    "Scores",
    "ScoringError",
    "Sheets",
    "Workings",
    "compare",
    "complete_scheme",
    "computing_order",
    "cut_line",
    "explain",
    "from_micro",
    "mark_values",
    "needs_of",
    "places_allowed",
    "propose_grades",
    "results_of",
    "round_micro",
    "rule_sentence",
    "scale_points",
    "score",
    "share_bonus",
    "to_micro",
    "validate_rule",
]
