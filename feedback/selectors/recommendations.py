"""Recommendations: what a checklist still lacks, and the candidates side by side."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import AssessmentCycle, GradeDecision, SchemeGrade
from dailyreview.models import AppointmentForm
from dailyreview.selectors.dossier import PersonRow, rows_of
from dailyreview.selectors.registration import annual_grades
from feedback.models import Candidate, CandidateCheck, CheckItem, Recommendation, ResultUse
from feedback.models.uses import published_decisions
from organization.models import Appointment, Cadre

LEAST_CANDIDATES = 3
YEARS_BACK = 3
EDUCATION = (
    "QuanRiZhiJiaoYu_XueLi",
    "QuanRiZhiJiaoYu_XueWei",
    "ZaiZhiJiaoYu_XueLi",
    "ZaiZhiJiaoYu_XueWei",
)


@dataclass(frozen=True)
class CandidateCard:
    """A candidate with every check in use; the finding is None where it is missing."""

    candidate: Candidate
    checks: Sequence[tuple[CheckItem, CandidateCheck | None]]

    @property
    def missing(self) -> Iterator[str]:
        """What the record of this candidate lacks."""
        name = {"name": self.candidate.cadre.name}
        if not self.candidate.is_signed:
            yield _("%(name)s: two different people have not signed the record yet.") % name
        for item, found in self.checks:
            if found is None:
                yield _("%(name)s: not checked: %(item)s.") % {**name, "item": item}
            elif not found.is_clear:
                words = _("%(name)s: kept from the meeting: %(item)s. %(note)s")
                yield words % {**name, "item": item, "note": found.note}


@dataclass(frozen=True)
class Column:
    """A candidate in the comparison."""

    cadre: Cadre
    facts: Mapping[str, Sequence[str]]


@dataclass
class _Facts:
    """What is known of the people compared, by cadre."""

    posts: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    earlier: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    education: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    quarters: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    uses: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))


def candidate_cards(recommendation: Recommendation) -> list[CandidateCard]:
    """The candidates that were not dropped, by name."""
    items = list(CheckItem.objects.filter(is_active=True))
    checks = CandidateCheck.objects.select_related("recorded_by")
    candidates = (
        recommendation.candidates.running()
        .select_related("cadre", "first_signed_by", "second_signed_by")
        .prefetch_related(Prefetch("checks", checks))
    )
    cards = []
    for candidate in candidates:
        found = {check.item_id: check for check in candidate.checks.all()}
        cards.append(CandidateCard(candidate, [(item, found.get(item.pk)) for item in items]))
    return cards


def missing_of(recommendation: Recommendation, cards: Sequence[CandidateCard]) -> list[str]:
    """What keeps the sheet from being taken out, in words; nothing when it is complete (DOS-09)."""
    return [
        *_missing_rounds(recommendation, len(cards)),
        *(line for card in cards for line in card.missing),
        *_missing_statements(recommendation),
    ]


def compared(cards: Sequence[CandidateCard]) -> list[Column]:
    """The candidates side by side, by name: never ranked, nothing added up (DOS-06)."""
    people = [card.candidate.cadre for card in cards]
    keys = [one.pk for one in people]
    facts = _Facts()
    _read_posts(facts, keys)
    _read_education(facts, keys)
    _read_quarters(facts, keys)
    _read_uses(facts, keys)
    annual, dossiers = annual_grades(keys), {row.cadre.pk: row for row in rows_of(people)}
    return [
        Column(one, _told(one, facts, annual.get(one.pk, {}), dossiers[one.pk])) for one in people
    ]


def first_year() -> int:
    """The first of the last three years that lie behind."""
    return timezone.localdate().year - YEARS_BACK


def _told(
    cadre: Cadre, facts: _Facts, annual: Mapping[str, str], dossier: PersonRow
) -> Mapping[str, Sequence[str]]:
    years = [f"{year} {annual[year]}" for year in sorted(annual, reverse=True)]
    return {
        _("Posts today"): facts.posts[cadre.pk],
        _("Earlier posts"): facts.earlier[cadre.pk],
        _("Education"): facts.education[cadre.pk],
        _("Annual grades"): [line for line in years if int(line[:4]) >= first_year()],
        _("Grades of quarters"): facts.quarters[cadre.pk],
        _("Positive facts"): [str(dossier.positive)],
        _("Negative facts"): [str(dossier.negative)],
        _("Use of results"): facts.uses[cadre.pk],
    }


def _missing_rounds(recommendation: Recommendation, candidates: int) -> Iterator[str]:
    if not candidates:
        yield _("Nobody is recommended yet.")
    elif recommendation.rounds < 2 and candidates <= recommendation.places:
        yield _("There was one round with no more candidates than places.")
    families = set(CheckItem.objects.filter(is_active=True).values_list("family", flat=True))
    if families != set(CheckItem.Family):
        yield _("No checks are laid down; the system administrator does that.")


def _missing_statements(recommendation: Recommendation) -> Iterator[str]:
    spoken = list(recommendation.statements.all())
    if not spoken or not spoken[-1].is_principal:
        yield _("The principal has not spoken last at the meeting.")


def _read_posts(facts: _Facts, keys: Collection[int]) -> None:
    today = timezone.localdate()
    posts = Appointment.objects.filter(cadre__in=keys, starts_on__lte=today)
    for post in posts.select_related("unit"):
        is_held = post.ends_on is None or post.ends_on >= today
        until = "" if is_held else f"{post.ends_on:%Y.%m}"
        line = f"{post.unit.label} {post.post} {post.starts_on:%Y.%m}–{until}"
        (facts.posts if is_held else facts.earlier)[post.cadre_id].append(line)


def _read_education(facts: _Facts, keys: Collection[int]) -> None:
    for form in AppointmentForm.objects.confirmed().filter(cadre__in=keys):
        told = (form.form.get(tag).strip() for tag in EDUCATION)
        facts.education[form.cadre_id] = [line for line in told if line]


def _read_quarters(facts: _Facts, keys: Collection[int]) -> None:
    decided = _published(keys).filter(
        assessee__cycle__kind=AssessmentCycle.Kind.DAILY,
        assessee__cycle__period__gte=str(first_year()),
    )
    rows = decided.order_by("-assessee__cycle__period").values_list(
        "assessee__appointment__cadre", "assessee__cycle__period", "grade_name"
    )
    for cadre, period, grade in rows:
        if cadre is not None:
            facts.quarters[cadre].append(f"{period} {grade}")


def _read_uses(facts: _Facts, keys: Collection[int]) -> None:
    uses = (
        ResultUse.objects.standing()
        .exclude(kind=ResultUse.Kind.NOT_USED)
        .filter(decision__assessee__appointment__cadre__in=keys)
        .select_related("decision__assessee__appointment")
    )
    for use in uses:
        post = use.decision.assessee.appointment
        if post is not None:
            facts.uses[post.cadre_id].append(f"{use.used_on:%Y-%m-%d} {use.get_kind_display()}")


def _published(keys: Collection[int]) -> QuerySet[Any]:
    grades = SchemeGrade.objects.filter(
        scheme=OuterRef("assessee__cycle__scheme"), code=OuterRef("grade")
    )
    published: QuerySet[Any] = (
        GradeDecision.objects.in_force()
        .filter(Exists(published_decisions()), assessee__appointment__cadre__in=keys)
        .annotate(grade_name=Subquery(grades.values("name")[:1]))
    )
    return published
