"""Lists of units, cadres and audit events."""

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from organization.models import AuditEvent, Cadre, Unit

NOWRAP = {"cell": {"class": "hj-nowrap"}}
WIDE = {"cell": {"class": "hj-wide"}}


def status_word(look: str, word: str) -> SafeString:
    """A state as a word with its colour."""
    return format_html('<span class="hj-word {}">{}</span>', look, word)


class UnitTable(tables.Table):
    """Units, one a row, with the category they have today."""

    name = tables.Column(gettext_lazy("unit"), linkify=True)
    code = tables.Column(gettext_lazy("code"), attrs={"cell": {"class": "hj-code"}})
    domain = tables.Column(gettext_lazy("domain"), order_by=["domain__position", "code"])
    category = tables.Column(
        gettext_lazy("category"), accessor="category_name", default="—", order_by="category_name"
    )
    level = tables.Column(gettext_lazy("level"), attrs=WIDE)
    parent = tables.Column(gettext_lazy("superior unit"), attrs=WIDE, order_by="parent__name")
    standing = tables.Column(
        gettext_lazy("status"),
        accessor="monitored_only",
        attrs=NOWRAP,
        order_by=["monitored_only", "code"],
    )

    class Meta:
        model = Unit
        fields: tuple[str, ...] = ()
        empty_text = gettext_lazy("No unit fits. Take a filter away, or import the units first.")

    def render_standing(self, record: Unit) -> str:
        if not record.is_active:
            return status_word("hj-wait", _("out of use"))
        if record.monitored_only:
            return status_word("hj-wait", _("monitored only"))
        return _("assessed")


class CadreTable(tables.Table):
    """Cadres, one a row, with the posts they hold today."""

    name = tables.Column(gettext_lazy("full name"), linkify=True)
    posts = tables.Column(
        gettext_lazy("posts today"), accessor="posts_today", orderable=False, default="—"
    )
    sex = tables.Column(gettext_lazy("sex"), attrs=WIDE)
    birth_month = tables.DateColumn(
        "Y-m", verbose_name=gettext_lazy("month of birth"), attrs=NOWRAP
    )
    identity_class = tables.Column(gettext_lazy("identity class"))
    id_number = tables.Column(
        gettext_lazy("ID number"),
        accessor="masked_id_number",
        orderable=False,
        attrs={"cell": {"class": "hj-code"}},
    )

    class Meta:
        model = Cadre
        fields: tuple[str, ...] = ()
        empty_text = gettext_lazy("No cadre fits. Take a filter away, or import the cadres first.")

    def render_posts(self, value: Any) -> str:
        return "; ".join(f"{post.unit.label} {post.post}" for post in value) or "—"


class AuditEventTable(tables.Table):
    """Audit events, the newest first."""

    happened_at = tables.DateTimeColumn(
        "Y-m-d H:i:s", verbose_name=gettext_lazy("time"), attrs=NOWRAP, order_by="pk"
    )
    actor = tables.Column(
        gettext_lazy("who"),
        accessor="actor__full_label",
        default=gettext_lazy("the system"),
        order_by="actor__username",
    )
    verb = tables.Column(gettext_lazy("action"), order_by="action")
    kind = tables.Column(gettext_lazy("kind of object"), order_by="object_type")
    object_label = tables.Column(
        gettext_lazy("on what"),
        linkify=("organization:audit_trail", [tables.A("object_type"), tables.A("object_key")]),
    )
    result = tables.Column(pgettext_lazy("of an action", "result"), attrs=WIDE)

    class Meta:
        model = AuditEvent
        fields: tuple[str, ...] = ()
        empty_text = gettext_lazy("No event fits. Take a filter away.")
