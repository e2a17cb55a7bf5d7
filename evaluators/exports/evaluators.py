"""Evaluators as a workbook."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from evaluators.models import Evaluator
from organization.exports import Cell, Rows, table_workbook


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
    return [head, *map(_row, evaluators)]


def _row(one: Evaluator) -> list[Cell]:
    facts: list[Cell] = [
        one.name,
        one.get_sex_display(),
        f"{one.birth_month:%Y-%m}",
        one.comes_from,
        one.post or None,
        one.get_post_level_display() or None,
        one.get_pool_display(),
        one.get_subtype_display(),
        one.get_tier_display(),
        pgettext("list", ", ").join(tag.name for tag in one.tags.all()) or None,
    ]
    return [*facts, *_standing(one), _("yes") if one.is_invented else None]


def _standing(one: Evaluator) -> list[Cell]:
    certificate = max(one.certificates.all(), key=lambda held: held.expires_on, default=None)
    spell = max(one.spells.all(), key=lambda held: held.joined_on, default=None)
    return [
        certificate.number if certificate else None,
        certificate.expires_on if certificate else None,
        spell.joined_on if spell else None,
        spell.left_on if spell else None,
        spell.get_channel_display() if spell else None,
    ]
