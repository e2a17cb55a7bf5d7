"""Domains, categories and units."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organization.models.accounts import (
    DOMAIN_ROLES,
    PEOPLE_ROLES,
    SINGLE_UNIT_ROLES,
    SUBTREE_ROLES,
    Role,
    UnitGrant,
)
from organization.rules import is_credit_code, is_region_code

if TYPE_CHECKING:
    from organization.models.accounts import User


def validate_credit_code(code: str) -> None:
    """Refuse a unified social credit code whose check digit is wrong."""
    if not is_credit_code(code):
        raise ValidationError(
            _("This is not a valid unified social credit code."), code="credit_code"
        )


def validate_region_code(code: str) -> None:
    """Refuse what is not a six-digit region code of GB/T 2260."""
    if not is_region_code(code):
        raise ValidationError(_("A region code has six digits (GB/T 2260)."), code="region_code")


class DomainQuerySet(models.QuerySet["Domain"]):
    def visible_to(self, user: "User") -> Self:
        """Domains the account answers for, and those of the units it sees."""
        if user.has_role(Role.SYSTEM_ADMIN) or user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        units = Unit.objects.visible_to(user).values("domain")
        return self.filter(Q(pk__in=user.domain_keys(DOMAIN_ROLES)) | Q(pk__in=units))

    def editable_by(self, user: "User") -> Self:
        """Domains whose units the account keeps: its own as office staff."""
        if user.has_role(Role.SYSTEM_ADMIN) or user.answers_for_all_domains([Role.OFFICE_STAFF]):
            return self
        return self.filter(pk__in=user.domain_keys([Role.OFFICE_STAFF]))


class Domain(models.Model):
    """A domain (领域) of assessed units: cities, provincial organs, enterprises, universities."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = DomainQuerySet.as_manager()

    class Meta:
        verbose_name = _("domain")
        verbose_name_plural = _("domains")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class CategoryQuerySet(models.QuerySet["Category"]):
    def visible_to(self, user: "User") -> Self:
        """Categories of the domains the account sees."""
        return self.filter(domain__in=Domain.objects.visible_to(user))


class Category(models.Model):
    """An assessee category (考核类别): units of one category are compared with each other only."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60)
    domain = models.ForeignKey(
        Domain, verbose_name=_("domain"), on_delete=models.PROTECT, related_name="categories"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["domain__position", "position", "code"]

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(models.QuerySet["Unit"]):
    def visible_to(self, user: "User") -> Self:
        """Units that one of the account's roles or grants opens today."""
        if user.has_role(Role.SYSTEM_ADMIN) or user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        grants = UnitGrant.objects.current().filter(user=user)
        return self.filter(
            Q(domain__in=user.domain_keys(DOMAIN_ROLES))
            | Q(pk__in=keys_below(user.unit_keys(SUBTREE_ROLES)))
            | Q(pk__in=user.unit_keys(SINGLE_UNIT_ROLES))
            | Q(pk__in=grants.values("content_object"))
        )

    def with_people_visible_to(self, user: "User") -> Self:
        """Units whose cadres the account sees: grants and reporters' roles open figures only."""
        if user.has_role(Role.SYSTEM_ADMIN) or user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        return self.filter(
            Q(domain__in=user.domain_keys(DOMAIN_ROLES))
            | Q(pk__in=keys_below(user.unit_keys(PEOPLE_ROLES)))
        )

    def editable_by(self, user: "User") -> Self:
        """Units that the account may change: those of the domains it manages."""
        return self.filter(domain__in=Domain.objects.editable_by(user))

    def search(self, text: str) -> Self:
        """Units whose name or code contains the text."""
        return self.filter(
            Q(name__contains=text)
            | Q(short_name__contains=text)
            | Q(code__icontains=text)
            | Q(credit_code__icontains=text)
        )

    def with_category_on(self, day: dt.date) -> Self:
        """Adds `category_key` and `category_name`: the category that each unit has on a day."""
        membership = CategoryMembership.objects.on(day).filter(unit=OuterRef("pk"))
        return self.annotate(
            category_key=Subquery(membership.values("category")[:1]),
            category_name=Subquery(membership.values("category__name")[:1]),
        )

    def assessed(self) -> Self:
        """Units that are scored and ranked, without those only monitored (监测评价)."""
        return self.filter(monitored_only=False, is_active=True)

    def in_category(self, category: Category, day: dt.date) -> Self:
        """Units that belong to a category on a day."""
        memberships = CategoryMembership.objects.on(day).filter(category=category)
        return self.filter(pk__in=memberships.values("unit"))


class Unit(models.Model):
    """A public unit: Party and government of an area, an organ, an enterprise, a university."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("Province")
        CITY = "city", _("City")
        COUNTY = "county", _("County")
        TOWNSHIP = "township", _("Township")
        INTERNAL = "internal", _("Office inside a unit")

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    credit_code = models.CharField(
        _("unified social credit code"),
        max_length=18,
        blank=True,
        validators=[validate_credit_code],
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("superior unit"),
        on_delete=models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
    )
    region_code = models.CharField(
        _("region code"), max_length=6, blank=True, validators=[validate_region_code]
    )
    domain = models.ForeignKey(
        Domain, verbose_name=_("domain"), on_delete=models.PROTECT, related_name="units"
    )
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    monitored_only = models.BooleanField(
        _("monitored only"),
        default=False,
        help_text=_("Figures are watched; never scored or ranked."),
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["domain__position", "code"]
        permissions = [("see_unit", _("See the unit, its figures and its published results"))]
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code=""),
                name="%(app_label)s_%(class)s_credit_code",
                violation_error_message=_("Another unit has this unified social credit code."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="%(app_label)s_%(class)s_not_own_parent",
                violation_error_message=_("A unit cannot be its own superior."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organization:unit_detail", args=[self.pk])

    def clean(self) -> None:
        """Refuse a superior that lies below the unit itself."""
        if self.pk and self.parent_id in keys_below([self.pk]):
            raise ValidationError(
                {"parent": _("The superior unit lies below this unit.")}, code="circle"
            )

    @property
    def label(self) -> str:
        """The short name where there is one: what tables and charts show."""
        return self.short_name or self.name


def keys_below(keys: Iterable[int]) -> set[int]:
    """Keys of units and of all units below them; one query for each level of the tree.

    A recursive query would be one, but the ORM has none that every database understands.
    """
    found = set(keys)
    level = found
    while level:
        below = Unit.objects.filter(parent__in=level).values_list("pk", flat=True)
        # Without the units found before, or a circle in the data would never end.
        level = set(below) - found
        found = found | level
    return found


def offices_inside(keys: Iterable[int]) -> dict[int, int]:
    """The places where the staff of units work, with their unit: itself, and offices inside it.

    One query for each level of offices.
    """
    homes = {key: key for key in keys}
    level = set(homes)
    while level:
        offices = Unit.objects.filter(parent__in=level, level=Unit.Level.INTERNAL, is_active=True)
        found = {
            key: homes[parent]
            for key, parent in offices.values_list("pk", "parent")
            if parent and key not in homes
        }
        homes |= found
        level = set(found)
    return homes


class CategoryMembershipQuerySet(models.QuerySet["CategoryMembership"]):
    def on(self, day: dt.date) -> Self:
        """Memberships that hold on a day."""
        return self.filter(valid_from__lte=day).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        )

    def overlapping(self, first: dt.date, last: dt.date | None) -> Self:
        """Memberships that hold on some day from the first to the last, or ever after."""
        until = self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=first))
        return until.filter(valid_from__lte=last) if last else until


class CategoryMembership(models.Model):
    """A unit belongs to a category between two days (IND-06: a change of type is dated)."""

    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.CASCADE, related_name="memberships"
    )
    category = models.ForeignKey(
        Category, verbose_name=_("category"), on_delete=models.PROTECT, related_name="memberships"
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    objects = CategoryMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("category membership")
        verbose_name_plural = _("category memberships")
        ordering = ["unit_id", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_date_order",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(valid_to__isnull=True),
                name="%(app_label)s_%(class)s_one_open",
                violation_error_message=_("The unit already has a category without an end."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.category}"

    def clean(self) -> None:
        """Refuse another domain's category, and a second category on one day."""
        if not (self.unit_id and self.category_id and self.valid_from):
            return
        if self.category.domain_id != self.unit.domain_id:
            raise ValidationError(
                _("The category %(category)s belongs to another domain."),
                code="domain",
                params={"category": self.category},
            )
        others = CategoryMembership.objects.filter(unit=self.unit_id).exclude(pk=self.pk)
        clash = others.overlapping(self.valid_from, self.valid_to).first()
        if clash:
            raise ValidationError(
                _("From %(day)s the unit is in the category %(category)s."),
                code="overlap",
                params={"day": clash.valid_from, "category": clash.category},
            )
