from organization.views.accounts import account_detail, login, logout
from organization.views.appointments import (
    appointment_create,
    appointment_edit,
    appointment_end,
)
from organization.views.audit import audit_event_list, audit_trail
from organization.views.people import cadre_create, cadre_detail, cadre_edit, cadre_list
from organization.views.preferences import language_set
from organization.views.sessions import session_status
from organization.views.units import (
    unit_create,
    unit_deactivate,
    unit_detail,
    unit_edit,
    unit_list,
    unit_move,
    unit_reactivate,
)

__all__ = [
    "account_detail",
    "appointment_create",
    "appointment_edit",
    "appointment_end",
    "audit_event_list",
    "audit_trail",
    "cadre_create",
    "cadre_detail",
    "cadre_edit",
    "cadre_list",
    "language_set",
    "login",
    "logout",
    "session_status",
    "unit_create",
    "unit_deactivate",
    "unit_detail",
    "unit_edit",
    "unit_list",
    "unit_move",
    "unit_reactivate",
]
