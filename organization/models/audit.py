"""The audit trail: who did what, on what, before, after, result."""

from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from organization.models.accounts import Role
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet

if TYPE_CHECKING:
    from organization.models.accounts import User


# How an action is told; the noun is the kind of object. What is not here is shown as it is stored.
VERBS = {
    "user_password_changed": _("password changed"),
    "user_token_issued": _("API token given"),
    "unit_moved": _("put into a category"),
    "logged_in": _("signed in"),
    "logged_out": _("signed out"),
    "session_ended": _("signed out by the time limit"),
    "login_failed": _("sign-in failed"),
    "seat_left_empty": _("left empty on purpose"),
    "quarters_drawn_on": _("drawn on"),
    "accepted": _("accepted"),
    "acknowledged": _("taken note of"),
    "added": _("added"),
    "adopted": _("adopted"),
    "answered": pgettext_lazy("audit", "answered"),
    "asked": pgettext_lazy("audit", "asked"),
    "attached": _("attached"),
    "begun": pgettext_lazy("audit", "begun"),
    "cancelled": _("cancelled"),
    "changed": _("changed"),
    "checked": pgettext_lazy("audit", "checked"),
    "claimed": pgettext_lazy("audit", "claimed"),
    "cleared": _("cleared"),
    "closed": _("closed"),
    "commented": _("commented on"),
    "completed": _("completed"),
    "concluded": _("concluded"),
    "confirmed": _("confirmed"),
    "copied": _("copied"),
    "corrected": _("corrected"),
    "created": _("created"),
    "deactivated": _("taken out of use"),
    "dismissed": _("set aside"),
    "decided": _("decided"),
    "deleted": _("deleted"),
    "dropped": _("dropped"),
    "edited": _("changed"),
    "ended": _("ended"),
    "exported": _("exported"),
    "extended": _("extended"),
    "failed": _("failed"),
    "filled": pgettext_lazy("audit", "filled"),
    "forwarded": pgettext_lazy("audit", "forwarded"),
    "finished": _("finished"),
    "frozen": _("frozen"),
    "given": pgettext_lazy("audit", "given"),
    "imported": _("imported"),
    "inserted": pgettext_lazy("audit", "inserted"),
    "made": _("made"),
    "moved": _("moved"),
    "named": _("named"),
    "noted": _("noted down"),
    "offered": pgettext_lazy("audit", "offered"),
    "opened": _("opened"),
    "ordered": _("ordered"),
    "posted": _("posted"),
    "proposed": _("proposed"),
    "published": _("published"),
    "raised": pgettext_lazy("audit", "raised"),
    "reactivated": _("taken into use again"),
    "received": pgettext_lazy("audit", "received"),
    "recorded": _("recorded"),
    "refused": pgettext_lazy("audit", "refused"),
    "reminded": _("reminded"),
    "removed": _("removed"),
    "redone": _("done again"),
    "reopened": _("reopened"),
    "replaced": _("replaced"),
    "replied": pgettext_lazy("audit", "replied"),
    "reported": _("reported"),
    "returned": _("returned"),
    "reviewed": pgettext_lazy("audit", "reviewed"),
    "saved": pgettext_lazy("audit", "saved"),
    "set": _("set"),
    "sent": pgettext_lazy("audit", "sent"),
    "settled": _("settled"),
    "signed": _("signed"),
    "sized": _("sized"),
    "started": _("started"),
    "stored": _("stored"),
    "submitted": _("submitted"),
    "superseded": _("replaced by another version"),
    "tagged": _("tagged"),
    "undone": _("taken back"),
    "updated": _("changed"),
    "uploaded": _("uploaded"),
    "verified": pgettext_lazy("audit", "verified"),
    "withdrawn": _("withdrawn"),
    "written": _("written"),
}


# What services record besides fields of the object.
EXTRA_LABELS = {
    "assessees": _("assessees"),
    "category": _("category"),
    "changed": _("changed rows"),
    "created": _("new rows"),
    "decision": _("decision"),
    "decisions": _("decisions"),
    "digest": _("digest"),
    "error": _("error"),
    "figures": _("figures"),
    "file": _("file"),
    "form": _("form"),
    "format": _("format"),
    "from": _("copied from"),
    "grade": _("grade"),
    "groups": _("groups"),
    "kind": _("kind"),
    "node": _("indicator"),
    "people": _("people"),
    "period": _("reporting period"),
    "proposed": _("proposed"),
    "reason": _("reason"),
    "reports": _("reports"),
    "rows": _("rows"),
    "run": _("run"),
    "series": _("series"),
    "since": _("from"),
    "systems": _("indicator systems"),
    "target": _("target"),
    "text": _("text"),
    "unit": _("unit"),
    "weight": _("weight"),
    "withdrawn": _("withdrawn"),
}
# Of a table inside an event a page shows this many lines; the event keeps them all.
LINES_SHOWN = 20


class FieldChange(NamedTuple):
    """One field of an event, as a page shows it."""

    label: str
    before: Any
    after: Any


class AuditEventQuerySet(WrittenOnceQuerySet["AuditEvent"]):
    def visible_to(self, user: "User") -> Self:
        """All events to audit administrators, their own doings to everybody else."""
        return self if user.has_role(Role.AUDIT_ADMIN) else self.filter(actor=user)

    def about(self, thing: models.Model) -> Self:
        """Events on one object, and those on many rows at once of which it was one."""
        return self.about_row(thing._meta.label_lower, str(thing.pk))

    def about_row(self, kind: str, key: str) -> Self:
        """The same by kind and key. Of an event on many, `changes` tells of this row alone."""
        mentions = AuditMention.objects.of(kind, key)
        itself = Q(object_type=kind, object_key=key)
        return self.filter(itself | Q(pk__in=mentions.values("event"))).annotate(
            row_type=models.Value(kind),
            row_label=models.Subquery(
                mentions.filter(event=models.OuterRef("pk")).values("label")[:1]
            ),
        )


class AuditEvent(WrittenOnce):
    """One change of state, written in the transaction of the change itself."""

    class Result(models.TextChoices):
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    happened_at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="audit_events",
    )
    action = models.CharField(_("action"), max_length=60, db_index=True)
    object_type = models.CharField(_("kind of object"), max_length=60)
    object_key = models.CharField(_("object key"), max_length=60)
    object_label = models.CharField(_("on what"), max_length=200)
    before = models.JSONField(_("before"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    result = models.CharField(
        pgettext_lazy("of an action", "result"),
        max_length=10,
        choices=Result.choices,
        default=Result.DONE,
    )

    objects = AuditEventQuerySet.as_manager()
    # Filled in by `about()`.
    row_type: str = ""
    row_label: str | None = None

    class Meta(WrittenOnce.Meta):
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["object_type", "object_key"], name="organization_audit_object")
        ]

    def __str__(self) -> str:
        return f"{self.verb} · {self.object_label}"

    @property
    def verb(self) -> str:
        """What was done, in the language of the page."""
        return verb_of_action(self.action)

    @property
    def is_of_many(self) -> bool:
        """Whether it was fetched for one of the many rows that it tells of; see `about()`."""
        return self.row_label is not None

    @property
    def kind(self) -> str:
        """The kind of object in the language of the page."""
        return kind_of_object(self.object_type)

    @property
    def changes(self) -> list[FieldChange]:
        """Every field that the event tells of, with its value before and after.

        A field that was empty and stayed empty tells nothing.
        """
        old, new, kind = self.before, self.after, self.object_type
        if self.is_of_many:
            old, new = (side.get("rows", {}).get(self.row_label, {}) for side in (old, new))
            kind = self.row_type
        fields = _fields(kind)
        changes = []
        for name in old | new:
            field, before, after = fields.get(name), old.get(name), new.get(name)
            if before not in (None, "") or after not in (None, ""):
                label = str(field.verbose_name if field else EXTRA_LABELS.get(name, name))
                changes.append(FieldChange(label, _written(field, before), _written(field, after)))
        return changes


class AuditMentionQuerySet(WrittenOnceQuerySet["AuditMention"]):
    def of(self, kind: str, key: str) -> Self:
        """Mentions of one object."""
        if not key.isdecimal():
            return self.none()
        return self.filter(row_type=kind, first_key__lte=int(key), last_key__gte=int(key))


class AuditMention(WrittenOnce):
    """Rows with neighbouring keys that one event tells of, so that each finds its event again.

    An import of tens of thousands of rows is one event and, the new ones following each other, as
    a rule one mention.
    """

    event = models.ForeignKey(
        AuditEvent, verbose_name=_("event"), on_delete=models.PROTECT, related_name="mentions"
    )
    row_type = models.CharField(_("kind of object"), max_length=60)
    first_key = models.BigIntegerField(_("first key"))
    last_key = models.BigIntegerField(_("last key"))
    # Where the event keeps the row's old and new values; empty for rows that were created.
    label = models.TextField(_("row"), blank=True)

    objects = AuditMentionQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("mention in the audit trail")
        verbose_name_plural = _("mentions in the audit trail")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["row_type", "last_key", "first_key"], name="organization_audit_mention"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_key__lte=F("last_key")),
                name="%(app_label)s_%(class)s_key_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.row_type} {self.first_key}-{self.last_key}"


def verb_of_action(action: str) -> str:
    """An action for people: its own words, or those of its last part; else as it is stored."""
    return str(VERBS.get(action) or VERBS.get(action.rsplit("_", 1)[-1]) or action)


def kind_of_object(object_type: str) -> str:
    """Name of a model for people; the stored label where the model is gone."""
    model = _model(object_type)
    return str(model._meta.verbose_name) if model else object_type


def _fields(object_type: str) -> dict[str, "models.Field[Any, Any]"]:
    model = _model(object_type)
    return {field.name: field for field in model._meta.concrete_fields} if model else {}


def _written(field: "models.Field[Any, Any] | None", value: Any) -> Any:
    """A stored value as people read it: words for a choice and for yes or no, the local time."""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, dict):
        return _as_lines(value)
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value)) if value is not None else None
    if isinstance(field, models.DateTimeField) and value:
        moment = parse_datetime(str(value))
        return date_format(timezone.localtime(moment), "Y-m-d H:i:s") if moment else value
    return value


def _as_lines(table: dict[str, Any]) -> str | None:
    """A table inside an event, such as the changed rows of an import, as text."""
    lines = []
    for name, value in list(table.items())[:LINES_SHOWN]:
        told = ", ".join(map(str, value.values())) if isinstance(value, dict) else value
        lines.append(f"{name} {told}".strip())
    if len(table) > LINES_SHOWN:
        lines.append(gettext("… and %d more") % (len(table) - LINES_SHOWN))
    return "; ".join(lines) or None


def _model(object_type: str) -> type[models.Model] | None:
    try:
        return apps.get_model(object_type)
    except LookupError:
        return None
