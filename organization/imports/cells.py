"""Reading one cell: tolerant of how people write, strict about what cannot be put right."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from organization.exports import FORMULA_STARTS
from organization.imports.columns import Column

YES = {"是", "有", "真", "√", "y", "yes", "true", "1"}
NO = {"否", "无", "假", "×", "n", "no", "false", "0"}
# A double keeps 15 significant digits; spreadsheet programs turn the rest into zeros.
EXACT_BELOW = 10**15
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?([eE][+-]?\d{1,2})?")
_DATE = re.compile(
    r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?: 00:00(:00)?)?"
)
_MONTH = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})月?|(\d{2}))(?:[-/.]0?1)?")


def read_cell(column: Column, raw: Any) -> Any:
    """The value that a cell means, or what an empty cell means.

    Raises:
        ValidationError: the cell cannot be read as what the column holds; the message says why.
    """
    if isinstance(raw, str):
        raw = _restored(raw).strip()
    if raw is None or raw == "":
        if column.required:
            raise ValidationError(_("This cell must be filled in."), code="required")
        return column.empty
    value = READERS[column.kind](column, raw)
    if column.field is not None:
        column.field.run_validators(value)
    return value


def show_cell(column: Column, value: Any, language: str) -> Any:
    """How a stored value stands in a cell of the workbook and in the preview."""
    if value is None:
        return ""
    if column.kind == "flag":
        return {"zh": "是" if value else "否", "en": "yes" if value else "no"}[language[:2]]
    if column.kind == "choice":
        return column.choices[value].speak(language) if value in column.choices else ""
    if column.kind == "month":
        return f"{value:%Y-%m}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)


def normalised(text: str) -> str:
    """Text with full-width letters, digits and signs made half-width and no blank inside.

    >>> normalised("３２０１　００")
    '320100'
    """
    return "".join(unicodedata.normalize("NFKC", text).replace("−", "-").split())


def _restored(text: str) -> str:
    """Undo `harmless_text`: our own exports put an apostrophe before what looks like a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def _text(column: Column, raw: Any) -> str:
    if isinstance(raw, bool | dt.date | dt.time | dt.timedelta):
        raise ValidationError(_("Write text here; this cell holds a date or a truth value."))
    if isinstance(raw, int | float):
        return _digits_of(raw)
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\r\t" for sign in raw):
        raise ValidationError(_("The text holds an invisible control character; type it anew."))
    return str(raw)


def _code(column: Column, raw: Any) -> str:
    return normalised(_text(column, raw))


def _long_number(column: Column, raw: Any) -> str:
    if isinstance(raw, int | float):
        raise ValidationError(
            _(
                "This number is stored as a number cell, which keeps only 15 digits, so its last "
                "digits are lost. Format the column as text and type the number anew."
            ),
            code="fifteen_digits",
        )
    return _code(column, raw).upper()


def _digits_of(number: float) -> str:
    if abs(number) >= EXACT_BELOW:
        raise ValidationError(
            _("A number cell keeps only 15 digits. Format the cell as text and type it anew."),
            code="fifteen_digits",
        )
    return f"{number:.15g}" if number != int(number) else str(int(number))


def _number(column: Column, raw: Any) -> Decimal:
    number = _exact(raw)
    if column.decimals is not None and number != _round(number, column.decimals):
        raise ValidationError(
            _("At most %(count)s decimals are kept here.") % {"count": column.decimals}
        )
    return number


def _figure(column: Column, raw: Any) -> Decimal:
    number = _exact(raw)
    return number if column.decimals is None else _round(number, column.decimals)


def _exact(raw: Any) -> Decimal:
    if isinstance(raw, bool | dt.date | dt.time | dt.timedelta):
        raise ValidationError(
            _("A number is expected, but the cell is formatted as a date or holds a truth value.")
        )
    # 15 significant digits are what the spreadsheet shows: 0.1 + 0.2 is 0.3 there.
    text = f"{raw:.15g}" if isinstance(raw, int | float) else normalised(raw)
    if not _NUMBER.fullmatch(text):
        raise ValidationError(
            _("“%(text)s” is not a number. Leave out words, units of measure and percent signs.")
            % {"text": text[:40]}
        )
    return Decimal(text.replace(",", ""))


def _round(number: Decimal, decimals: int) -> Decimal:
    # Beyond this, the decimals would not fit into the 28 digits of decimal arithmetic.
    if number.adjusted() > 20:
        raise ValidationError(_("The number is too large."))
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _whole(column: Column, raw: Any) -> int:
    number = _exact(raw)
    if number.adjusted() > 12 or number != number.to_integral_value():
        raise ValidationError(_("A whole number is expected."))
    return int(number)


def _date(column: Column, raw: Any) -> dt.date:
    if isinstance(raw, dt.datetime):
        return raw.date()
    if isinstance(raw, dt.date):
        return raw
    text = _code(column, raw) if isinstance(raw, str | int | float) else ""
    match = _DATE.fullmatch(text)
    if match:
        year, month, day = match[1], match[2] or match[4], match[3] or match[5]
        try:
            return dt.date(int(year), int(month), int(day))
        except ValueError as error:
            raise ValidationError(_("The calendar has no such day.")) from error
    raise ValidationError(_("Write a date as 2024-03-05."))


def _month(column: Column, raw: Any) -> dt.date:
    if isinstance(raw, dt.date):
        return dt.date(raw.year, raw.month, 1)
    text = _code(column, raw) if isinstance(raw, str | int | float) else ""
    # The appointment form adds the age in brackets: 1995.03(28岁).
    match = _MONTH.fullmatch(text.partition("(")[0])
    # A number cell shows 1995.10 as 1995.1, which could as well be January.
    unclear = isinstance(raw, float) and len(text.partition(".")[2]) == 1
    if match and not unclear and 1 <= int(match[2] or match[3]) <= 12:
        return dt.date(int(match[1]), int(match[2] or match[3]), 1)
    raise ValidationError(_("Write a month as text: 1995-03."))


def _flag(column: Column, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    text = _code(column, raw).lower()
    if text not in YES | NO:
        raise ValidationError(_("Write yes or no (是 or 否)."))
    return text in YES


def _choice(column: Column, raw: Any) -> Any:
    text = _code(column, raw).casefold()
    for value, title in column.choices.items():
        if text in (normalised(str(name)).casefold() for name in (value, *title)):
            return value
    known = "、".join(str(title) for title in column.choices.values())
    raise ValidationError(
        _("“%(text)s” is none of: %(known)s.") % {"text": text[:40], "known": known}
    )


READERS: dict[str, Callable[[Column, Any], Any]] = {
    "text": _text,
    "code": _code,
    "long_number": _long_number,
    "number": _number,
    "figure": _figure,
    "whole": _whole,
    "date": _date,
    "month": _month,
    "flag": _flag,
    "choice": _choice,
}
