"""Accounts, roles and grants."""

from collections.abc import Collection, Iterator
from typing import Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase


class User(AbstractUser):
    """A person who may log in."""

    display_name = models.CharField(_("full name"), max_length=60, blank=True)
    unit = models.ForeignKey(
        "organization.Unit",
        verbose_name=_("home unit"),
        on_delete=models.PROTECT,
        related_name="accounts",
        null=True,
        blank=True,
    )
    cadre = models.OneToOneField(
        "organization.Cadre",
        verbose_name=_("cadre"),
        on_delete=models.PROTECT,
        related_name="account",
        null=True,
        blank=True,
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=[("zh-hans", "简体中文"), ("en", "English")],
        default="zh-hans",
    )
    # Part of what every session is checked against: counting on ends all sessions of the account.
    session_round = models.PositiveIntegerField(_("session round"), default=0, editable=False)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["username"]
        constraints = [
            # One account that may do everything would undo the split between three administrators.
            models.CheckConstraint(
                condition=Q(is_superuser=False),
                name="%(app_label)s_%(class)s_no_superuser",
                violation_error_message=_("There are no superusers; give one administrator role."),
            )
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_short_name(self) -> str:
        return str(self)

    def get_session_auth_hash(self) -> str:
        return f"{self.session_round}:{super().get_session_auth_hash()}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for fallback in super().get_session_auth_fallback_hash():
            yield f"{self.session_round}:{fallback}"

    @property
    def full_label(self) -> str:
        """Name and account: two people may share a name."""
        return f"{self.display_name} ({self.username})" if self.display_name else self.username

    @cached_property
    def current_roles(self) -> "list[RoleAssignment]":
        """Roles held today; read once for each request, since a user object lives that long."""
        return list(self.role_assignments.current())

    @property
    def current_role_names(self) -> frozenset[str]:
        """Names of the roles held today."""
        return frozenset(assignment.role for assignment in self.current_roles)

    def has_role(self, *roles: str) -> bool:
        """Whether the account holds one of the roles today."""
        return not self.current_role_names.isdisjoint(roles)

    def answers_for_all_domains(self, roles: Collection[str]) -> bool:
        """Whether one of the roles is held without being kept to a domain."""
        return any(held.role in roles and held.domain_id is None for held in self.current_roles)

    def domain_keys(self, roles: Collection[str]) -> set[int]:
        """Domains that one of the roles is kept to."""
        return {
            held.domain_id for held in self.current_roles if held.role in roles and held.domain_id
        }

    def unit_keys(self, roles: Collection[str]) -> set[int]:
        """Units where one of the roles is held; a role without a unit is for the home unit."""
        keys = {held.unit_id or self.unit_id for held in self.current_roles if held.role in roles}
        return {key for key in keys if key}


class Role(models.TextChoices):
    """What an account is for. Several may be held, but only one of the three administrators'."""

    OFFICE_STAFF = "office_staff", _("Assessment office staff")
    DATA_REPORTER = "data_reporter", _("Data reporter")
    UNIT_PRINCIPAL = "unit_principal", _("Unit principal")
    SUPERVISING_LEADER = "supervising_leader", _("Leader in charge")
    SECTION_HEAD = "section_head", _("Section head")
    CADRE = "cadre", _("Cadre")
    EVALUATOR = "evaluator", _("Evaluator")
    COMMITTEE_MEMBER = "committee_member", _("Committee member")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")


ADMINISTRATOR_ROLES = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
# What a role opens: the units of a domain, a unit and all below it, or the unit alone.
DOMAIN_ROLES = (Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)
SUBTREE_ROLES = (Role.DATA_REPORTER, Role.UNIT_PRINCIPAL, Role.SUPERVISING_LEADER)
SINGLE_UNIT_ROLES = (Role.SECTION_HEAD, Role.CADRE)
# Of the roles inside a unit, those that also see its people.
PEOPLE_ROLES = (Role.UNIT_PRINCIPAL, Role.SUPERVISING_LEADER)


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    def current(self) -> Self:
        """Assignments that hold today."""
        today = timezone.localdate()
        return self.filter(valid_from__lte=today).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=today)
        )


class RoleAssignment(models.Model):
    """An account holds a role, for a domain or a unit where the role has one, between two days."""

    user = models.ForeignKey(
        User, verbose_name=_("account"), on_delete=models.CASCADE, related_name="role_assignments"
    )
    role = models.CharField(_("role"), max_length=24, choices=Role.choices)
    domain = models.ForeignKey(
        "organization.Domain",
        verbose_name=_("domain"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Office staff and committee members; empty means every domain."),
    )
    unit = models.ForeignKey(
        "organization.Unit",
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        related_name="role_assignments",
        null=True,
        blank=True,
        help_text=_("Roles inside a unit; empty means the home unit of the account."),
    )
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_to = models.DateField(_("to"), null=True, blank=True)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role assignment")
        verbose_name_plural = _("role assignments")
        ordering = ["user_id", "role"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_date_order",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(role__in=[role.value for role in ADMINISTRATOR_ROLES]),
                name="%(app_label)s_%(class)s_one_admin",
                violation_error_message=_(
                    "One account cannot hold two of the three administrator roles."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(domain__isnull=True) | Q(role__in=[*map(str, DOMAIN_ROLES)]))
                & (
                    Q(unit__isnull=True)
                    | Q(role__in=[*map(str, SUBTREE_ROLES + SINGLE_UNIT_ROLES)])
                ),
                name="%(app_label)s_%(class)s_scope",
                violation_error_message=_(
                    "Only office staff and committee members have a domain, only roles inside a"
                    " unit have a unit."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class UnitGrantQuerySet(models.QuerySet["UnitGrant"]):
    def current(self) -> Self:
        """Grants that have not run out."""
        return self.filter(valid_until__gte=timezone.localdate())


class UnitGrant(UserObjectPermissionBase):
    """One person may see one unit until a day, though no role of theirs opens it."""

    user = models.ForeignKey(User, verbose_name=_("account"), on_delete=models.CASCADE)
    content_object = models.ForeignKey(
        "organization.Unit", verbose_name=_("unit"), on_delete=models.CASCADE, related_name="grants"
    )
    valid_until = models.DateField(_("valid until"))
    reason = models.CharField(_("reason"), max_length=200)
    granted_by = models.ForeignKey(
        User, verbose_name=_("granted by"), on_delete=models.PROTECT, related_name="grants_given"
    )

    objects = UserObjectPermissionManager.from_queryset(UnitGrantQuerySet)()  # type: ignore[misc]

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ["user__username", "valid_until"]

    def __str__(self) -> str:
        return f"{self.user} → {self.content_object} ({self.valid_until:%Y-%m-%d})"

    def get_absolute_url(self) -> str:
        return reverse("organization:unit_detail", args=[self.content_object_id])
