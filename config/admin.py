"""The admin site: for the three administrators and nobody else."""

from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _


class HengjianAdminSite(AdminSite):
    """Django admin with Hengjian's name; other accounts are refused, whatever `is_staff` says."""

    site_title = _("Hengjian administration")
    site_header = _("Hengjian administration")
    index_title = _("Reference data, accounts and logs")

    def has_permission(self, request: HttpRequest) -> bool:
        # Models cannot be imported while the admin app is being loaded.
        from organization.models import ADMINISTRATOR_ROLES, User  # noqa: PLC0415

        user = request.user
        return isinstance(user, User) and user.has_role(*ADMINISTRATOR_ROLES)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """One way in for everybody: our login page, and 403 for accounts without the role."""
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise PermissionDenied
            response: HttpResponse = inner(request, *args, **kwargs)
            return response

        return checked

    def login(self, request: HttpRequest, extra_context: Any = None) -> Any:
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", request.get_full_path()))

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The page that everybody has: it writes the audit event."""
        return redirect("organization:account_detail")
