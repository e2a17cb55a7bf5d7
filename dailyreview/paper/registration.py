"""Registration forms (登记表) of a quarter and of a year, and the summary of a unit."""

from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dailyreview.models import DailyPlan
from dailyreview.paper.indicators import indicator_sheet
from dailyreview.paper.people import conduct, decided_grade, is_servant, leader_words, place_of
from dailyreview.paper.sheet import (
    Cell,
    Row,
    Sheet,
    Table,
    pairs,
    prose,
    seal,
    signed,
    written,
)
from dailyreview.selectors.registration import PersonQuarter, PersonYear, UnitSummary
from organization.models import Appointment
from organization.templatetags.figures import figure

WIDTHS = (24, 24, 26, 26, 26, 30)
BY_HAND = "___"


def quarter_sheet(one: PersonQuarter) -> Sheet:
    """The form of one quarter, by the plan's style and the person's identity class."""
    if one.record.quarter.plan.form_style == DailyPlan.FormStyle.INDICATORS:
        return indicator_sheet(one)
    return _summary_style(one, for_servants=is_servant(one))


def _summary_style(one: PersonQuarter, *, for_servants: bool) -> Sheet:
    record = one.record
    quarter = {"year": record.quarter.plan.year, "number": record.quarter.number}
    title = (
        _("Registration form of the daily review of civil servants")
        if for_servants
        else _("Registration form of the daily review of institution staff")
    )
    rows = [
        Row(
            (
                Cell(pgettext("form", "Name")),
                Cell(one.post.cadre.name),
                Cell(_("Office and post (rank)") if for_servants else _("Office and post (level)")),
                Cell(place_of(one), span=3),
            ),
            12,
        ),
        Row((Cell(_("Work in charge")), Cell(one.post.remit, span=5)), 12),
        *written(_("Own summary"), _own_words(one), 50, span=5),
        *_attendance(one),
        Row(
            (Cell(_("Awards, penalties and bad conduct on record")), conduct(one, span=5)),
            18,
        ),
        *signed(
            _("Comment of the leader in charge and grade proposed"), leader_words(one), 24, span=5
        ),
        *signed(
            _("Decision of the organ") if for_servants else _("Decision of the unit"),
            decided_grade(one),
            14,
            span=5,
            sign=seal(),
        ),
        Row((Cell(_("No grade or no review: why")), prose("", span=5)), 16),
    ]
    return Sheet(
        title,
        [Table(WIDTHS, rows)],
        left=_("Unit: %(unit)s") % {"unit": record.assessee.unit.name},
        right=_("%(year)s, quarter %(number)s") % quarter,
        notes=[_("In two copies: one for the personnel office, one for the office or branch.")],
    )


def year_sheet(year: PersonYear) -> Sheet:
    """The form of a year, prefilled from the quarters (DLY-01)."""
    last = year.quarters[-1]
    for_servants = is_servant(last)
    title = (
        _("Registration form of the annual assessment of civil servants")
        if for_servants
        else _("Registration form of the annual assessment of institution staff")
    )
    summary = "\n".join(text for one in year.quarters if (text := _quarter_in_brief(one)))
    first = [
        *_basics(last, for_servants=for_servants),
        *signed(_("Own summary"), summary, 122, span=5),
    ]
    second = [
        Row((Cell(_("Training off the job")), prose("", span=5)), 20),
        *signed(_("Comment of the leader in charge and grade proposed"), "", 42, span=5),
        *signed(
            _("Decision of the head of the organ or the assessment committee"),
            _("Grade: %(grade)s") % {"grade": year.annual} if year.annual else "",
            38,
            span=5,
            sign=seal(),
        ),
        *signed(_("The person's own opinion"), "", 28, span=5),
        *signed(_("To be explained"), _daily_results(year), 28, span=5, sign=seal()),
    ]
    return Sheet(
        title,
        [Table(WIDTHS, first), Table(WIDTHS, second)],
        right=pgettext("form", "Year %(year)s") % {"year": last.record.quarter.plan.year},
        notes=[_("In two copies: one for the personal file, one for the file of the unit.")],
    )


def summary_sheet(summary: UnitSummary) -> Sheet:
    """A unit's quarter on one list: who took part, with which grade, and how many of each."""
    quarter = summary.quarter
    heads = (
        _("No."),
        pgettext("form", "Name"),
        _("Office and post"),
        _("Class"),
        _("Grade"),
        _("Remarks"),
    )
    rows = [Row(tuple(map(Cell, heads)), 11, repeats=True)]
    for number, one in enumerate(summary.people, 1):
        cadre = one.post.cadre
        place = place_of(one)
        identity, tasks = cadre.get_identity_class_display(), one.content.ad_hoc
        remarks = _("Ad-hoc tasks: %(count)s") % {"count": tasks} if tasks else ""
        cells = (str(number), cadre.name, place, identity, one.grade, remarks)
        rows.append(Row(tuple(map(Cell, cells)), 10))
    return Sheet(
        _("Summary of the daily review"),
        [
            Table((13, 24, 47, 28, 20, 24), [*rows, Row((prose(_totals(summary), span=6),), 16)]),
        ],
        left=_("Unit (seal): %(unit)s") % {"unit": summary.unit.name},
        right=_("%(year)s, quarter %(number)s")
        % {"year": quarter.plan.year, "number": quarter.number},
        notes=[
            _("Filled in by: ________    Checked by: ________    Printed on: %(day)s")
            % {"day": timezone.localdate().isoformat()}
        ],
    )


def _own_words(one: PersonQuarter) -> str:
    content = one.content
    lines = [content.summary.strip()]
    lines += [
        f"{entry.title}：{entry.progress}" if entry.progress else entry.title
        for entry in content.entries
    ]
    if content.best:
        lines.append(_("Done best: %(words)s") % {"words": content.best})
    if content.regret:
        lines.append(_("Most regretted: %(words)s") % {"words": content.regret})
    return "\n".join(line for line in lines if line)


def _attendance(one: PersonQuarter) -> list[Row]:
    days = getattr(one.record, "attendance", None)
    away = days and figure(days.personal_leave + days.sick_leave)
    values = (days and figure(days.absent), away, days and str(days.late))
    heads = (
        _("Absent without leave (days)"),
        _("Sick or personal leave (days)"),
        _("Late or leaving early (times)"),
    )
    label = Cell(_("Attendance"), rows=2)
    return [
        Row((label, Cell(heads[0]), Cell(heads[1], span=2), Cell(heads[2], span=2)), 9),
        Row(
            (Cell(values[0] or ""), Cell(values[1] or "", span=2), Cell(values[2] or "", span=2)), 9
        ),
    ]


def _basics(one: PersonQuarter, *, for_servants: bool) -> list[Row]:
    post, cadre = one.post, one.post.cadre
    unit = post.unit if post.unit_id != one.record.section_id else one.record.assessee.unit
    first = (
        (pgettext("form", "Name"), cadre.name),
        (_("Sex"), cadre.get_sex_display()),
        (_("Born"), f"{cadre.birth_month:%Y.%m}"),
    )
    since = (_("Political status"), ""), (_("In this post since"), f"{post.starts_on:%Y.%m}")
    rows = [Row(pairs(first), 12)]
    rows.append(Row((*pairs(since[:1]), Cell(since[1][0]), Cell(since[1][1], span=3)), 12))
    if for_servants:
        place = " ".join(part for part in (unit.name, _rank(post)) if part)
        rows.append(Row((Cell(_("Unit, post and rank")), Cell(place, span=5)), 13))
    else:
        cells = (Cell(_("Unit")), Cell(unit.name, span=2), Cell(_("Post or level of the post")))
        rows.append(Row((*cells, Cell(_rank(post), span=2)), 13))
    rows.append(Row((Cell(_("Work in charge")), Cell(post.remit, span=5)), 13))
    return rows


def _rank(post: Appointment) -> str:
    level = post.get_post_level_display()
    return f"{post.post}（{level}）" if level else post.post


def _quarter_in_brief(one: PersonQuarter) -> str:
    words = _own_words(one)
    if not words:
        return ""
    head = _("Quarter %(number)s: %(words)s")
    return head % {"number": one.record.quarter.number, "words": words}


def _daily_results(year: PersonYear) -> str:
    counted = pgettext("list", ", ").join(_times(year.grades, year.times()))
    return _("Daily review in the year: %(counts)s.") % {"counts": counted}


def _times(grades: Sequence[str], times: Mapping[str, int]) -> list[str]:
    return [
        _("%(grade)s %(times)s times") % {"grade": name, "times": times.get(name, BY_HAND)}
        for name in grades
    ]


def _totals(summary: UnitSummary) -> str:
    comma = pgettext("list", ", ")
    people = comma.join(
        _("%(identity)s %(count)s") % {"identity": name, "count": count}
        for name, count in summary.by_identity.items()
    )
    times = summary.times()
    grades = comma.join(
        _("%(grade)s %(count)s people") % {"grade": name, "count": times.get(name, BY_HAND)}
        for name in summary.grades
    )
    took_part = _("Took part: %(count)s (%(people)s).") % {
        "count": len(summary.people),
        "people": people,
    }
    tasks = sum(one.content.ad_hoc for one in summary.people)
    lines = [
        took_part,
        _("Grades: %(grades)s.") % {"grades": grades},
        _("Ad-hoc tasks: %(count)s.") % {"count": tasks},
    ]
    return "\n".join(lines)
