"""Admin of dossiers: that something came in and how far it is, never what it says of whom."""

from django.contrib import admin

from dailyreview.models import (
    AwardProposal,
    CadreTag,
    DossierBatch,
    DossierEntry,
    DossierSeal,
    EventCitation,
    EventFile,
    FactCode,
    FactUpload,
    MeritLine,
    MeritRule,
    MeritVersion,
    SavedSearch,
    Tagging,
)
from evaluators.admin.base import Sealed, WrittenByServices


@admin.register(DossierEntry)
class DossierEntryAdmin(Sealed):
    """That an entry came in and how far it is: whom it is about and what it says stays out."""

    list_display = ["receipt", "origin", "state", "recorded_at", "ruled_at"]
    list_filter = ["state", "origin"]
    date_hierarchy = "recorded_at"
    search_fields = ["receipt"]
    fields = ["receipt", "origin", "secrecy", "state", "recorded_at", "ruled_at"]


@admin.register(DossierSeal)
class DossierSealAdmin(WrittenByServices):
    list_display = ["cadre", "year", "stage", "sealed_by", "sealed_at"]
    list_filter = ["stage", "year"]
    list_select_related = ["cadre", "sealed_by"]
    search_fields = ["cadre__name"]


@admin.register(MeritVersion)
class MeritVersionAdmin(WrittenByServices):
    list_display = ["name", "domain", "valid_from", "clause"]
    list_filter = ["domain"]
    list_select_related = ["domain"]
    search_fields = ["name", "clause"]


@admin.register(MeritRule)
class MeritRuleAdmin(WrittenByServices):
    list_display = ["version", "kind", "points"]
    list_filter = ["kind"]
    list_select_related = ["version"]
    search_fields = ["version__name"]


@admin.register(MeritLine)
class MeritLineAdmin(Sealed):
    """That a fact was valued and when: what it counts is for office and committee."""

    list_display = ["pk", "valued_at"]
    date_hierarchy = "valued_at"
    fields = ["valued_at"]
    readonly_fields = ["valued_at"]
    search_fields = ["entry__receipt"]


@admin.register(CadreTag)
class CadreTagAdmin(WrittenByServices):
    list_display = ["name", "code", "domain", "description"]
    list_filter = ["domain"]
    list_select_related = ["domain"]
    search_fields = ["name", "code"]


@admin.register(Tagging)
class TaggingAdmin(Sealed):
    """That a tag was put on and taken away: on whom stays with office and committee."""

    list_display = ["pk", "tag", "put_by", "put_at", "removed_by", "removed_at"]
    list_filter = ["tag"]
    list_select_related = ["tag", "put_by", "removed_by"]
    fields = ["tag", "put_by", "put_at", "removed_by", "removed_at"]
    readonly_fields = ["put_at"]
    search_fields = ["tag__name", "put_by__display_name"]


@admin.register(EventFile)
class EventFileAdmin(WrittenByServices):
    list_display = ["name", "kind", "domain", "starts_on", "ends_on"]
    list_filter = ["kind", "domain"]
    list_select_related = ["domain"]
    search_fields = ["name"]


@admin.register(EventCitation)
class EventCitationAdmin(Sealed):
    """In which event a fact was recorded; whom it is about and what it says stays out."""

    list_display = ["event", "entry"]
    list_select_related = ["event", "entry"]
    fields = ["event"]
    search_fields = ["event__name"]


@admin.register(AwardProposal)
class AwardProposalAdmin(Sealed):
    list_display = ["award", "state", "proposed_by", "proposed_at", "decided_by", "decided_at"]
    list_filter = ["state"]
    list_select_related = ["proposed_by", "decided_by"]
    fields = ["award", "state", "proposed_by", "proposed_at", "decided_by", "decided_at"]
    readonly_fields = ["proposed_at"]
    search_fields = ["award"]


@admin.register(FactCode)
class FactCodeAdmin(WrittenByServices):
    list_display = ["source", "code", "kind"]
    list_filter = ["kind"]
    list_select_related = ["source"]
    search_fields = ["code", "source__name"]


@admin.register(FactUpload)
class FactUploadAdmin(Sealed):
    """That a list came in and how far it is: neither its rows nor its receipts."""

    list_display = ["file_name", "source", "state", "uploaded_by", "uploaded_at"]
    list_filter = ["state"]
    list_select_related = ["source", "uploaded_by"]
    fields = ["file_name", "source", "state", "uploaded_by", "uploaded_at", "created_count"]
    readonly_fields = ["uploaded_at"]
    search_fields = ["file_name"]


@admin.register(SavedSearch)
class SavedSearchAdmin(Sealed):
    """That somebody keeps a search; its conditions may name a person and stay out."""

    list_display = ["name", "owner"]
    list_select_related = ["owner"]
    fields = ["name", "owner"]
    search_fields = ["name", "owner__display_name"]


@admin.register(DossierBatch)
class DossierBatchAdmin(Sealed):
    """That a list was ordered; the conditions may name a person and stay out."""

    list_display = ["pk", "state", "total_count", "requested_by", "requested_at"]
    list_filter = ["state"]
    list_select_related = ["requested_by"]
    fields = ["state", "total_count", "requested_by", "requested_at"]
    readonly_fields = ["requested_at"]
    search_fields = ["requested_by__display_name"]
