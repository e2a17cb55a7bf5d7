"""Cards of people and teams (一人一表, 一班一表): each one sheet of A4, as form, PDF and DOCX.

A box holds so many rows; what does not fit is left out, and the foot of the card says so.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dailyreview.paper.sheet import Cell, Row, Sheet, Table, prose
from feedback.rules.cards import fit
from feedback.selectors.files.basics import education_of, party_of
from feedback.selectors.files.cards import PersonFacts, Places, Structure, TeamFacts
from feedback.selectors.files.modules import told_grade
from feedback.selectors.files.years import Graded, Year
from organization.models import Appointment

# Twelve columns of 13 mm fill the type area.
WIDTHS = (13,) * 12
SIZE = 10.5
# Columns of half a character that surely fit one column of the table; a row of text in mm.
PER_COLUMN, ROW = 6, 5
WHOLE = 10


class _Boxes:
    """The boxes of one card, and which of them had to be shortened."""

    def __init__(self) -> None:
        self.shortened: dict[str, str] = {}

    def box(self, label: str, lines: Sequence[str], *, rows: int, span: int = WHOLE) -> Cell:
        """Running text in so many rows."""
        fitted = fit(lines, columns=span * PER_COLUMN, rows=rows)
        if fitted.is_short:
            told = {"label": label, "shown": fitted.whole, "of": fitted.of}
            self.shortened[label] = (
                _("%(label)s (%(shown)s of %(of)s in full)") % told if fitted.of > 1 else label
            )
        return prose(fitted.text, span=span, indents=False)

    def labelled(self, label: str, lines: Sequence[str], *, rows: int) -> Row:
        """A labelled box over the whole width."""
        shown = lines or [_("Nothing on record.")]
        return Row((Cell(label, span=2), self.box(label, shown, rows=rows)), rows * ROW + 2)

    @property
    def notes(self) -> list[str]:
        """What the foot of the card says."""
        if not self.shortened:
            return []
        boxes = fit(
            [pgettext("list", ", ").join(self.shortened.values())], columns=100, rows=1
        ).text
        return [
            _("Shortened for one sheet, the whole stands in the file: %(boxes)s") % {"boxes": boxes}
        ]


def person_sheet(facts: PersonFacts) -> Sheet:
    """The card of one person."""
    boxes, material = _Boxes(), facts.material
    cadre, form = material.cadre, material.form
    triples = (
        (
            (pgettext("form", "Name"), cadre.name),
            (_("Sex"), cadre.get_sex_display()),
            (_("Born"), f"{cadre.birth_month:%Y.%m}"),
        ),
        (
            (_("Class"), cadre.get_identity_class_display()),
            (_("Political status"), party_of(form) if form else "—"),
            (_("Education"), education_of(form) if form else "—"),
        ),
    )
    rows = [
        *(Row(_pairs(boxes, triple), 9) for triple in triples),
        boxes.labelled(_("Posts today"), [_post(post) for post in facts.posts], rows=3),
        boxes.labelled(
            _("Work in charge"), [post.remit for post in facts.posts if post.remit], rows=2
        ),
        *_results(boxes, facts.years, rows=4),
        boxes.labelled(_("Gaps"), facts.gaps, rows=7),
        boxes.labelled(_("Awards and penalties"), facts.rewards, rows=7),
        boxes.labelled(_("Matters to watch"), facts.matters, rows=6),
    ]
    return Sheet(
        _("Card of a person"),
        [Table(WIDTHS, rows)],
        right=_("As of %(day)s") % {"day": facts.day},
        notes=boxes.notes,
        text_size=SIZE,
    )


def team_sheet(facts: TeamFacts) -> Sheet:
    """The card of one team."""
    boxes = _Boxes()
    people = pgettext("list", "; ").join(f"{one.cadre.name} {one.post}" for one in facts.posts)
    rows = [
        boxes.labelled(_("Unit"), [facts.unit.name], rows=1),
        boxes.labelled(_("Posts and people"), [_places(facts.places)], rows=2),
        boxes.labelled(_("Members"), [people] if people else [], rows=4),
        *(
            boxes.labelled(one.label, _structure(one, facts), rows=rows)
            for one, rows in zip(facts.structures, (2, 1, 2, 1), strict=True)
        ),
        *_results(boxes, facts.years, rows=3),
        boxes.labelled(_("Traits"), facts.traits, rows=5),
        boxes.labelled(_("Gaps"), facts.gaps, rows=5),
        boxes.labelled(_("Advice"), facts.advice, rows=6),
    ]
    return Sheet(
        _("Card of a leadership team"),
        [Table(WIDTHS, rows)],
        right=_("As of %(day)s") % {"day": facts.day},
        notes=boxes.notes,
        text_size=SIZE,
    )


def _pairs(boxes: _Boxes, pairs: Sequence[tuple[str, str]]) -> tuple[Cell, ...]:
    return tuple(
        cell
        for label, value in pairs
        for cell in (Cell(label, span=2), boxes.box(label, [value], rows=2, span=2))
    )


def _post(post: Appointment) -> str:
    level = post.get_post_level_display()
    since = _("since %(month)s") % {"month": f"{post.starts_on:%Y.%m}"}
    return " ".join(filter(None, (post.unit.name, post.post, level, since)))


def _results(boxes: _Boxes, years: Sequence[Year], *, rows: int) -> list[Row]:
    """The last three years side by side."""
    if not years:
        return [boxes.labelled(_("Results"), [], rows=1)]
    span = 3
    heads = [Cell(_("Results"), span=span), *(Cell(str(year.year), span=span) for year in years)]
    annual = [
        boxes.box(
            _("Annual"), [told_grade(one) for one in year.annual] or ["—"], rows=rows, span=span
        )
        for year in years
    ]
    told = [
        Row(tuple(heads), 7),
        Row((Cell(_("Annual"), span=span), *annual), rows * ROW + 2),
    ]
    if any(year.quarters for year in years):
        by_year = [boxes.box(_("Quarters"), [_quarters(year)], rows=2, span=span) for year in years]
        told.append(Row((Cell(_("Quarters"), span=span), *by_year), 2 * ROW + 2))
    return told


def _quarters(year: Year) -> str:
    grades = [year.quarters.get(number) for number in (1, 2, 3, 4)]
    return " / ".join(_grade(one) for one in grades) if any(grades) else "—"


def _grade(one: Graded | None) -> str:
    return one.grade if one else "—"


def _places(places: Sequence[Places]) -> str:
    told = [
        _("%(standing)s: %(filled)s of %(allowed)s") % vars(one)
        if one.allowed is not None
        else _("%(standing)s: %(filled)s, posts not entered") % vars(one)
        for one in places
    ]
    return pgettext("list", "; ").join(told)


def _structure(one: Structure, facts: TeamFacts) -> list[str]:
    if not one.counts:
        return []
    people = len({post.cadre_id for post in facts.posts})
    counts = pgettext("list", ", ").join(
        _("%(name)s: %(count)s") % {"name": name, "count": count} for name, count in one.counts
    )
    if one.known < people:
        known = _("known of %(known)s of %(people)s") % {"known": one.known, "people": people}
        return [f"{counts} ({known})"]
    return [counts]
