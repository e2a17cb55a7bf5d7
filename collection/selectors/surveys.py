"""What pages and papers say of surveys: by theme, over time, and for one unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from django.db.models import Count

from collection.models import Survey, SurveyResult, SurveySheet, SurveyTheme
from organization.models import CategoryMembership

# As many surveys as fit side by side.
MOST_BEFORE = 5


@dataclass(frozen=True)
class ThemeFigures:
    """One theme of a survey over all its units.

    Attributes:
        before: medians of earlier surveys and of this one, by name of the survey, oldest first.
    """

    theme: SurveyTheme
    scores: Sequence[Decimal]
    small: int
    before: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def median(self) -> Decimal:
        """The middle score of the units."""
        return median(self.scores)


@dataclass(frozen=True)
class SheetLine:
    """One theme of a unit's feedback sheet.

    Attributes:
        median, best: of the unit's category in the same survey; None where it stands alone.
        before: the unit's own scores in earlier surveys, oldest first.
    """

    result: SurveyResult
    median: Decimal | None
    best: Decimal | None
    before: Sequence[tuple[str, Decimal]]

    @property
    def change(self) -> Decimal | None:
        """Against the survey before; None where there is none."""
        return self.result.score - self.before[-1][1] if self.before else None


def earlier_surveys(survey: Survey) -> list[Survey]:
    """The verified surveys of the domain before this one, oldest first."""
    before = Survey.objects.verified().filter(domain=survey.domain_id, to_on__lt=survey.from_on)
    return list(before.order_by("-to_on", "-pk")[:MOST_BEFORE])[::-1]


def theme_figures(survey: Survey) -> list[ThemeFigures]:
    """Every theme of a survey with its scores, and the medians of earlier surveys."""
    surveys = [*earlier_surveys(survey), survey]
    rows = SurveyResult.objects.filter(survey__in=surveys)
    scores: dict[tuple[int, int], list[Decimal]] = {}
    small: dict[int, int] = {}
    for key, theme, score, sample in rows.values_list(
        "survey_id", "theme_id", "score", "sample_size"
    ):
        scores.setdefault((key, theme), []).append(score)
        if key == survey.pk and sample < survey.least_sample:
            small[theme] = small.get(theme, 0) + 1
    themes = SurveyTheme.objects.filter(results__survey=survey).distinct()
    return [
        ThemeFigures(
            theme,
            scores[survey.pk, theme.pk],
            small.get(theme.pk, 0),
            {
                one.period: median(scores[one.pk, theme.pk])
                for one in surveys
                if (one.pk, theme.pk) in scores
            },
        )
        for theme in themes
    ]


def last_scores(survey: Survey, results: Iterable[SurveyResult]) -> dict[int, Decimal]:
    """What the units of some results had in the survey before, by key of the result."""
    shown = list(results)
    before = earlier_surveys(survey)[-1:]
    rows = SurveyResult.objects.filter(
        survey__in=before, unit__in={one.unit_id for one in shown}
    ).values_list("unit_id", "theme_id", "score")
    known = {(unit, theme): score for unit, theme, score in rows}
    return {
        one.pk: known[one.unit_id, one.theme_id]
        for one in shown
        if (one.unit_id, one.theme_id) in known
    }


def sheet_lines(sheet: SurveySheet) -> list[SheetLine]:
    """The themes of one unit: its own results, those of its category without names, and earlier.

    Units are compared within their category only, as everywhere.
    """
    survey = sheet.survey
    own = survey.results.filter(unit=sheet.unit_id).select_related("theme")
    beside = _scores_beside(sheet)
    names = {one.pk: one.period for one in earlier_surveys(survey)}
    earlier: dict[int, list[tuple[str, Decimal]]] = {}
    rows = SurveyResult.objects.filter(survey__in=names, unit=sheet.unit_id)
    for key, theme, score in rows.order_by("survey__to_on", "survey_id").values_list(
        "survey_id", "theme_id", "score"
    ):
        earlier.setdefault(theme, []).append((names[key], score))
    return [
        SheetLine(
            result,
            median(beside[result.theme_id]) if result.theme_id in beside else None,
            max(beside.get(result.theme_id, []), default=None),
            earlier.get(result.theme_id, []),
        )
        for result in own.order_by("theme__position", "theme__code")
    ]


def _scores_beside(sheet: SurveySheet) -> dict[int, list[Decimal]]:
    """Scores of the unit's category by theme, where it has more than the unit itself."""
    on_the_day = CategoryMembership.objects.on(sheet.survey.to_on)
    category = on_the_day.filter(unit=sheet.unit_id).values("category")
    beside = on_the_day.filter(category__in=category).values("unit")
    scores: dict[int, list[Decimal]] = {}
    rows = sheet.survey.results.filter(unit__in=beside)
    for theme, score in rows.values_list("theme_id", "score"):
        scores.setdefault(theme, []).append(score)
    return {theme: found for theme, found in scores.items() if len(found) > 1}


def sheet_counts(survey: Survey) -> Mapping[str, int]:
    """How many sheets of a survey were sent, answered and noted."""
    counts = survey.sheets.aggregate(
        sent=Count("pk"), answered=Count("answered_at"), noted=Count("noted_at")
    )
    return dict(counts)
