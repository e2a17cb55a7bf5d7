"""The group list of a plan as a workbook."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from evaluators.selectors.boards import GroupCard, PlanBoard
from organization.exports import Rows, table_workbook


def groups_workbook(board: PlanBoard) -> bytes:
    """Members on one sheet, units on another."""
    return table_workbook({_("Members"): _members(board.cards), _("Units"): _units(board)})


def _members(cards: list[GroupCard]) -> Rows:
    head = [_("Group"), _("Role"), _("Name"), _("Post"), _("Comes from"), _("Tier"), _("Channel")]
    rows = [
        [
            card.group.name,
            role.name,
            seat.evaluator.name if seat.evaluator else None,
            seat.evaluator.post if seat.evaluator else seat.empty_reason or None,
            seat.evaluator.comes_from if seat.evaluator else None,
            str(seat.evaluator.get_tier_display()) if seat.evaluator else None,
            str(seat.get_channel_display()) or None,
        ]
        for card in cards
        for role, seats in card.roles
        for seat in seats
    ]
    return [head, *rows]


def _units(board: PlanBoard) -> Rows:
    head = [_("Code"), _("Unit"), _("Category"), _("Group")]
    visits = [(visit, card.group.name) for card in board.cards for visit in card.units]
    visits += [(visit, pgettext("group", "none")) for visit in board.unplaced]
    return [
        head,
        *(
            [visit.unit.code, visit.unit.name, visit.category.name, group]
            for visit, group in visits
        ),
    ]
