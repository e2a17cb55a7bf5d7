"""The registration form of a quarter in the style of graded indicators (指标式, L-11)."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dailyreview.paper.people import decided_grade, is_servant, leader_words, place_of
from dailyreview.paper.sheet import Cell, Row, Sheet, Table, pairs, seal, signed
from dailyreview.selectors.registration import PersonQuarter
from organization.templatetags.figures import figure

WIDTHS = (26, 26, 26, 26, 26, 26)


def indicator_sheet(one: PersonQuarter) -> Sheet:
    """The form of one quarter: each indicator with its grade, days, comment and final review."""
    record, cadre = one.record, one.post.cadre
    title = (
        _("Registration form of the daily review of civil servants (indicators)")
        if is_servant(one)
        else _("Registration form of the daily review of institution staff (indicators)")
    )
    person = (
        (pgettext("form", "Name"), cadre.name),
        (_("Sex"), cadre.get_sex_display()),
        (_("Born"), f"{cadre.birth_month:%Y.%m}"),
    )
    rows = [
        Row(pairs(person), 11),
        Row((Cell(_("Office and post")), Cell(place_of(one), span=5)), 11),
        Row(
            (Cell(pgettext("form", "Indicator")), Cell(_("Elements"), span=4), Cell(_("Result"))),
            10,
        ),
        *_graded(one),
        *_days(one),
        *signed(_("Assessment by the leader in charge"), leader_words(one), 34, span=5),
        *signed(_("Final review"), decided_grade(one), 20, span=5, sign=seal()),
    ]
    return Sheet(
        title,
        [Table(WIDTHS, rows)],
        left=_("Unit: %(unit)s") % {"unit": record.assessee.unit.name},
        right=_("%(year)s, quarter %(number)s")
        % {"year": record.quarter.plan.year, "number": record.quarter.number},
        notes=[_("The result of each indicator is the grade that the leader in charge gave it.")],
    )


def _graded(one: PersonQuarter) -> list[Row]:
    return [
        Row((Cell(row.name), Cell(row.elements, span=4), Cell(row.grade)), 13)
        for row in one.indicators
    ]


def _days(one: PersonQuarter) -> list[Row]:
    days = getattr(one.record, "attendance", None)
    heads = (_("Present"), _("Personal leave"), _("Sick leave"), _("Absent without leave"))
    values = days and (days.present, days.personal_leave, days.sick_leave, days.absent)
    texts = [figure(value) for value in values] if values else [""] * len(heads)
    spans = (1, 1, 1, 2)
    return [
        Row(
            (
                Cell(_("Attendance (days)"), rows=2),
                *(Cell(head, span=span) for head, span in zip(heads, spans, strict=True)),
            ),
            9,
        ),
        Row(tuple(Cell(text, span=span) for text, span in zip(texts, spans, strict=True)), 9),
    ]
