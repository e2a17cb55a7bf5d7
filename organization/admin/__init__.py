"""Admin of the ground floor; `AuditedAdmin` and its kin serve every app."""

from organization.admin import accounts, audit, people, units
from organization.admin.base import AuditedAdmin, AuditedInline, ReadOnlyAdmin

__all__ = [
    "AuditedAdmin",
    "AuditedInline",
    "ReadOnlyAdmin",
    "accounts",
    "audit",
    "people",
    "units",
]
