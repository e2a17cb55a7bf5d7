"""Figures as every page writes them."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

Number = Decimal | float | int


@register.filter
def figure(number: Number | None, decimals: int | None = None) -> str:
    """Write a number with the typographic minus and thousands apart; nothing for None.

    Without `decimals` it is written as exactly as it is known, without trailing zeros.

    >>> figure(Decimal("-1234.50")), figure(Decimal("0.125"), 2), figure(7.0)
    ('−1,234.5', '0.13', '7')
    """
    if number is None:
        return ""
    exact = Decimal(str(number))
    if decimals is None:
        exact = exact.normalize()
    else:
        # Adding 0 takes the sign from a zero that was rounded to.
        exact = exact.quantize(Decimal(1).scaleb(-int(decimals)), ROUND_HALF_UP) + 0
    return f"{exact:,f}".replace("-", "−")


@register.filter
def brief(number: Number | None, decimals: int) -> str:
    """Write a number with at most so many decimals, without trailing zeros; nothing for None.

    >>> brief(Decimal("7.142857"), 2), brief(Decimal("6.000000"), 2)
    ('7.14', '6')
    """
    if number is None:
        return ""
    step = Decimal(1).scaleb(-int(decimals))
    return figure(Decimal(str(number)).quantize(step, ROUND_HALF_UP) + 0)


@register.filter
def percent(share: Number | None) -> str:
    """Write a share between 0 and 1 as a number of percent, without the sign.

    >>> percent(Decimal("0.3000"))
    '30'
    """
    return figure(None if share is None else Decimal(str(share)) * 100)


@register.filter
def change(number: Number | None, decimals: int | None = None) -> SafeString:
    """Write a difference with its direction as a sign and a word, never by colour alone."""
    if number is None:
        return SafeString("")
    look, word = ("hj-even", _("the same"))
    if number:
        look, word = ("hj-up", _("higher")) if number > 0 else ("hj-down", _("lower"))
    return format_html(
        '<span class="{}" title="{}">{}</span>', look, word, figure(max(number, -number), decimals)
    )


@register.filter
def duration(span: dt.timedelta) -> str:
    """Write a span of time as people say it: seconds, then minutes, then hours."""
    if span < dt.timedelta(seconds=1):
        return _("less than 1 s")
    minutes, seconds = divmod(max(round(span.total_seconds()), 0), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    if minutes:
        return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": seconds}
    return _("%(seconds)s s") % {"seconds": seconds}
