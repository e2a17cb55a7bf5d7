"""What every uploaded list has: a preview of what it would change, until confirmed or dropped."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Upload(models.Model):
    """An uploaded list; whoever inherits adds `uploaded_by`, `file` and what the list is about."""

    class State(models.TextChoices):
        PREVIEWED = "previewed", _("waiting for confirmation")
        CONFIRMED = "confirmed", _("stored")
        DROPPED = "dropped", _("dropped")

    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    file_name = models.CharField(_("file name"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PREVIEWED
    )
    created_count = models.PositiveIntegerField(_("to be created"), default=0)
    changed_count = models.PositiveIntegerField(_("to be changed"), default=0)
    unchanged_count = models.PositiveIntegerField(_("unchanged"), default=0)
    refused_count = models.PositiveIntegerField(_("refused"), default=0)
    preview = models.JSONField(
        _("preview"),
        default=dict,
        editable=False,
        help_text=_("What was shown row by row, and the digest that confirming compares with."),
    )

    file: models.FileField

    class Meta:
        abstract = True
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
