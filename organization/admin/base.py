"""The base class of every admin page: rights by role, and no change without its audit event."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from organization.models import AuditEvent, Role, User
from organization.services.audit import delete_recorded, save_recorded


class RoleGuard:
    """Who may see and who may change, by role; `is_staff` and model permissions open nothing.

    Reference data is the system administrator's; a subclass says so where it is somebody else's.
    """

    viewed_by: tuple[str, ...] = ()
    changed_by: tuple[str, ...] = (Role.SYSTEM_ADMIN,)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_role(*self.viewed_by, *self.changed_by)  # type: ignore[union-attr]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_role(*self.changed_by)  # type: ignore[union-attr]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_role(*self.changed_by)  # type: ignore[union-attr]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_role(*self.changed_by)  # type: ignore[union-attr]


class AuditedInline(RoleGuard, admin.TabularInline):
    """Rows inside another object's page; saved and recorded by the page's AuditedAdmin."""

    extra = 0

    def save_row(self, thing: Any, *, by: User) -> None:
        save_recorded(thing, by=by)

    def delete_row(self, thing: Any, *, by: User) -> None:
        delete_recorded(thing, by=by)


class AuditedAdmin(RoleGuard, admin.ModelAdmin):
    """Admin whose every change writes an audit event in the transaction of the change.

    A model with rules in a service overrides `save_row` and `delete_row` to call it.
    """

    list_per_page = 50
    tells_values = True
    show_full_result_count = False

    def save_row(self, thing: Any, *, by: User) -> None:
        save_recorded(thing, by=by)

    def delete_row(self, thing: Any, *, by: User) -> None:
        delete_recorded(thing, by=by)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        self.save_row(obj, by=request.user)  # type: ignore[arg-type]

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_row(obj, by=request.user)  # type: ignore[arg-type]

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for thing in queryset:
            self.delete_row(thing, by=request.user)  # type: ignore[arg-type]

    def save_formset(self, request: Any, form: Any, formset: Any, change: bool) -> None:
        inline = next(
            inline
            for inline in self.get_inline_instances(request, form.instance)
            if inline.model is formset.model and isinstance(inline, AuditedInline)
        )
        changed = formset.save(commit=False)
        for thing in formset.deleted_objects:
            inline.delete_row(thing, by=request.user)
        for thing in changed:
            inline.save_row(thing, by=request.user)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with self._refusals_told(request):
            return super().changeform_view(request, *args, **kwargs)
        return HttpResponseRedirect(request.get_full_path())

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with self._refusals_told(request):
            return super().delete_view(request, *args, **kwargs)
        return HttpResponseRedirect(request.get_full_path())

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        with self._refusals_told(request):
            return super().changelist_view(request, extra_context)
        return HttpResponseRedirect(request.get_full_path())

    @contextmanager
    def _refusals_told(self, request: HttpRequest) -> Iterator[None]:
        """Tell what a service refuses as a message; a form has checked only its own fields."""
        try:
            yield
        except ValidationError as error:
            for text in error.messages:
                self.message_user(request, text, messages.ERROR)

    # The trail is ours; Django's own log would tell the same again, without before and after.
    def log_addition(self, request: Any, obj: Any, message: Any) -> Any:
        return None

    def log_change(self, request: Any, obj: Any, message: Any) -> Any:
        return None

    def log_deletions(self, request: Any, queryset: Any) -> Any:
        return None

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """The audit trail of the object."""
        thing = self.get_object(request, object_id)
        if thing is None:
            raise Http404
        if not self.has_view_permission(request, thing):
            raise PermissionDenied
        events = AuditEvent.objects.about(thing).select_related("actor")
        page = Paginator(events, self.list_per_page).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Change history: %s") % thing,
            "opts": self.opts,
            "object": thing,
            "page": page,
            "tells_values": self.tells_values,
        }
        return TemplateResponse(request, "admin/audit_history.html", context)


class ReadOnlyAdmin(AuditedAdmin):
    """Shown and searched, never touched: what only services write."""

    changed_by = ()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission
