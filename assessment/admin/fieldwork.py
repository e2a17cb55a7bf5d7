"""Field work in the admin: that something was done, and the form that talks stand on."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from assessment.admin.base import OfficeRecordAdmin
from assessment.models import (
    DebriefComment,
    FieldQuestion,
    GroupClosing,
    GroupReview,
    Irregularity,
    TalkBlock,
    TalkForm,
    TalkOutline,
    TalkRecord,
    Verification,
    VerificationFile,
    WorkLogEntry,
)
from organization.admin import AuditedAdmin, AuditedInline


class TalkBlockFormSet(BaseInlineFormSet):
    """Blocks of both sides: a form without them would call an empty talk complete (PRC-04)."""

    def clean(self) -> None:
        super().clean()
        kept = [row.cleaned_data for row in self.forms if row.is_valid()]
        sides = {row.get("side") for row in kept if not row.get("DELETE")}
        if not sides >= set(TalkBlock.Side.values):
            raise ValidationError(
                _("A talk form needs blocks that must be asked and blocks that must be told.")
            )


class TalkBlockInline(AuditedInline):
    model = TalkBlock
    formset = TalkBlockFormSet


@admin.register(TalkForm)
class TalkFormAdmin(AuditedAdmin):
    """A form is written by the system administrator; one that talks stand on stays as it is.

    Another year's blocks are another form, with the day from which it holds.
    """

    list_display = ["name", "valid_from", "clause", "is_used"]
    list_filter = ["valid_from"]
    search_fields = ["name", "clause"]
    inlines = [TalkBlockInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[TalkForm]:
        forms: QuerySet[TalkForm] = super().get_queryset(request)
        return forms.annotate(used=Exists(TalkRecord.objects.filter(form=OuterRef("pk"))))

    @admin.display(description=_("used by talks"), boolean=True, ordering="used")
    def is_used(self, form: Any) -> bool:
        """Whether talks stand on it: it can be read only."""
        return bool(form.used)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_used = obj is not None and obj.talks.exists()
        return not is_used and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_used = obj is not None and obj.talks.exists()
        return not is_used and super().has_delete_permission(request, obj)


@admin.register(TalkOutline)
class TalkOutlineAdmin(OfficeRecordAdmin):
    """That an outline exists; what is asked is the group's."""

    list_display = ["assessee", "group", "written_by", "written_at"]
    list_filter = ["group__plan"]
    list_select_related = ["assessee", "group", "written_by"]
    search_fields = ["assessee__name", "assessee__key", "group__name"]
    exclude = ["text"]


@admin.register(TalkRecord)
class TalkRecordAdmin(OfficeRecordAdmin):
    """That a talk was held; with whom and what was said are the group's and the office's."""

    list_display = ["assessee", "group", "talked_by", "talked_on", "state"]
    list_filter = ["state", "group__plan"]
    list_select_related = ["assessee", "group", "talked_by"]
    search_fields = ["assessee__name", "assessee__key", "group__name"]
    exclude = ["with_whom", "answers"]


@admin.register(Verification)
class VerificationAdmin(OfficeRecordAdmin):
    """That something is looked into; the doubt and the findings are the group's."""

    list_display = ["assessee", "group", "way", "due_on", "concluded_at"]
    list_filter = ["way", ("concluded_at", admin.EmptyFieldListFilter), "group__plan"]
    list_select_related = ["assessee", "group"]
    search_fields = ["assessee__name", "assessee__key", "group__name"]
    exclude = ["doubt", "node", "figure", "conclusion", "findings"]


@admin.register(VerificationFile)
class VerificationFileAdmin(OfficeRecordAdmin):
    list_display = ["pk", "attached_by", "attached_at"]
    list_filter = ["attached_at", "verification__group__plan"]
    list_select_related = ["attached_by"]
    search_fields = ["attached_by__display_name"]
    # The way to a file is the page of the verification, which checks who asks.
    exclude = ["file", "name", "verification"]


@admin.register(WorkLogEntry)
class WorkLogEntryAdmin(OfficeRecordAdmin):
    list_display = ["group", "kind", "written_by", "written_at"]
    list_filter = ["kind", "group__plan"]
    list_select_related = ["group", "written_by"]
    search_fields = ["group__name"]
    exclude = ["words"]


@admin.register(GroupReview)
class GroupReviewAdmin(OfficeRecordAdmin):
    list_display = ["group", "held_on", "recorded_by", "recorded_at"]
    list_filter = ["held_on", "group__plan"]
    list_select_related = ["group", "recorded_by"]
    search_fields = ["group__name"]
    exclude = ["words"]


@admin.register(GroupClosing)
class GroupClosingAdmin(OfficeRecordAdmin):
    list_display = ["group", "closed_by", "closed_at"]
    list_filter = ["group__plan"]
    list_select_related = ["group", "closed_by"]
    search_fields = ["group__name"]


@admin.register(DebriefComment)
class DebriefCommentAdmin(OfficeRecordAdmin):
    list_display = ["group", "written_by", "written_at"]
    list_filter = ["group__plan"]
    list_select_related = ["group", "written_by"]
    search_fields = ["group__name"]
    exclude = ["words"]


@admin.register(FieldQuestion)
class FieldQuestionAdmin(OfficeRecordAdmin):
    list_display = ["question", "group", "asked_at", "answered_at"]
    list_filter = [("answered_at", admin.EmptyFieldListFilter), "group__plan"]
    list_select_related = ["group"]
    search_fields = ["question", "answer"]


@admin.register(Irregularity)
class IrregularityAdmin(OfficeRecordAdmin):
    """That something was reported and when it was answered; what it was is the office's."""

    list_display = ["group", "reported_at", "answered_at"]
    list_filter = [("answered_at", admin.EmptyFieldListFilter), "group__plan"]
    list_select_related = ["group"]
    search_fields = ["group__name"]
    fields = ["group", "reported_at", "answered_at"]
