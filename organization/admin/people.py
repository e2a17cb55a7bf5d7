"""Cadres and their posts."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from organization.admin.base import AuditedAdmin, AuditedInline
from organization.forms import CadreForm
from organization.models import Appointment, Cadre


class AppointmentInline(AuditedInline):
    model = Appointment
    autocomplete_fields = ["unit"]


@admin.register(Cadre)
class CadreAdmin(AuditedAdmin):
    form = CadreForm
    list_display = ["name", "masked_id_number", "sex", "identity_class", "is_invented"]
    list_filter = ["identity_class", "sex", "is_invented"]
    search_fields = ["name"]
    inlines = [AppointmentInline]

    @admin.display(description=_("ID number"))
    def masked_id_number(self, cadre: Cadre) -> str:
        return cadre.masked_id_number


@admin.register(Appointment)
class AppointmentAdmin(AuditedAdmin):
    list_display = ["cadre", "unit", "post", "standing", "starts_on", "ends_on"]
    list_filter = ["standing", "in_team", "post_level"]
    list_select_related = ["cadre", "unit"]
    date_hierarchy = "starts_on"
    search_fields = ["cadre__name", "unit__name", "post"]
    autocomplete_fields = ["cadre", "unit"]
