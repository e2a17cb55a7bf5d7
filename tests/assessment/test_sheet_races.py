"""Many at once on one sheet (T29, T30, T32); on SQLite, which has one writer, one after another."""

import random
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from assessment.models import ScoreSheet, SheetDraft
from assessment.services.drafts import save_draft
from assessment.services.marking import close_marking
from assessment.services.returning import reopen_sheet
from assessment.services.submitting import submit_draft
from organization.models import AuditEvent
from tests.assessment.marking import fill, hand_in, make_marking

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS, EDITS = 20, 10


def at_once(work: Callable[[int], object], count: int) -> list[object]:
    """Do the same work in as many threads, each with its own connection."""

    def alone(number: int) -> object:
        try:
            return work(number)
        finally:
            connection.close()

    if connection.vendor != "postgresql":
        return [work(number) for number in range(count)]
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(alone, range(count)))


def outcome(act: Callable[[], object]) -> str:
    """What became of an act: done, or the code of its refusal."""
    try:
        act()
    except ValidationError as error:
        return str(error.code)
    return "done"


def test_t29_twenty_clients_of_one_sheet_lose_nothing():
    marking = make_marking(units=1, leaves=CLIENTS + 1)
    assessee, member = marking.assessees[0], marking.member()

    def client(number: int) -> int:
        code, revision = f"Z{number + 1:02d}", 0
        for edit in range(1, EDITS + 1):
            changes = {"marks": {code: str(edit)}, "remarks": {code: f"第{edit}次"}}
            saved = save_draft(assessee.pk, base=revision, changes=changes, by=member)
            assert (saved.conflicts, saved.errors) == ({}, {})
            revision = saved.revision
        return EDITS

    assert sum(at_once(client, CLIENTS)) == CLIENTS * EDITS
    draft = SheetDraft.objects.get()
    codes = [f"Z{number + 1:02d}" for number in range(CLIENTS)]
    assert draft.marks == dict.fromkeys(codes, str(EDITS))
    assert draft.remarks == dict.fromkeys(codes, f"第{EDITS}次")
    assert draft.revision == CLIENTS * EDITS


def test_t29_clients_of_one_field_are_told_or_stored():
    marking = make_marking(units=1)
    assessee, member = marking.assessees[0], marking.member()

    def client(number: int) -> int:
        mine, base, tries = str(number + 1), 0, 0
        while True:
            tries += 1
            saved = save_draft(assessee.pk, base=base, changes={"marks": {"B12": mine}}, by=member)
            if not saved.conflicts:
                return tries
            base = saved.revision

    at_once(client, CLIENTS)
    # Each was stored once, knowing what stood there before: no silent overwriting.
    assert SheetDraft.objects.get().revision == CLIENTS


def test_t32_the_same_submission_many_times_at_once_is_one():
    marking = make_marking(units=1)
    assessee, member = marking.assessees[0], marking.member()
    key, revision = uuid4(), fill(assessee, member, {"B12": "85"})

    def client(_number: int) -> tuple[int, bool]:
        answer = submit_draft(assessee.pk, key=key, revision=revision, by=member)
        return answer.sheet.pk, answer.is_new

    answers = at_once(client, CLIENTS)
    assert len({sheet for sheet, _is_new in answers}) == 1
    assert sum(is_new for _sheet, is_new in answers) == 1
    assert AuditEvent.objects.filter(action="sheet_submitted").count() == 1


@pytest.mark.parametrize("round_", range(5))
def test_t30_submitting_reopening_and_closing_leave_a_legal_state(round_, office_clerk):
    marking = make_marking(units=2)
    member = marking.member()
    standing = hand_in(marking.assessees[0], member).sheet
    other = marking.assessees[1]
    revision = fill(other, member, {"B12": "70"})
    acts = [
        lambda: reopen_sheet(standing, reason="漏看了一项佐证材料", by=office_clerk),
        lambda: reopen_sheet(standing, reason="漏看了一项佐证材料", by=office_clerk),
        lambda: submit_draft(other.pk, key=uuid4(), revision=revision, by=member),
        lambda: submit_draft(other.pk, key=uuid4(), revision=revision, by=member),
        lambda: save_draft(other.pk, base=revision, changes={"marks": {"B12": "70"}}, by=member),
        lambda: close_marking(marking.cycle, by=office_clerk),
        lambda: close_marking(marking.cycle, by=office_clerk),
    ]
    random.Random(round_).shuffle(acts)
    told = at_once(lambda number: outcome(acts[number]), len(acts))
    assert set(told) <= {"done", "reopened", "submitted", "closed", "not_marking"}
    marking.cycle.refresh_from_db()
    closed_at = marking.cycle.marking_closed_at
    assert closed_at is not None
    _assert_legal(ScoreSheet.objects.all(), closed_at)


def _assert_legal(sheets: Iterable[ScoreSheet], closed_at: object) -> None:
    """At most one sheet stands for each pair, and nothing was done after the closing."""
    standing = [(one.assessee_id, one.evaluator_id) for one in sheets if not one.withdrawn_at]
    assert len(standing) == len(set(standing))
    closed = AuditEvent.objects.get(action="cycle_marking_closed")
    later = AuditEvent.objects.filter(pk__gt=closed.pk, action__startswith="sheet_")
    assert not later.exists()
    events = AuditEvent.objects.filter(action="sheet_reopened").count()
    assert events == sum(one.withdrawn_at is not None for one in sheets)
