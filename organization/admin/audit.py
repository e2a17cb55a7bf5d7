"""The audit trail, for the audit administrator alone."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
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
    fields = ["happened_at", "who", "verb", "kind", "object_label", "changes", "result"]
    list_display_links = ["happened_at"]

    @admin.display(description=_("who"))
    def who(self, event: AuditEvent) -> str:
        # As a field it would be a link to an account, which is not the auditor's to open.
        return event.actor.full_label if event.actor else gettext("the system")

    @admin.display(description=_("before → after"))
    def changes(self, event: AuditEvent) -> str:
        return format_html_join(
            mark_safe("<br>"),
            "{}: {} → {}",
            [
                (label, *("—" if value is None else value for value in (before, after)))
                for label, before, after in event.changes
            ],
        )

    @admin.display(description=_("action"), ordering="action")
    def verb(self, event: AuditEvent) -> str:
        return event.verb

    @admin.display(description=_("kind of object"), ordering="object_type")
    def kind(self, event: AuditEvent) -> str:
        return event.kind
