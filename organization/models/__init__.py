from organization.models.accounts import (
    ADMINISTRATOR_ROLES,
    DOMAIN_ROLES,
    PEOPLE_ROLES,
    Role,
    RoleAssignment,
    UnitGrant,
    User,
)
from organization.models.audit import AuditEvent, AuditMention
from organization.models.people import Appointment, Cadre, LeadershipTeam
from organization.models.units import Category, CategoryMembership, Domain, Unit, offices_inside

__all__ = [
    "ADMINISTRATOR_ROLES",
    "DOMAIN_ROLES",
    "PEOPLE_ROLES",
    "Appointment",
    "AuditEvent",
    "AuditMention",
    "Cadre",
    "Category",
    "CategoryMembership",
    "Domain",
    "LeadershipTeam",
    "Role",
    "RoleAssignment",
    "Unit",
    "UnitGrant",
    "User",
    "offices_inside",
]
