"""The evaluator pool: who may judge, and since when."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organization.models import Appointment, Cadre, Role, Unit
from organization.models.units import validate_region_code

if TYPE_CHECKING:
    from organization.models import User

# The pool is one for all domains: whoever forms groups sees it whole.
POOL_ROLES = (Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)


class Tag(models.Model):
    """Something an evaluator is searched or matched by: origin, speciality, experience."""

    class Kind(models.TextChoices):
        ORIGIN = "origin", _("origin")
        SPECIALITY = "speciality", _("speciality")
        EXPERIENCE = "experience", _("experience")
        STRENGTH = "strength", _("strength shown in the field")
        CAPACITY = "capacity", _("capacity")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=40)

    class Meta:
        verbose_name = _("tag of evaluators")
        verbose_name_plural = _("tags of evaluators")
        ordering = ["kind", "code"]

    def __str__(self) -> str:
        return self.name


class EvaluatorQuerySet(models.QuerySet["Evaluator"]):
    def visible_to(self, user: "User") -> Self:
        """The whole pool for those who form groups; for others their own record."""
        if user.has_role(Role.SYSTEM_ADMIN, *POOL_ROLES):
            return self
        return self.filter(account=user.pk)

    def on_roster(self, day: dt.date) -> Self:
        """Those who belonged to the pool on a day."""
        return self.filter(Exists(RosterSpell.objects.on(day).filter(evaluator=OuterRef("pk"))))

    def outside(self) -> Self:
        """Those on record who are not in the pool now."""
        return self.filter(~Exists(RosterSpell.objects.open().filter(evaluator=OuterRef("pk"))))

    def search(self, text: str) -> Self:
        """Those whose name, post, home unit or a tag holds the text."""
        if not text:
            return self
        tagged = Evaluator.tags.through.objects.filter(
            evaluator=OuterRef("pk"), tag__name__contains=text
        )
        return self.filter(
            Q(name__contains=text)
            | Q(post__contains=text)
            | Q(organisation__contains=text)
            | Q(home_unit__name__contains=text)
            | Exists(tagged)
        )


class Evaluator(models.Model):
    """An evaluator (考评员): a person who may be placed in a group and fill score sheets."""

    class Pool(models.TextChoices):
        EXPERT = "expert", _("expert")
        PROFESSIONAL = "professional", _("professional")

    class Subtype(models.TextChoices):
        LEADER = "leader", _("leader")
        SCHOLAR = "scholar", _("scholar")
        THINK_TANK = "think_tank", _("think tank")
        THIRD_PARTY = "third_party", _("third party")
        OFFICE = "office", _("assessment office")
        LEAD_DEPARTMENT = "lead_department", _("lead department")
        ASSESSED_UNIT = "assessed_unit", _("assessed unit")

    class Tier(models.TextChoices):
        CORE = "core", _("core")
        MAIN = "main", _("main")
        AUXILIARY = "auxiliary", _("auxiliary")

    SUBTYPES = {
        Pool.EXPERT: (Subtype.LEADER, Subtype.SCHOLAR, Subtype.THINK_TANK, Subtype.THIRD_PARTY),
        Pool.PROFESSIONAL: (Subtype.OFFICE, Subtype.LEAD_DEPARTMENT, Subtype.ASSESSED_UNIT),
    }

    name = models.CharField(_("full name"), max_length=60)
    sex = models.CharField(_("sex"), max_length=1, choices=Cadre.Sex.choices)
    birth_month = models.DateField(
        _("month of birth"), help_text=_("Stored as the month's first day.")
    )
    account = models.OneToOneField(
        "organization.User",
        verbose_name=_("account"),
        on_delete=models.PROTECT,
        related_name="evaluator",
        null=True,
        blank=True,
    )
    cadre = models.OneToOneField(
        Cadre,
        verbose_name=_("cadre"),
        on_delete=models.PROTECT,
        related_name="evaluator",
        null=True,
        blank=True,
        help_text=_("Set for an evaluator who is assessed as well: the posts held count too."),
    )
    pool = models.CharField(_("pool"), max_length=12, choices=Pool.choices)
    subtype = models.CharField(_("subtype"), max_length=16, choices=Subtype.choices)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices, default=Tier.MAIN)
    home_unit = models.ForeignKey(
        Unit,
        verbose_name=_("home unit"),
        on_delete=models.PROTECT,
        related_name="evaluators",
        null=True,
        blank=True,
        help_text=_("The unit that sends the person and answers for them."),
    )
    organisation = models.CharField(
        _("organisation"),
        max_length=100,
        blank=True,
        help_text=_("For a person from outside the registered units."),
    )
    post = models.CharField(_("post"), max_length=100, blank=True)
    post_level = models.CharField(
        _("post level"), max_length=3, choices=Appointment.PostLevel.choices, blank=True
    )
    native_place = models.CharField(
        _("native place"), max_length=6, blank=True, validators=[validate_region_code]
    )
    growth_place = models.CharField(
        _("place of growth"), max_length=6, blank=True, validators=[validate_region_code]
    )
    tags = models.ManyToManyField(
        Tag, verbose_name=_("tags"), related_name="evaluators", blank=True
    )
    is_invented = models.BooleanField(
        _("invented person"), default=False, help_text=_("Demonstration data; pages say so.")
    )

    objects = EvaluatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluator")
        verbose_name_plural = _("evaluators")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_month__day=1), name="%(app_label)s_%(class)s_birth_first_day"
            ),
            models.CheckConstraint(
                condition=Q(home_unit__isnull=False) | ~Q(organisation=""),
                name="%(app_label)s_%(class)s_from_somewhere",
                violation_error_message=_("Name the home unit, or the organisation outside."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evaluators:evaluator_detail", args=[self.pk])

    @property
    def comes_from(self) -> str:
        """The home unit, or the organisation outside."""
        return self.home_unit.name if self.home_unit else self.organisation

    def clean(self) -> None:
        """Refuse a subtype that belongs to the other pool."""
        allowed = self.SUBTYPES.get(self.Pool(self.pool), ()) if self.pool else ()
        if self.subtype and self.subtype not in allowed:
            raise ValidationError(
                {"subtype": ValidationError(_("This subtype belongs to the other pool."))}
            )


class RosterSpellQuerySet(models.QuerySet["RosterSpell"]):
    def on(self, day: dt.date) -> Self:
        """Spells that held on a day."""
        return self.filter(joined_on__lte=day).filter(Q(left_on__isnull=True) | Q(left_on__gte=day))

    def open(self) -> Self:
        """Spells without a last day."""
        return self.filter(left_on__isnull=True)


class RosterSpell(models.Model):
    """An evaluator belongs to the pool between two days; rosters of any day are made of these."""

    class Channel(models.TextChoices):
        POOL = "pool", _("screened from the pool")
        NOMINATION = "nomination", _("nominated by a unit")
        THIRD_PARTY = "third_party", _("chosen by a third party")

    class ExitReason(models.TextChoices):
        LOW_RANK = "low_rank", _("low points")
        MISCONDUCT = "misconduct", _("misconduct")
        AGE = "age", _("age")
        POST_CHANGE = "post_change", _("change of post")
        OWN_WISH = "own_wish", _("own wish")
        OTHER = "other", _("other")

    evaluator = models.ForeignKey(
        Evaluator, verbose_name=_("evaluator"), on_delete=models.CASCADE, related_name="spells"
    )
    joined_on = models.DateField(_("joined on"))
    channel = models.CharField(_("channel"), max_length=12, choices=Channel.choices)
    left_on = models.DateField(_("last day"), null=True, blank=True)
    exit_reason = models.CharField(
        _("reason of leaving"), max_length=12, choices=ExitReason.choices, blank=True
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = RosterSpellQuerySet.as_manager()

    class Meta:
        verbose_name = _("time in the pool")
        verbose_name_plural = _("times in the pool")
        ordering = ["-joined_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="%(app_label)s_%(class)s_date_order",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, exit_reason="")
                | (Q(left_on__isnull=False) & ~Q(exit_reason="")),
                name="%(app_label)s_%(class)s_exit",
                violation_error_message=_("Leaving has a last day and a reason."),
            ),
            models.UniqueConstraint(
                fields=["evaluator"],
                condition=Q(left_on__isnull=True),
                name="%(app_label)s_%(class)s_one_open",
                violation_error_message=_("The evaluator is in the pool already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluator} · {self.joined_on}"
