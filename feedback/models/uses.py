"""What decided results were used for (结果运用): one row for one result and one use."""

from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from assessment.models import GradeDecision, Publication
from organization.models import ADMINISTRATOR_ROLES, DOMAIN_ROLES, Role
from organization.models.written_once import WrittenOnce, WrittenOnceQuerySet

if TYPE_CHECKING:
    from collections.abc import Collection

    from organization.models import User

MOST_PLACES = 100_000


def decided_in_domains(user: "User", roles: "Collection[str]" = DOMAIN_ROLES) -> Q:
    """Decisions about who belongs to a domain that the account answers for with the roles."""
    if user.answers_for_all_domains(roles):
        return ~Q(pk__in=[])
    return Q(assessee__unit__domain__in=user.domain_keys(roles))


def published_decisions() -> "models.QuerySet[Publication]":
    """For a decision outside: the publication of its group, by which the person may know it."""
    return Publication.objects.filter(
        group__run=OuterRef("run"), group__key=OuterRef("assessee__group_key")
    )


class ResultUseQuerySet(WrittenOnceQuerySet["ResultUse"]):
    # What a withdrawal fills in; the use itself is never changed.
    open_columns = frozenset({"withdrawn_by", "withdrawn_at", "withdrawal_reason"})

    def visible_to(self, user: "User") -> Self:
        """Office and committee: the own domain. Others: what stands for the own published result.

        Administrators keep the system running and read no results.
        """
        if user.has_role(*ADMINISTRATOR_ROLES):
            return self.none()
        decisions = GradeDecision.objects.all()
        in_domain = decisions.filter(decided_in_domains(user))
        if user.cadre_id is None:
            return self.filter(decision__in=in_domain)
        own = decisions.filter(
            Exists(published_decisions()), assessee__appointment__cadre=user.cadre_id
        )
        return self.filter(
            Q(decision__in=in_domain) | Q(decision__in=own, withdrawn_at__isnull=True)
        )

    def editable_by(self, user: "User") -> Self:
        """Uses that the account may withdraw: of its domains, as office staff."""
        decisions = GradeDecision.objects.filter(decided_in_domains(user, [Role.OFFICE_STAFF]))
        return self.filter(decision__in=decisions)

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def with_result(self) -> Self:
        """With what a list tells of the result."""
        return self.select_related("decision__assessee__unit", "decision__assessee__cycle")


class ResultUse(WrittenOnce):
    """A decided grade was used for something, or marked as used for nothing, with the reason.

    A row for each result, so that every sum is right whether cut by unit, grade, kind or year. A
    course has several places for one person over a year: only training carries their number, all
    other uses are one. A grade that is decided anew is a new decision and asks anew.
    """

    class Kind(models.TextChoices):
        TRAINING = "training", _("training")
        AWARD = "award", _("award or commendation")
        EXCELLENT = "excellent", _("named excellent")
        PROMOTION = "promotion", _("promotion")
        RANK_RISE = "rank_rise", _("rise in career rank")
        BARRED = "barred", _("barred from an award or promotion")
        PARTY = "party", _("admission to the Party")
        MENTORING = "mentoring", _("mentoring")
        NOT_USED = "not_used", _("not used, for a reason")

    # A unit is neither promoted nor admitted nor mentored.
    PERSONAL_KINDS = (Kind.PROMOTION, Kind.RANK_RISE, Kind.PARTY, Kind.MENTORING)

    decision = models.ForeignKey(
        GradeDecision,
        verbose_name=_("decided grade"),
        on_delete=models.PROTECT,
        related_name="uses",
    )
    kind = models.CharField(_("used for"), max_length=9, choices=Kind.choices)
    used_on = models.DateField(_("decided on"))
    document = models.CharField(
        _("document number"),
        max_length=100,
        blank=True,
        help_text=_("Number of the decision that used the result."),
    )
    body = models.CharField(
        _("deciding body"), max_length=100, blank=True, help_text=_("Who decided to use it so.")
    )
    places = models.PositiveIntegerField(
        _("places"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)],
        help_text=_("Training places given; 1 for every other use."),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        related_name="result_uses",
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    withdrawn_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("withdrawn by"),
        on_delete=models.PROTECT,
        related_name="result_uses_withdrawn",
        null=True,
        editable=False,
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawal_reason = models.CharField(
        _("reason of the withdrawal"), max_length=300, blank=True, editable=False
    )

    objects = ResultUseQuerySet.as_manager()

    class Meta(WrittenOnce.Meta):
        verbose_name = _("use of a result")
        verbose_name_plural = _("uses of results")
        ordering = ["-used_on", "-pk"]
        indexes = [models.Index(fields=["kind", "used_on"], name="feedback_use_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "kind", "used_on", "document"],
                condition=Q(withdrawn_at__isnull=True),
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This use is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(kind="training", places__gte=1) | Q(places=1),
                name="%(app_label)s_%(class)s_places",
                violation_error_message=_("Only training carries a number of places."),
            ),
            models.CheckConstraint(
                condition=Q(kind="not_used") & ~Q(note="")
                | ~Q(kind="not_used") & ~Q(document="") & ~Q(body=""),
                name="%(app_label)s_%(class)s_grounds",
                violation_error_message=_(
                    "A use names its document and body, what is not used the reason."
                ),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawal_reason=""),
                name="%(app_label)s_%(class)s_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision.assessee} · {self.get_kind_display()}"
