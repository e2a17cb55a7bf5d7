"""Forms of accounts and grants."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from organization.models import UnitGrant, User

ACCOUNT_FIELDS = ["username", "display_name", "unit", "cadre", "language", "is_active"]


class AccountAddForm(forms.ModelForm):
    """A new account with its first password."""

    new_password = forms.CharField(
        label=_("first password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = User
        fields = ACCOUNT_FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A security administrator sees the page without these fields.
        if "new_password" in self.fields:
            self.fields["new_password"].help_text = " ".join(password_validators_help_texts())


class AccountChangeForm(AccountAddForm):
    """The facts of an account; the password only when a new one is typed."""

    new_password = forms.CharField(
        label=_("new password"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class LanguageForm(forms.ModelForm):
    """The language in which the site speaks to the account."""

    class Meta:
        model = User
        fields = ["language"]


class GrantForm(forms.ModelForm):
    """A grant as it is given; who gives it and what it opens are not asked."""

    class Meta:
        model = UnitGrant
        fields = ["user", "content_object", "valid_until", "reason"]
