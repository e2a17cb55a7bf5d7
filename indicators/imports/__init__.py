"""What concerns indicators, systems and values of the assessment workbook."""

from indicators.imports.library import IndicatorTable
from indicators.imports.nodes import NodeTable
from indicators.imports.overrides import ExemptionTable, LinkTable, OverrideTable
from indicators.imports.params import StatedParams, format_params, parse_params
from indicators.imports.processes import ProcessTable, StepTable
from indicators.imports.systems import SystemTable
from indicators.imports.templates import ModelNodeTable, ModelTable
from indicators.imports.values import ValueTable

TABLES = (
    IndicatorTable(),
    ModelTable(),
    ModelNodeTable(),
    ProcessTable(),
    StepTable(),
    SystemTable(),
    NodeTable(),
    OverrideTable(),
    ExemptionTable(),
    LinkTable(),
    ValueTable(),
)

__all__ = ["TABLES", "StatedParams", "format_params", "parse_params"]
