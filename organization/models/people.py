"""Leadership teams, cadres and the posts they hold."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organization.models.accounts import DOMAIN_ROLES, PEOPLE_ROLES, Role
from organization.models.units import Unit, keys_below, validate_region_code
from organization.rules import is_id_number, mask_id_number

if TYPE_CHECKING:
    from organization.models.accounts import User


def validate_id_number(number: str) -> None:
    """Refuse an ID number whose date or check digit is wrong."""
    if not is_id_number(number):
        raise ValidationError(_("This is not a valid ID number."), code="id_number")


class LeadershipTeamQuerySet(models.QuerySet["LeadershipTeam"]):
    def visible_to(self, user: "User") -> Self:
        """Teams of the units the account sees."""
        return self.filter(unit__in=Unit.objects.visible_to(user))


class LeadershipTeam(models.Model):
    """The leadership team (领导班子) of a unit, assessed as a whole."""

    unit = models.OneToOneField(
        Unit, verbose_name=_("unit"), on_delete=models.CASCADE, related_name="team"
    )
    name = models.CharField(_("name"), max_length=120)

    objects = LeadershipTeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("leadership team")
        verbose_name_plural = _("leadership teams")
        ordering = ["unit__code"]

    def __str__(self) -> str:
        return self.name


class CadreQuerySet(models.QuerySet["Cadre"]):
    def visible_to(self, user: "User") -> Self:
        """The own record; the office's whole domain; inside a unit, who serves there today."""
        if user.has_role(Role.SYSTEM_ADMIN) or user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        posts = Appointment.objects.all()
        in_domain = posts.filter(unit__domain__in=user.domain_keys(DOMAIN_ROLES))
        today = posts.on(timezone.localdate()).filter(
            unit__in=keys_below(user.unit_keys(PEOPLE_ROLES))
        )
        return self.filter(
            Q(pk=user.cadre_id)
            | Q(pk__in=in_domain.values("cadre"))
            | Q(pk__in=today.values("cadre"))
            | Q(pk__in=Cadre.objects.editable_by(user).values("pk"))
        )

    def editable_by(self, user: "User") -> Self:
        """Cadres who served in a domain that the account keeps, and those without any post yet."""
        if user.has_role(Role.SYSTEM_ADMIN) or user.answers_for_all_domains([Role.OFFICE_STAFF]):
            return self
        domains = user.domain_keys([Role.OFFICE_STAFF])
        if not domains:
            return self.none()
        posts = Appointment.objects.filter(cadre=OuterRef("pk"))
        # A new cadre belongs to no domain until the first post: the clerk who goes on must see it.
        return self.filter(Exists(posts.filter(unit__domain__in=domains)) | ~Exists(posts))

    def at_units(self, units: models.QuerySet[Unit]) -> Self:
        """Cadres with a post today in one of the units."""
        posts = Appointment.objects.on(timezone.localdate()).filter(unit__in=units)
        return self.filter(pk__in=posts.values("cadre"))

    def with_posts_today(self) -> Self:
        """Adds `posts_today`: the list of posts held today, each with its unit."""
        posts = Appointment.objects.on(timezone.localdate()).select_related("unit").by_standing()
        return self.prefetch_related(Prefetch("appointments", posts, to_attr="posts_today"))


class Cadre(models.Model):
    """A leading cadre or civil servant who may be assessed."""

    class Sex(models.TextChoices):
        MALE = "1", _("male")
        FEMALE = "2", _("female")

    class IdentityClass(models.TextChoices):
        CIVIL_SERVANT = "civil_servant", _("Civil servant")
        INSTITUTION_STAFF = "institution_staff", _("Institution staff")
        SECONDED = "seconded_staff", _("Seconded staff")

    name = models.CharField(_("full name"), max_length=60)
    id_number = models.CharField(
        _("ID number"), max_length=18, unique=True, validators=[validate_id_number]
    )
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices)
    birth_month = models.DateField(
        _("month of birth"), help_text=_("Stored as the month's first day.")
    )
    native_place = models.CharField(
        _("native place"), max_length=6, blank=True, validators=[validate_region_code]
    )
    growth_place = models.CharField(
        _("place of growth"), max_length=6, blank=True, validators=[validate_region_code]
    )
    identity_class = models.CharField(
        _("identity class"),
        max_length=20,
        choices=IdentityClass.choices,
        default=IdentityClass.CIVIL_SERVANT,
    )
    is_invented = models.BooleanField(
        _("invented person"), default=False, help_text=_("Demonstration data; pages say so.")
    )

    objects = CadreQuerySet.as_manager()

    class Meta:
        verbose_name = _("cadre")
        verbose_name_plural = _("cadres")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_month__day=1), name="%(app_label)s_%(class)s_birth_first_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organization:cadre_detail", args=[self.pk])

    @property
    def masked_id_number(self) -> str:
        """The ID number as pages and exports show it."""
        return mask_id_number(self.id_number)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def on(self, day: dt.date) -> Self:
        """Who held what on that day."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))

    def by_standing(self) -> Self:
        """Principals first, then deputies and members, each by level and length of service."""
        standing = models.Case(
            *(
                models.When(standing=value, then=place)
                for place, value in enumerate(Appointment.Standing.values)
            )
        )
        return self.order_by(standing, "post_level", "starts_on", "pk")

    def overlapping(self, first: dt.date, last: dt.date | None) -> Self:
        """Posts held on some day from the first to the last; without a last day, ever after."""
        until = self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first))
        return until.filter(starts_on__lte=last) if last else until

    def visible_to(self, user: "User") -> Self:
        """Posts of the cadres the account sees, and of any day in units whose people it sees."""
        return self.filter(
            Q(cadre__in=Cadre.objects.visible_to(user))
            | Q(unit__in=Unit.objects.with_people_visible_to(user))
        )

    def editable_by(self, user: "User") -> Self:
        """Posts in the units that the account keeps."""
        return self.filter(unit__in=Unit.objects.editable_by(user))


class Appointment(models.Model):
    """A cadre holds a post in a unit between two days."""

    class Standing(models.TextChoices):
        PRINCIPAL = "principal", _("Principal")
        DEPUTY = "deputy", _("Deputy")
        MEMBER = "member", _("Team member")

    class PostLevel(models.TextChoices):
        """Post levels (职务层次) of GB/T 12407-2008."""

        PROVINCIAL_CHIEF = "111", _("Provincial, principal")
        PROVINCIAL_DEPUTY = "112", _("Provincial, deputy")
        BUREAU_CHIEF = "121", _("Bureau, principal")
        BUREAU_DEPUTY = "122", _("Bureau, deputy")
        COUNTY_CHIEF = "131", _("County, principal")
        COUNTY_DEPUTY = "132", _("County, deputy")
        TOWNSHIP_CHIEF = "141", _("Township, principal")
        TOWNSHIP_DEPUTY = "142", _("Township, deputy")
        SECTION_MEMBER = "150", _("Section member")
        CLERK = "160", _("Clerk")

    cadre = models.ForeignKey(
        Cadre, verbose_name=_("cadre"), on_delete=models.CASCADE, related_name="appointments"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="appointments"
    )
    in_team = models.BooleanField(_("in the leadership team"), default=False)
    post = models.CharField(_("post"), max_length=100)
    post_level = models.CharField(
        _("post level"), max_length=3, choices=PostLevel.choices, blank=True
    )
    standing = models.CharField(_("standing"), max_length=10, choices=Standing.choices)
    remit = models.CharField(_("remit"), max_length=300, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_date_order",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.UniqueConstraint(
                fields=["cadre", "unit", "post", "starts_on"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This post is on record already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cadre} · {self.unit} · {self.post}"

    def clean(self) -> None:
        """Refuse a second holder of a principal post; a city has two such posts, by other names."""
        if self.standing != self.Standing.PRINCIPAL or not (self.starts_on and self.unit_id):
            return
        held = Appointment.objects.exclude(pk=self.pk).filter(
            unit=self.unit_id, post=self.post, standing=self.Standing.PRINCIPAL
        )
        clash = held.overlapping(self.starts_on, self.ends_on).select_related("cadre").first()
        if clash:
            raise ValidationError(
                {
                    "post": ValidationError(
                        _("%(cadre)s holds this principal post from %(day)s; end that post first."),
                        code="overlap",
                        params={"cadre": clash.cadre, "day": clash.starts_on},
                    )
                }
            )
