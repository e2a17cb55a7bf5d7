"""Recommendations for a post: candidates with their real-name records, checks, statements."""

from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organization.models import DOMAIN_ROLES, Cadre, Role, Unit

if TYPE_CHECKING:
    from organization.models import User


class CheckItem(models.Model):
    """One thing to check before a candidate goes to the meeting, with its clause: data, not code.

    What must be checked about every candidate (凡提四必), and reasons that keep the matter from the
    meeting (五个不上会).
    """

    class Family(models.TextChoices):
        MUST = "must", _("must be checked")
        BAR = "bar", _("bars from the meeting")

    family = models.CharField(_("kind"), max_length=4, choices=Family.choices)
    code = models.SlugField(_("code"), max_length=30, unique=True)
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("text"), max_length=200)
    clause = models.CharField(_("clause"), max_length=200)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("check before a meeting")
        verbose_name_plural = _("checks before a meeting")
        # The four musts stand before the five bars.
        ordering = ["-family", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, user: "User") -> Self:
        """Of the domains that the account answers for as office or committee; nobody else's."""
        if user.answers_for_all_domains(DOMAIN_ROLES):
            return self
        return self.filter(unit__domain__in=user.domain_keys(DOMAIN_ROLES))

    def editable_by(self, user: "User") -> Self:
        """Of the domains that the account keeps as office staff."""
        if user.answers_for_all_domains([Role.OFFICE_STAFF]):
            return self
        return self.filter(unit__domain__in=user.domain_keys([Role.OFFICE_STAFF]))

    def with_counts(self) -> Self:
        """Adds `running`: the candidates that were not dropped."""
        running = models.Q(candidates__dropped_at__isnull=True)
        return self.annotate(running=models.Count("candidates", filter=running))


class Recommendation(models.Model):
    """Who is recommended for a post, and how far the checklist of the procedure is filled."""

    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="recommendations"
    )
    post = models.CharField(_("post"), max_length=100)
    places = models.PositiveSmallIntegerField(
        _("places to fill"), default=1, validators=[MinValueValidator(1)]
    )
    rounds = models.PositiveSmallIntegerField(
        _("rounds held"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("Several rounds, or more candidates than places."),
    )
    created_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        related_name="recommendations",
        editable=False,
    )
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation for a post")
        verbose_name_plural = _("recommendations for posts")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(places__gte=1, rounds__gte=1), name="%(app_label)s_%(class)s_counts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.post}"

    def get_absolute_url(self) -> str:
        return reverse("feedback:recommendation_detail", args=[self.pk])


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def visible_to(self, user: "User") -> Self:
        """Candidates of the recommendations that the account sees."""
        return self.filter(recommendation__in=Recommendation.objects.visible_to(user))

    def editable_by(self, user: "User") -> Self:
        """Candidates of the recommendations that the account keeps."""
        return self.filter(recommendation__in=Recommendation.objects.editable_by(user))

    def running(self) -> Self:
        """Not dropped."""
        return self.filter(dropped_at__isnull=True)


class Candidate(models.Model):
    """A cadre recommended by name for a post: who recommends, why, and two people who sign it."""

    recommendation = models.ForeignKey(
        Recommendation,
        verbose_name=_("recommendation"),
        on_delete=models.CASCADE,
        related_name="candidates",
    )
    cadre = models.ForeignKey(
        Cadre, verbose_name=_("cadre"), on_delete=models.PROTECT, related_name="candidacies"
    )
    recommender = models.CharField(
        _("recommended by"), max_length=60, help_text=_("The real name.")
    )
    recommender_post = models.CharField(_("post of who recommends"), max_length=100)
    recommended_on = models.DateField(_("recommended on"))
    reason = models.CharField(_("why"), max_length=500)
    first_signed_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("first signature"),
        on_delete=models.PROTECT,
        related_name="candidates_signed_first",
        null=True,
        editable=False,
    )
    second_signed_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("second signature"),
        on_delete=models.PROTECT,
        related_name="candidates_signed_second",
        null=True,
        editable=False,
    )
    dropped_at = models.DateTimeField(_("dropped at"), null=True, editable=False)
    drop_reason = models.CharField(_("why dropped"), max_length=300, blank=True, editable=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        # By name: candidates are compared and never ranked.
        ordering = ["recommendation_id", "cadre__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "cadre"],
                condition=Q(dropped_at__isnull=True),
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This person is a candidate already."),
            ),
            models.CheckConstraint(
                condition=Q(second_signed_by__isnull=True)
                | Q(first_signed_by__isnull=False) & ~Q(second_signed_by=F("first_signed_by")),
                name="%(app_label)s_%(class)s_signers",
                violation_error_message=_("Two different people sign."),
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | ~Q(drop_reason=""),
                name="%(app_label)s_%(class)s_dropped",
            ),
        ]

    def __str__(self) -> str:
        return self.cadre.name

    @property
    def is_signed(self) -> bool:
        """Whether two people have signed the record."""
        return self.second_signed_by_id is not None


class CandidateCheck(models.Model):
    """What one check found about one candidate."""

    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.CASCADE, related_name="checks"
    )
    item = models.ForeignKey(
        CheckItem, verbose_name=_("check"), on_delete=models.PROTECT, related_name="findings"
    )
    is_clear = models.BooleanField(_("clear"))
    checked_on = models.DateField(_("checked on"))
    document = models.CharField(_("document"), max_length=100)
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        "organization.User",
        verbose_name=_("recorded by"),
        on_delete=models.PROTECT,
        related_name="candidate_checks",
        editable=False,
    )

    class Meta:
        verbose_name = _("finding about a candidate")
        verbose_name_plural = _("findings about candidates")
        ordering = ["candidate_id", "-item__family", "item__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "item"], name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=Q(is_clear=True) | ~Q(note=""),
                name="%(app_label)s_%(class)s_found",
                violation_error_message=_("Say what was found."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.item}"


class Statement(models.Model):
    """Who said what at the meeting, in the order of speaking; the principal speaks last."""

    recommendation = models.ForeignKey(
        Recommendation,
        verbose_name=_("recommendation"),
        on_delete=models.CASCADE,
        related_name="statements",
    )
    position = models.PositiveSmallIntegerField(_("order of speaking"), editable=False)
    speaker = models.CharField(_("speaker"), max_length=60)
    is_principal = models.BooleanField(
        _("is the principal"), default=False, help_text=_("Who speaks last; nobody after.")
    )
    words = models.CharField(_("opinion"), max_length=500)

    class Meta:
        verbose_name = _("statement at a meeting")
        verbose_name_plural = _("statements at meetings")
        ordering = ["recommendation_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "position"], name="%(app_label)s_%(class)s_order"
            ),
            models.UniqueConstraint(
                fields=["recommendation"],
                condition=Q(is_principal=True),
                name="%(app_label)s_%(class)s_last",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} · {self.speaker}"
