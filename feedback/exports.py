"""Spreadsheets of the feedback app."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from feedback.models import AnswerText, Candidate, Questionnaire, Recommendation
from feedback.selectors.questionnaires import figures_of, units_asked
from feedback.selectors.recommendations import CandidateCard, Column
from feedback.selectors.uses import KindLine, ShareLine
from organization.exports import Cell, table_workbook

TENTH = Decimal("0.1")


def share_workbook(shares: Mapping[str, Sequence[ShareLine]], kinds: Sequence[KindLine]) -> bytes:
    """Which share of the results was used: a sheet for each way to cut it, and one of kinds."""
    sheets: dict[str, list[list[Cell]]] = {}
    figures = [
        _("Decided"),
        _("Used"),
        _("Not used"),
        pgettext("results", "Open"),
        _("Percent used"),
    ]
    for title, lines in shares.items():
        rows: list[list[Cell]] = [
            [one.label, one.decided, one.used, one.marked, one.open, _rounded(one.share)]
            for one in lines
        ]
        sheets[title] = [[title, *figures], *rows]
    head: list[Cell] = [_("Used for"), _("Results"), _("Places"), _("Percent of decided results")]
    sheets[_("Used for")] = [head, *(_kind_row(one) for one in kinds)]
    return table_workbook(sheets)


def recommendation_workbook(
    recommendation: Recommendation, cards: Sequence[CandidateCard]
) -> bytes:
    """The checklist of a recommendation: real-name records, checks, statements in their order."""
    post: list[list[Cell]] = [
        [_("Unit"), _("Post"), _("Places to fill"), _("Rounds held"), _("Candidates")],
        [
            recommendation.unit.name,
            recommendation.post,
            recommendation.places,
            recommendation.rounds,
            len(cards),
        ],
    ]
    spoken: list[list[Cell]] = [
        [one.position, one.speaker, _("Yes") if one.is_principal else "", one.words]
        for one in recommendation.statements.all()
    ]
    return table_workbook(
        {
            _("Post"): post,
            _("Candidates"): [_record_head(), *(_record_row(card.candidate) for card in cards)],
            _("Checks"): [_check_head(), *(row for card in cards for row in _check_rows(card))],
            _("Statements"): [
                [_("Order"), _("Speaker"), _("principal"), _("Opinion")],
                *spoken,
            ],
        }
    )


def comparison_workbook(columns: Sequence[Column]) -> bytes:
    """The candidates side by side, a column each, by name: no place and no sum."""
    labels = list(columns[0].facts) if columns else []
    head: list[Cell] = [_("What is compared"), *(column.cadre.name for column in columns)]
    rows: list[list[Cell]] = [
        [label, *("\n".join(column.facts[label]) for column in columns)] for label in labels
    ]
    return table_workbook({_("Comparison"): [head, *rows]})


def _kind_row(line: KindLine) -> list[Cell]:
    return [line.label, line.results, line.places or None, _rounded(line.share)]


def _rounded(share: Decimal) -> Decimal:
    return share.quantize(TENTH, ROUND_HALF_UP)


def questionnaire_workbook(questionnaire: Questionnaire) -> bytes:
    """Counts, classes of units, texts and participation: all that was kept of a closed one."""
    figures = figures_of(questionnaire)
    counts: list[list[Cell]] = [
        [one.question.position, one.question.text, one.base, line.name, line.count, line.share]
        for one in figures
        for line in one.lines
    ]
    classes: list[list[Cell]] = [
        [one.question.position, one.question.text, line.name, line.base, name, share]
        for one in figures
        for line in one.classes
        for name, share in line.cells
    ]
    texts = AnswerText.objects.filter(question__questionnaire=questionnaire)
    words: list[list[Cell]] = [
        [one.question.position, one.question.text, one.text]
        for one in texts.select_related("question").order_by("question__position", "pk")
    ]
    units: list[list[Cell]] = [
        [one.unit.name, one.asked, one.answered] for one in units_asked(questionnaire)
    ]
    number, question, base = _("No."), _("question"), _("people who answered")
    answer, share = _("chosen answer"), _("share (%)")
    return table_workbook(
        {
            _("Counts"): [[number, question, base, answer, _("count"), share], *counts],
            _("By class of units"): [
                [number, question, _("class of units"), base, answer, share],
                *classes,
            ],
            _("In own words"): [[number, question, _("text")], *words],
            _("Participation"): [[_("unit"), _("handed out to"), base], *units],
        }
    )


def _record_head() -> list[Cell]:
    return [
        _("Candidate"),
        _("Recommended by"),
        _("Post of who recommends"),
        _("Recommended on"),
        _("Why"),
        _("First signature"),
        _("Second signature"),
    ]


def _record_row(candidate: Candidate) -> list[Cell]:
    return [
        candidate.cadre.name,
        candidate.recommender,
        candidate.recommender_post,
        candidate.recommended_on,
        candidate.reason,
        str(candidate.first_signed_by),
        str(candidate.second_signed_by),
    ]


def _check_head() -> list[Cell]:
    return [_("Candidate"), _("Check"), _("Clause"), _("Finding"), _("Checked on"), _("Document")]


def _check_rows(card: CandidateCard) -> Iterator[list[Cell]]:
    for item, found in card.checks:
        if found is not None:
            yield [
                card.candidate.cadre.name,
                item.text,
                item.clause,
                _("clear") if found.is_clear else found.note,
                found.checked_on,
                found.document,
            ]
