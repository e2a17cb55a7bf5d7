"""Evaluators as a workbook."""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from evaluators.models import Evaluator, RosterSpell
from organization.exports import Cell, Rows, table_workbook
from organization.models import Appointment, Cadre


def evaluator_workbook(evaluators: Iterable[Evaluator]) -> bytes:
    """One row an evaluator, with tags, the last certificate and the last time in the pool."""
    return table_workbook({_("Evaluators"): _rows(evaluators)})


def _rows(evaluators: Iterable[Evaluator]) -> Rows:
    head: list[Cell] = [
        _("full name"),
        _("sex"),
        _("month of birth"),
        _("comes from"),
        _("post"),
        _("post level"),
        _("pool"),
        _("subtype"),
        _("tier"),
        _("tags"),
        _("certificate number"),
        _("valid until"),
        _("joined on"),
        _("last day"),
        _("channel"),
        _("invented person"),
    ]
    words = _Words()
    return [head, *(_row(one, words) for one in evaluators)]


class _Words:
    """The labels of codes, each translated once and not for every person."""

    def __init__(self) -> None:
        self.sex = _labels(Cadre.Sex)
        self.post_level = _labels(Appointment.PostLevel)
        self.pool = _labels(Evaluator.Pool)
        self.subtype = _labels(Evaluator.Subtype)
        self.tier = _labels(Evaluator.Tier)
        self.channel = _labels(RosterSpell.Channel)
        self.comma = pgettext("list", ", ")
        self.yes = _("yes")


def _labels(codes: type[TextChoices]) -> dict[str, str]:
    return {code.value: str(code.label) for code in codes}


def _row(one: Evaluator, words: _Words) -> list[Cell]:
    facts: list[Cell] = [
        one.name,
        words.sex[one.sex],
        f"{one.birth_month:%Y-%m}",
        one.comes_from,
        one.post or None,
        words.post_level.get(one.post_level),
        words.pool[one.pool],
        words.subtype[one.subtype],
        words.tier[one.tier],
        words.comma.join(tag.name for tag in one.tags.all()) or None,
    ]
    return [*facts, *_standing(one, words), words.yes if one.is_invented else None]


def _standing(one: Evaluator, words: _Words) -> list[Cell]:
    certificate = max(one.certificates.all(), key=lambda held: held.expires_on, default=None)
    spell = max(one.spells.all(), key=lambda held: held.joined_on, default=None)
    return [
        certificate.number if certificate else None,
        certificate.expires_on if certificate else None,
        spell.joined_on if spell else None,
        spell.left_on if spell else None,
        words.channel[spell.channel] if spell else None,
    ]
