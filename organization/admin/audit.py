"""The audit trail, for the audit administrator alone."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from organization.admin.base import ReadOnlyAdmin
from organization.models import AuditEvent, Role


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    viewed_by = (Role.AUDIT_ADMIN,)
    list_display = ["happened_at", "actor", "verb", "kind", "object_label", "result"]
    list_filter = ["result"]
    list_select_related = ["actor"]
    date_hierarchy = "happened_at"
    search_fields = ["actor__username", "actor__display_name", "object_label"]

    @admin.display(description=_("action"), ordering="action")
    def verb(self, event: AuditEvent) -> str:
        return event.verb

    @admin.display(description=_("kind of object"), ordering="object_type")
    def kind(self, event: AuditEvent) -> str:
        return event.kind
