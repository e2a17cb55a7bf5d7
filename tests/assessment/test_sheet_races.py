"""Many at once on one sheet (T29, T30, T32); on SQLite, which has one writer, one after another."""

import datetime as dt
import random
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Barrier, BrokenBarrierError
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from assessment.models import AssessmentCycle, ScoreRun, ScoreSheet, SheetDraft, WorkLogEntry
from assessment.services.drafts import save_draft
from assessment.services.marking import close_marking, set_marking
from assessment.services.returning import reopen_sheet
from assessment.services.runs import start_run
from assessment.services.submitting import submit_draft
from organization.models import AuditEvent, User
from tests.assessment.marking import fill, make_marking

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS, EDITS = 20, 10
# SQLite has no two writers: there the actors take turns, in another order each round.
ROUNDS, ROUNDS_IN_TURN = 200, 12
# How long an actor waits for the others before the race counts as stuck, in seconds.
PATIENCE = 60


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
        # A refusal that names its field has no code.
        return str(getattr(error, "code", "refused"))
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


class Table:
    """Where the actors of a race meet: each round they start together, and wait for each other."""

    def __init__(self, actors: Sequence[Callable[[int], object]]) -> None:
        self.actors = actors
        self.start, self.end = (Barrier(len(actors) + 1) for _ in range(2))
        self.told: list[str] = [""] * len(actors)

    def play(self, rounds: int, *, lay: Callable[[int], None], judge: Callable[[], None]) -> None:
        """Lay the table, let all act, judge what is left; each actor keeps its connection."""
        if connection.vendor != "postgresql":
            for number in range(rounds):
                lay(number)
                for place in random.Random(number).sample(range(len(self.actors)), 4):
                    self.told[place] = outcome(partial(self.actors[place], number))
                judge()
            return
        with ThreadPoolExecutor(len(self.actors)) as pool:
            seats = [pool.submit(self._sit, place, rounds) for place in range(len(self.actors))]
            try:
                for number in range(rounds):
                    lay(number)
                    self.start.wait(PATIENCE)
                    self.end.wait(PATIENCE)
                    judge()
            finally:
                self.start.abort()
        for seat in seats:
            with suppress(BrokenBarrierError):
                seat.result()

    def _sit(self, place: int, rounds: int) -> None:
        try:
            for number in range(rounds):
                self.start.wait(PATIENCE)
                self.told[place] = outcome(partial(self.actors[place], number))
                self.end.wait(PATIENCE)
        finally:
            connection.close()


class Race:
    """Four actors at one sheet and one cycle: every other round the office closes the marking."""

    def __init__(self, clerk: User) -> None:
        marking = make_marking(units=1)
        self.cycle, self.plan, self.clerk = marking.cycle, marking.plan, clerk
        self.assessee, self.member = marking.assessees[0], marking.member()
        self.revision = fill(self.assessee, self.member, {"B12": "70"})
        now = timezone.now()
        self.past, self.soon = now - dt.timedelta(minutes=1), now + dt.timedelta(days=1)
        self.since = 0
        self.table = Table([self.submit, self.reopen, self.end, self.run])

    def submit(self, _round: int) -> None:
        key = uuid4()
        submit_draft(self.assessee.pk, key=key, revision=self.revision, by=self.member)

    def reopen(self, _round: int) -> None:
        sheet = ScoreSheet.objects.standing().first()
        if sheet is None:
            raise ValidationError("nothing stands", code="none")
        reopen_sheet(sheet, reason="漏看了一项佐证材料", by=self.clerk)

    def end(self, number: int) -> None:
        if number % 2:
            close_marking(self.cycle, by=self.clerk)
        else:
            due = {"field_plan": self.plan, "sheets_due_at": self.past}
            set_marking(self.cycle, **due, by=self.clerk)

    def run(self, _round: int) -> None:
        start_run(AssessmentCycle.objects.get(pk=self.cycle.pk), by=self.clerk)

    def lay(self, number: int) -> None:
        """Undo what the last round did; whether a sheet stands takes turns too."""
        ScoreRun.objects.all().delete()
        for model in (WorkLogEntry, ScoreSheet):
            model.objects.all()._raw_delete("default")
        AssessmentCycle.objects.update(marking_closed_at=None, sheets_due_at=self.soon)
        SheetDraft.objects.update(returned_at=None, returned_reason="", due_at=None)
        if number % 4 < 2:
            self.submit(number)
        self.since = AuditEvent.objects.latest("pk").pk

    def judge(self) -> None:
        told = dict(zip(("submit", "reopen", "end", "run"), self.table.told, strict=True))
        assert told["submit"] in {"done", "submitted", "overdue", "closed"}, told
        assert told["reopen"] in {"done", "none", "closed", "refused"}, told
        assert told["end"] == "done", told
        assert told["run"] in {"done", "marking"}, told
        _assert_told_in_order(self.since, told)


def test_t30_submit_reopen_deadline_and_run_start_leave_legal_states_only(office_clerk):
    race = Race(office_clerk)
    at_once_here = connection.vendor == "postgresql"
    race.table.play(ROUNDS if at_once_here else ROUNDS_IN_TURN, lay=race.lay, judge=race.judge)


def _assert_told_in_order(since: int, told: Mapping[str, str]) -> None:
    """What the rows say is what the events of this round say, in an order that could have been."""
    cycle = AssessmentCycle.objects.get()
    sheets = list(ScoreSheet.objects.order_by("pk"))
    standing = [one for one in sheets if not one.withdrawn_at]
    assert len(standing) <= 1
    events = AuditEvent.objects.filter(pk__gt=since).order_by("pk")
    actions = [one.action for one in events]
    assert actions.count("sheet_submitted") == (told["submit"] == "done")
    assert actions.count("sheet_reopened") == (told["reopen"] == "done")
    assert sum(one.withdrawn_at is not None for one in sheets) == (told["reopen"] == "done")
    # A run sees marks: it began after the marking had been closed, and no sheet moved after that.
    if told["run"] == "done":
        assert cycle.marking_closed_at is not None
    if cycle.marking_closed_at is not None:
        closed = actions.index("cycle_marking_closed")
        assert not any(action.startswith("sheet_") for action in actions[closed:]), actions
        assert all(run.requested_at >= cycle.marking_closed_at for run in ScoreRun.objects.all())
    log = list(WorkLogEntry.objects.exclude(kind=WorkLogEntry.Kind.NOTE))
    assert len(log) == len(sheets) + (told["reopen"] == "done")
