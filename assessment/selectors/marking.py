"""How far the marking of a cycle is: who owes which sheets. Marks are never read here."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from assessment.models import Assessee, AssessmentCycle, ScoreSheet, SheetDraft
from assessment.selectors.assignments import classes_by_role, judged_assessees
from evaluators.models import AssessmentGroup
from evaluators.selectors.access import FieldSeat, field_seats, held_seats
from organization.models import User


@dataclass(frozen=True)
class MemberLine:
    """One seat that marks.

    Attributes:
        assessees: whom the holder has to mark; done: keys of those handed in; begun: of those with
            a draft and no standing sheet.
    """

    post: FieldSeat
    assessees: list[Assessee]
    done: frozenset[int]
    begun: frozenset[int]

    @property
    def owed(self) -> list[Assessee]:
        """Those that are not handed in."""
        return [one for one in self.assessees if one.pk not in self.done]

    @property
    def name(self) -> str:
        """The holder."""
        return str(self.post.seat.evaluator)


@dataclass(frozen=True)
class GroupLines:
    """The members of one assessment group."""

    group: AssessmentGroup
    members: list[MemberLine] = field(default_factory=list)

    @property
    def expected(self) -> int:
        """Sheets that are due from the group."""
        return sum(len(one.assessees) for one in self.members)

    @property
    def done(self) -> int:
        """Sheets handed in."""
        return sum(len(one.done) for one in self.members)


@dataclass(frozen=True)
class MarkingBoard:
    """The marking of one cycle, as far as an account sees it."""

    cycle: AssessmentCycle
    groups: list[GroupLines]

    @property
    def expected(self) -> int:
        """Sheets due in all."""
        return sum(group.expected for group in self.groups)

    @property
    def done(self) -> int:
        """Sheets handed in."""
        return sum(group.done for group in self.groups)

    @property
    def owing(self) -> list[tuple[GroupLines, MemberLine]]:
        """Whom to chase: members who owe something, those who owe most first."""
        lines = [
            (group, member) for group in self.groups for member in group.members if member.owed
        ]
        return sorted(lines, key=lambda line: -len(line[1].owed))

    @property
    def is_overdue(self) -> bool:
        """Whether sheets are still owed after the deadline."""
        due = self.cycle.sheets_due_at
        return due is not None and timezone.now() > due and self.done < self.expected


def marking_board(cycle: AssessmentCycle, *, user: User) -> MarkingBoard:
    """Read the progress of a marking; constant in queries."""
    seats = list(held_seats().filter(group__plan=cycle.field_plan_id, role__marks_sheets=True))
    posts = field_seats(seats, timezone.localdate())
    assessees = list(
        judged_assessees()
        .filter(cycle=cycle, pk__in=Assessee.objects.visible_to(user).values("pk"))
        .order_by("group_key", "key")
    )
    classes = classes_by_role([cycle.scheme_id])
    done, begun = _work(cycle)
    groups: dict[int, GroupLines] = {}
    for post in posts:
        if (cycle.scheme_id, post.seat.role_id) in classes:
            line = _member(post, assessees, done, begun)
            groups.setdefault(post.seat.group_id, GroupLines(post.seat.group)).members.append(line)
    return MarkingBoard(cycle, list(groups.values()))


def _member(
    post: FieldSeat,
    assessees: Sequence[Assessee],
    done: dict[int, set[int]],
    begun: dict[int, set[int]],
) -> MemberLine:
    own = [one for one in assessees if one.unit_id in post.units]
    keys = {one.pk for one in own}
    evaluator = post.seat.evaluator
    account = (evaluator.account_id if evaluator else None) or 0
    handed_in = keys & done[account]
    return MemberLine(post, own, frozenset(handed_in), frozenset(keys & begun[account] - handed_in))


def _work(cycle: AssessmentCycle) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Keys of assessees by account: with a standing sheet, and with a draft."""
    sheets = ScoreSheet.objects.standing().filter(assessee__cycle=cycle)
    drafts = SheetDraft.objects.filter(assessee__cycle=cycle, revision__gt=0)
    found: list[dict[int, set[int]]] = []
    for rows in (sheets, drafts):
        by_account: dict[int, set[int]] = defaultdict(set)
        for account, assessee in rows.order_by().values_list("evaluator", "assessee"):
            by_account[account].add(assessee)
        found.append(by_account)
    return found[0], found[1]
