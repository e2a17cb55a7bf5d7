"""The catalogue of group roles, templates of groups, and whom a category's groups look for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluators.models.pool import Tag
from evaluators.models.workplaces import ReservePlace
from organization.models import Appointment, Category


class GroupRole(models.Model):
    """A role in a group (组长、联络员、纪律监督员 …) and who may hold it; the catalogue is data."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    lowest_post_level = models.CharField(
        _("lowest post level"),
        max_length=3,
        choices=Appointment.PostLevel.choices,
        blank=True,
        help_text=_("The level itself or one above; empty means any."),
    )
    origins = models.ManyToManyField(
        Tag,
        verbose_name=_("one of these tags"),
        related_name="roles",
        blank=True,
        help_text=_("Who holds the role needs one of them; none means any."),
    )
    reserve = models.CharField(
        _("filled from the reserve"),
        max_length=14,
        choices=ReservePlace.Reserve.choices,
        blank=True,
    )
    marks_sheets = models.BooleanField(
        _("fills score sheets"), default=True, help_text=_("Else the role reads and reports only.")
    )

    leads = models.BooleanField(
        _("leads the group"), default=False, help_text=_("Reviews the members after field work.")
    )

    class Meta:
        verbose_name = _("group role")
        verbose_name_plural = _("group roles")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class GroupTemplate(models.Model):
    """How many seats of each role a group has; a plan may change its own copy."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60)
    roles = models.ManyToManyField(GroupRole, through="TemplateSeat", related_name="templates")

    class Meta:
        verbose_name = _("group template")
        verbose_name_plural = _("group templates")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class TemplateSeat(models.Model):
    """So many seats of a role in a template."""

    template = models.ForeignKey(GroupTemplate, on_delete=models.CASCADE, related_name="seats")
    role = models.ForeignKey(GroupRole, verbose_name=_("group role"), on_delete=models.PROTECT)
    count = models.PositiveSmallIntegerField(_("seats"), default=1)

    class Meta:
        verbose_name = _("seats of a template")
        verbose_name_plural = _("seats of templates")
        ordering = ["template_id", "role__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "role"], name="%(app_label)s_%(class)s_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} × {self.count}"


class MatchRule(models.Model):
    """Groups of a category look for people with a tag, as economic principals for cities."""

    category = models.ForeignKey(
        Category, verbose_name=_("category"), on_delete=models.CASCADE, related_name="match_rules"
    )
    role = models.ForeignKey(
        GroupRole,
        verbose_name=_("group role"),
        on_delete=models.CASCADE,
        related_name="match_rules",
        null=True,
        blank=True,
        help_text=_("Empty means every role."),
    )
    tag = models.ForeignKey(
        Tag, verbose_name=_("tag"), on_delete=models.CASCADE, related_name="match_rules"
    )

    class Meta:
        verbose_name = _("matching rule")
        verbose_name_plural = _("matching rules")
        ordering = ["category_id", "role__position", "tag__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "role", "tag"], name="%(app_label)s_%(class)s_once"
            ),
            models.UniqueConstraint(
                fields=["category", "tag"],
                condition=models.Q(role__isnull=True),
                name="%(app_label)s_%(class)s_any_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} · {self.role or ''} · {self.tag}"
