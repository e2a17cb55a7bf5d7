"""Wordings of letters and who signed them."""

from django.contrib import admin

from evaluators.admin.base import WrittenByServices
from evaluators.models import LetterVersion, Signature
from organization.admin.base import AuditedAdmin


@admin.register(LetterVersion)
class LetterVersionAdmin(AuditedAdmin):
    list_display = ["kind", "valid_from"]
    list_filter = ["kind"]
    search_fields = ["text"]


@admin.register(Signature)
class SignatureAdmin(WrittenByServices):
    list_display = ["evaluator", "letter", "plan", "signed_at"]
    list_select_related = ["evaluator", "letter", "plan"]
    search_fields = ["evaluator__name"]
