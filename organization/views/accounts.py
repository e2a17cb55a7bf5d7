"""Signing in and out, and the own account."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest
from organization.services.accounts import change_password

login = require_http_methods(["GET", "POST"])(
    LoginView.as_view(template_name="organization/login.html", redirect_authenticated_user=True)
)
logout = require_POST(LogoutView.as_view())


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@login_required
def account_detail(request: AuthenticatedRequest) -> HttpResponse:
    form = PasswordChangeForm(request.user, request.POST or None)
    if form.is_valid():
        with refusals_to(form):
            change_password(
                request.user, password=form.cleaned_data["new_password1"], by=request.user
            )
            # This session goes on; every other one of the account ends here.
            update_session_auth_hash(request, request.user)
            messages.success(request, _("The password is changed."))
            return redirect("organization:account_detail")
    return render(request, "organization/account_detail.html", {"form": form})
