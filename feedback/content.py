"""The report in words and printed figures: the one text that page, PDF and DOCX all show."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import reduce
from typing import Any, TypeAlias

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.rules.health_check import HealthCheck, Line, Regain

Content: TypeAlias = dict[str, Any]

MOST_SHOWN_FIRST = 3


def report_content(check: HealthCheck) -> Content:
    """Everything a report says, as JSON: headings, sentences and figures as they are printed."""
    return {
        "title": _("Health check report"),
        "unit": check.assessee,
        "cycle": check.provenance.cycle,
        "group": check.group,
        "labels": _labels(),
        "headline": _headline(check),
        "balance": _balance(check),
        "overview": _("%(first)s %(second)s")
        % {"first": _balance(check), "second": _standing(check)},
        "draft": _draft(check),
        "notice": _notice(check),
        "missing": _missing(check),
        "top_losses": [_loss(check, line) for line in check.losses[:MOST_SHOWN_FIRST]],
        "strengths": [_strength(line) for line in check.strengths],
        "advice": list(check.advice),
        "remark": [line.strip() for line in check.remark.splitlines() if line.strip()],
        "remark_by": check.remark_by,
        "losses": [_loss(check, line) for line in check.losses],
        "closing": _closing(check),
        "positions": [_position(check, line) for line in check.lines],
        "trend": _trend(check),
        "provenance": _provenance(check),
        "signed_on": _published_on(check),
        "foot": _("Run %(run)s · digest %(digest)s")
        % {"run": check.provenance.run_number, "digest": check.provenance.digest[:16]},
    }


def printed(value: Decimal | None) -> str:
    """A figure as printed: a real minus, and a dash for none."""
    return "—" if value is None else str(value).replace("-", "−")


def percent(value: Decimal | None) -> str:
    """A share in percent as printed."""
    return "—" if value is None else f"{printed(value)}%"


def spaced(sentence: str) -> str:
    """A sentence of the engine as it is set: a real minus, and blanks between Chinese and figures.

    >>> spaced("标准分-2.41，得7.05分")
    '标准分 −2.41，得 7.05 分'
    """
    sentence = re.sub(r"(?<![0-9A-Za-z])-(?=\d)", "−", sentence)
    sentence = re.sub(r"([\u4e00-\u9fff])([−+]?[0-9A-Za-z])", r"\1 \2", sentence)
    return re.sub(r"([0-9A-Za-z%‰])([\u4e00-\u9fff])", r"\1 \2", sentence)


def clauses(parts: Sequence[str]) -> str:
    """Clauses of one sentence, between the commas of the language."""
    pattern = _("%(first)s, %(second)s")
    return reduce(lambda first, second: pattern % {"first": first, "second": second}, parts)


def listed(parts: Sequence[str]) -> str:
    """Things of a list, apart as the language does it."""
    pattern = _("%(first)s; %(second)s")
    return reduce(lambda first, second: pattern % {"first": first, "second": second}, parts)


def _labels() -> dict[str, str]:
    return {
        "overview": _("Overall"),
        "top_losses": _("Biggest losses and what would regain them"),
        "strengths": _("What stands out"),
        "advice": _("Advice"),
        "remark": _("Advice of the assessment office"),
        "losses": _("All losses, the biggest first"),
        "positions": _("Position in the category"),
        "trend": _("Over the years"),
        "provenance": _("Where the figures come from"),
        "indicator": _("Indicator"),
        "value": _("Value"),
        "reason": _("Reason"),
        "lost": _("Lost"),
        "regain": _("What would regain it"),
        "points": _("Points"),
        "full": _("Full marks"),
        "share": _("Share"),
        "median": _("Category median"),
        "best": _("Category best"),
        "place": _("Place"),
        "period": _("Period"),
        "total": _("Total"),
        "no_losses": _("No points were lost."),
        "seal": _("Assessment office (seal)"),
        "annex": _("Annex"),
        "annex_title": _("Points and losses in full"),
        "no_names": _("The category is shown without names. Shares are points of full marks."),
    }


def _headline(check: HealthCheck) -> list[dict[str, str]]:
    """The three or four facts that matter."""
    facts = [
        {
            "label": _("Total"),
            "value": printed(check.total),
            "note": _("of %(full)s") % {"full": printed(check.shown(check.full))},
        },
        {
            "label": _("Place in the category"),
            "value": str(check.place or "—"),
            "note": _("of %(size)s") % {"size": check.size},
        },
        {
            "label": _("Median of the category"),
            "value": printed(check.median_total),
            "note": _("best %(best)s") % {"best": printed(check.best_total)},
        },
    ]
    if check.grade:
        facts.append({"label": _("Grade"), "value": check.grade, "note": ""})
    return facts


def _balance(check: HealthCheck) -> str:
    """Full marks, losses and gains down to the total, as one sentence that adds up."""
    if check.total is None:
        return _("There is no total yet; see what is missing.")
    parts = [
        _("Full marks %(full)s") % {"full": printed(check.shown(check.full))},
        _("lost %(lost)s") % {"lost": printed(check.lost_points)},
    ]
    if check.gained_points:
        parts.append(_("bonus %(bonus)s") % {"bonus": printed(check.gained_points)})
    if check.limited:
        parts.append(_("caps and floors %(limited)s") % {"limited": printed(check.limited)})
    if check.rounding:
        parts.append(_("rounding %(rounding)s") % {"rounding": printed(check.rounding)})
    parts.append(_("total %(total)s") % {"total": printed(check.total)})
    return _("%(clauses)s.") % {"clauses": clauses(parts)}


def _standing(check: HealthCheck) -> str:
    if check.place is None:
        return ""
    facts = {
        "place": check.place,
        "size": check.size,
        "median": printed(check.median_total),
        "best": printed(check.best_total),
    }
    return (
        _("Place %(place)s of %(size)s; the category's median is %(median)s, its best %(best)s.")
        % facts
    )


def _draft(check: HealthCheck) -> str:
    if check.provenance.published_on:
        return ""
    return _("Not published: for checking by the office and the committee only.")


def _notice(check: HealthCheck) -> str:
    if check.agrees:
        return ""
    return _(
        "The lines do not add up to the stored total or place. Do not use this report before the "
        "difference is explained."
    )


def _missing(check: HealthCheck) -> str:
    if not check.missing:
        return ""
    names = listed(check.missing)
    return _("Without a value: %(names)s. Missing is not counted as zero.") % {"names": names}


def _loss(check: HealthCheck, line: Line) -> Content:
    regains = [regain_sentence(check, regain) for regain in line.regains]
    return {
        "name": line.name,
        "section": line.section,
        "value": line.value or "—",
        "reason": spaced(line.reason),
        "lost": printed(check.shown(line.lost)),
        "full": printed(check.shown(line.full)),
        "bonus": line.bonus,
        "place": _place(line),
        "regains": regains,
        "regain_sentence": _("%(clauses)s.") % {"clauses": listed(regains)} if regains else "",
    }


def regain_sentence(check: HealthCheck, regain: Regain) -> str:
    """What would win points back, in one sentence."""
    facts = {"value": regain.value, "points": printed(check.shown(regain.points))}
    sentences = {
        "median": _("At the category's median, %(value)s: +%(points)s"),
        "best": _("At the category's best, %(value)s: +%(points)s"),
        "full": _("Full marks from %(value)s: +%(points)s"),
    }
    return sentences[regain.basis] % facts


def _strength(line: Line) -> Content:
    facts = {
        "share": percent(line.share),
        "median": percent(line.median),
        "place": line.place,
        "size": line.size,
    }
    return {
        "name": line.name,
        "section": line.section,
        "value": line.value,
        "sentence": _(
            "%(share)s of full marks against a median of %(median)s; place %(place)s of %(size)s."
        )
        % facts,
    }


def _closing(check: HealthCheck) -> list[dict[str, str]]:
    """The last lines under the losses, so that they add up exactly."""
    lines = [(_("Points lost"), check.lost_points)]
    if check.gained_points:
        lines.append((_("Bonus points"), -check.gained_points))
    if check.limited:
        lines.append((_("Caps and floors"), -check.limited))
    if check.rounding:
        lines.append((_("Rounding"), -check.rounding))
    if check.total is not None:
        lines.append((_("Full marks less total"), check.shown(check.full) - check.total))
    return [{"label": label, "points": printed(points)} for label, points in lines]


def _position(check: HealthCheck, line: Line) -> Content:
    return {
        "name": line.name,
        "depth": line.depth,
        "is_leaf": line.is_leaf,
        "points": printed(check.shown(line.points)),
        "full": printed(check.shown(line.full)) if not line.bonus else "—",
        "share": percent(line.share),
        "median": percent(line.median),
        "best": percent(line.best),
        "place": _place(line),
    }


def _place(line: Line) -> str:
    return f"{line.place}/{line.size}" if line.place else "—"


def _trend(check: HealthCheck) -> list[Content]:
    if len(check.trend) < 2:
        return []
    return [
        {
            "period": point.period,
            "total": printed(point.total),
            "full": printed(check.shown(point.full)),
            "share": percent(point.share),
            "place": f"{point.place}/{point.size}" if point.place else "—",
        }
        for point in check.trend
    ]


def _provenance(check: HealthCheck) -> list[dict[str, str]]:
    source = check.provenance
    facts = [
        (
            _("Cycle"),
            _("%(cycle)s (%(kind)s)") % {"cycle": source.cycle, "kind": source.kind},
        ),
        (_("Period"), source.period),
        (_("Scheme"), source.scheme),
        (
            _("Category"),
            ngettext("%(group)s, %(size)s unit", "%(group)s, %(size)s units", check.size)
            % {"group": check.group, "size": check.size},
        ),
        (_("Run"), str(source.run_number)),
        (_("Engine"), source.engine),
        (_("Digest of the snapshot"), source.digest),
        (_("Computed on"), date_format(source.computed_on, "DATE_FORMAT")),
    ]
    if source.published_on:
        facts.append((_("Published on"), _published_on(check)))
    return [
        {
            "label": label,
            "value": value,
            "sentence": _("%(label)s: %(value)s") % {"label": label, "value": value},
        }
        for label, value in facts
    ]


def _published_on(check: HealthCheck) -> str:
    day = check.provenance.published_on
    return date_format(day, "DATE_FORMAT") if day else ""
