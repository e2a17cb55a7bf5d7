"""Accounts of the system administrator; roles, grants and locks of the security administrator."""

from typing import Any

from axes.models import AccessAttempt
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework.authtoken.models import TokenProxy

from organization.admin.base import AuditedAdmin, AuditedInline
from organization.forms import AccountAddForm, AccountChangeForm, GrantForm
from organization.models import Role, RoleAssignment, UnitGrant, User
from organization.services.accounts import (
    assign_role,
    change_password,
    create_account,
    give_grant,
    revoke_role,
    unlock_login,
    update_account,
    withdraw_grant,
)

# Rights go by role, never by group; a token is its owner's, who fetches it through the API.
admin.site.unregister([Group, TokenProxy])


class RoleAssignmentInline(AuditedInline):
    """A role given or taken; one that is to change is taken and given anew."""

    model = RoleAssignment
    fk_name = "user"
    changed_by = (Role.SECURITY_ADMIN,)
    viewed_by = (Role.SYSTEM_ADMIN,)
    autocomplete_fields = ["unit"]

    def save_row(self, thing: Any, *, by: User) -> None:
        assign_role(thing, by=by)

    def delete_row(self, thing: Any, *, by: User) -> None:
        revoke_role(thing, by=by)


@admin.register(User)
class UserAdmin(AuditedAdmin):
    """Two administrators meet here: one sees to the account, the other to its roles."""

    viewed_by = (Role.SECURITY_ADMIN,)
    list_display = ["username", "display_name", "unit", "is_active", "last_login"]
    list_filter = ["is_active", "role_assignments__role"]
    list_select_related = ["unit"]
    search_fields = ["username", "display_name", "unit__name"]
    autocomplete_fields = ["unit", "cadre"]
    inlines = [RoleAssignmentInline]

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = AccountAddForm if obj is None else AccountChangeForm
        return super().get_form(request, obj, change, **{"form": form, **kwargs})

    def get_inlines(self, request: Any, obj: Any = None) -> Any:
        return [] if obj is None else self.inlines

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # The security administrator may send the page for the roles on it, but not for their own.
        if obj is not None and request.user.has_role(Role.SECURITY_ADMIN):  # type: ignore[union-attr]
            return bool(obj != request.user)
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # the audit trail needs who acted; an account is made inactive instead

    def get_readonly_fields(self, request: Any, obj: Any = None) -> Any:
        if request.user.has_role(Role.SECURITY_ADMIN):
            return ["username", "display_name", "unit", "cadre_name", "language", "is_active"]
        return super().get_readonly_fields(request, obj)

    def get_exclude(self, request: Any, obj: Any = None) -> Any:
        return ["cadre"] if request.user.has_role(Role.SECURITY_ADMIN) else None

    @admin.display(description=_("cadre"))
    def cadre_name(self, user: User) -> str:
        # As a field it would be a link to a page that the security administrator may not open.
        return str(user.cadre or "—")

    def save_model(self, request: Any, obj: User, form: Any, change: bool) -> None:
        if request.user.has_role(Role.SECURITY_ADMIN):
            return
        password = form.cleaned_data.get("new_password")
        if not change:
            create_account(obj, password=password, by=request.user)
            return
        update_account(obj, by=request.user)
        if password:
            change_password(obj, password=password, by=request.user)


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(AuditedAdmin):
    changed_by = (Role.SECURITY_ADMIN,)
    list_display = ["user", "role", "domain", "unit", "valid_from", "valid_to"]
    list_filter = ["role", "domain"]
    list_select_related = ["user", "domain", "unit"]
    search_fields = ["user__username", "user__display_name", "unit__name"]
    autocomplete_fields = ["user", "unit"]

    def save_row(self, thing: Any, *, by: User) -> None:
        assign_role(thing, by=by)

    def delete_row(self, thing: Any, *, by: User) -> None:
        revoke_role(thing, by=by)


@admin.register(UnitGrant)
class UnitGrantAdmin(AuditedAdmin):
    changed_by = (Role.SECURITY_ADMIN,)
    form = GrantForm
    list_display = ["user", "content_object", "valid_until", "reason", "granted_by"]
    list_filter = ["valid_until"]
    list_select_related = ["user", "content_object", "granted_by"]
    search_fields = ["user__username", "user__display_name", "content_object__name"]
    autocomplete_fields = ["user", "content_object"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a grant is withdrawn and given anew

    def save_row(self, thing: Any, *, by: User) -> None:
        give_grant(thing, by=by)

    def delete_row(self, thing: Any, *, by: User) -> None:
        withdraw_grant(thing, by=by)


@admin.register(AccessAttempt)
class AccessAttemptAdmin(AuditedAdmin):
    """Logins that failed; deleting one lifts its lock."""

    changed_by = (Role.SECURITY_ADMIN,)
    list_display = ["attempt_time", "username", "ip_address", "failures_since_start"]
    list_filter = ["attempt_time"]
    search_fields = ["username", "ip_address"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def delete_row(self, thing: Any, *, by: User) -> None:
        unlock_login(thing, by=by)
