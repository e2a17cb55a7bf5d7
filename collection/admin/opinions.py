"""Opinions in Django admin: that they are there, and where the public may comment."""

from django.contrib import admin

from collection.models import CommentDesk, CommentPoint, Opinion
from evaluators.admin.base import Sealed, WrittenByServices


@admin.register(CommentDesk)
class CommentDeskAdmin(WrittenByServices):
    list_display = ["domain", "is_open", "per_sender", "per_point", "contact_days"]
    list_select_related = ["domain"]
    list_filter = ["is_open"]
    search_fields = ["domain__name"]


@admin.register(CommentPoint)
class CommentPointAdmin(WrittenByServices):
    list_display = ["unit", "place", "valid_from", "valid_to", "is_active"]
    list_select_related = ["unit"]
    list_filter = ["is_active"]
    search_fields = ["unit__name", "place"]


@admin.register(Opinion)
class OpinionAdmin(Sealed):
    """How far they are; what was said, by whom and the contact stand on the office's pages."""

    list_display = ["unit", "channel", "received_on", "state", "is_published"]
    list_select_related = ["unit"]
    list_filter = ["state", "channel"]
    fields = ["unit", "channel", "received_on", "state", "is_published"]
    search_fields = ["unit__name"]
