"""Reads that span models: trees, own weights, faults, who has reported what."""

from indicators.selectors.faults import Fault, system_faults
from indicators.selectors.reporting import ReportingScope, reporting_scope
from indicators.selectors.trees import Tree, TreeRow, UnitRules, special_rules, system_tree
from indicators.selectors.values import Cell, ValueMatrix, period_to_show, units_of, value_matrix

__all__ = [
    "Cell",
    "Fault",
    "ReportingScope",
    "Tree",
    "TreeRow",
    "UnitRules",
    "ValueMatrix",
    "period_to_show",
    "reporting_scope",
    "special_rules",
    "system_faults",
    "system_tree",
    "units_of",
    "value_matrix",
]
