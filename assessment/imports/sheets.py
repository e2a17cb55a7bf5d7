"""All sheets of the workbook and the tables behind them, in the order in which they are stored."""

from assessment.imports.grades import GradeTable
from assessment.imports.quotas import QuotaTable
from assessment.imports.rater_classes import RaterClassTable
from assessment.imports.schemes import SchemeTable
from indicators.imports import TABLES as INDICATOR_TABLES
from organization.imports import TABLES as ORGANIZATION_TABLES

TABLES = (
    *ORGANIZATION_TABLES,
    *INDICATOR_TABLES,
    SchemeTable(),
    GradeTable(),
    QuotaTable(),
    RaterClassTable(),
)
SHEETS = tuple(table.sheet for table in TABLES)
BY_KEY = {sheet.key: sheet for sheet in SHEETS}
