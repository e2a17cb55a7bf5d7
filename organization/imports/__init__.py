"""Reading the assessment workbook; what concerns units and cadres of it."""

from organization.imports.columns import (
    Column,
    Key,
    Reference,
    Sheet,
    Values,
    Words,
    field_of,
)
from organization.imports.people import AppointmentTable, CadreTable
from organization.imports.units import CategoryTable, DomainTable, UnitTable

TABLES = (DomainTable(), CategoryTable(), UnitTable(), CadreTable(), AppointmentTable())
SHEETS = tuple(table.sheet for table in TABLES)

__all__ = [
    "SHEETS",
    "TABLES",
    "Column",
    "Key",
    "Reference",
    "Sheet",
    "Values",
    "Words",
    "field_of",
]
