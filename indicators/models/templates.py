"""Models of the library: sections of systems, ready to be put into another system."""

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import InitialsField
from indicators.models.library import Indicator
from indicators.models.searching import LibraryQuerySet, counted
from indicators.rules.tags import split_tags
from organization.models import Role

if TYPE_CHECKING:
    from organization.models import User

# Whoever builds systems, and who keeps the installation running.
BUILDERS = (Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER, Role.SYSTEM_ADMIN)


class LibraryModelQuerySet(LibraryQuerySet["LibraryModel"]):
    def visible_to(self, user: "User") -> Self:
        """All of them to those who build systems, of whatever domain."""
        return self if user.has_role(*BUILDERS) else self.none()

    def with_counts(self) -> Self:
        """Annotate how many leaves it has and how many systems took it, for a list."""
        leaves = ModelNode.objects.filter(model=OuterRef("pk")).exclude(source="").order_by()
        return self.annotate(
            leaf_count=Coalesce(
                Subquery(leaves.values("model").annotate(n=Count("pk")).values("n")), 0
            ),
            system_count=counted("indicators.SystemNode", "library_model", "system"),
        )


class LibraryModel(models.Model):
    """A ready section: its tree with sources, rules and standards, its weights in percent."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    initials = InitialsField(_("initials"), max_length=100)
    tags = models.CharField(
        _("tags"), max_length=200, blank=True, help_text=_("With commas between them.")
    )
    purpose = models.TextField(_("what it is for"), blank=True)
    origin = models.ForeignKey(
        "indicators.IndicatorSystem",
        verbose_name=_("saved from"),
        on_delete=models.SET_NULL,
        related_name="saved_models",
        null=True,
        blank=True,
        editable=False,
    )

    objects = LibraryModelQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator model")
        verbose_name_plural = _("indicator models")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:model_detail", args=[self.pk])

    @property
    def tag_list(self) -> list[str]:
        """The single tags."""
        return split_tags(self.tags)


class ModelNode(models.Model):
    """A section or leaf of a library model, with its share of the whole model in percent."""

    model = models.ForeignKey(
        LibraryModel,
        verbose_name=_("indicator model"),
        on_delete=models.CASCADE,
        related_name="nodes",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent"),
        on_delete=models.CASCADE,
        related_name="children",
        null=True,
        blank=True,
    )
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    # The choices of these four are those of a node of a system, where they are checked again.
    kind = models.CharField(_("kind"), max_length=8, default="scored")
    source = models.CharField(_("source"), max_length=10, blank=True)
    rule = models.CharField(_("rule"), max_length=20, blank=True)
    missing = models.CharField(_("when missing"), max_length=12, blank=True)
    share = models.DecimalField(
        _("share in percent"),
        max_digits=9,
        decimal_places=6,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Of the whole model; what stands below a section adds up to it."),
    )
    cap_share = models.DecimalField(
        _("most points in percent"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    floor_share = models.DecimalField(
        _("fewest points in percent"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("indicator"),
        on_delete=models.PROTECT,
        related_name="model_nodes",
        null=True,
        blank=True,
    )
    params = models.JSONField(
        _("rule parameters"),
        default=dict,
        blank=True,
        help_text=_("Points in them are those of a model of 100 points."),
    )
    missing_share = models.DecimalField(
        _("stated share when missing"), max_digits=5, decimal_places=4, null=True, blank=True
    )
    standard = models.TextField(_("standard"), blank=True)

    class Meta:
        verbose_name = _("node of a model")
        verbose_name_plural = _("nodes of a model")
        ordering = ["model_id", "position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "code"],
                name="%(app_label)s_%(class)s_code",
                violation_error_message=_("The code is taken in this model."),
            ),
            models.CheckConstraint(
                condition=Q(share__gte=0, share__lte=100),
                name="%(app_label)s_%(class)s_share_range",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a parent of another model."""
        if self.parent is not None and self.parent.model_id != self.model_id:
            raise ValidationError(_("The parent belongs to another model."), code="stranger")

    @property
    def is_leaf(self) -> bool:
        """Whether the node scores by itself."""
        return self.source != ""
