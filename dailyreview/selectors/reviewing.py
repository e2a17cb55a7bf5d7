"""The batch of a reviewer: every record that waits, with the quarter before beside it."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch
from django.utils import timezone

from assessment.models import SchemeGrade, ScoreSheet
from assessment.rules.marks import Entry, Field
from assessment.selectors.marked_leaves import marked_fields, marks_of
from assessment.selectors.trees import judged_leaves
from dailyreview.models import ColleagueComment, QuarterRecord, ReviewStep, WorkEntry
from dailyreview.rules.bands import shares_of
from dailyreview.selectors.chain import Post, awaiting, post_for, posts_of
from indicators.models import IndicatorSystem, SystemNode
from organization.models import User

AT_ONCE = 40


@dataclass(frozen=True)
class Band:
    """A grade as a button: the mark of each leaf that it fills in."""

    code: str
    name: str
    marks: Mapping[str, str]

    @property
    def json(self) -> str:
        """The marks as the page's script reads them."""
        return json.dumps(self.marks)


@dataclass(frozen=True)
class Ballot:
    """What is marked for the people under one system: leaves, how they are typed, and bands."""

    leaves: Sequence[SystemNode]
    fields: Mapping[str, Field]
    bands: Sequence[Band]

    @property
    def offered(self) -> dict[str, Decimal]:
        """What stands there before anybody types: nothing is deducted yet."""
        return {
            code: field.scale if field.entry == Entry.MARK_LESS else Decimal(0)
            for code, field in self.fields.items()
            if field.entry != Entry.MARK
        }


@dataclass(frozen=True)
class ReviewCard:
    """One record that waits.

    Attributes:
        post: by which the step is taken.
        last: the person's record of an earlier quarter, with its grade; None at first.
        earlier: the marks that this level gave in that quarter, by leaf code.
        ballot: None where the scheme does not count this level.
    """

    record: QuarterRecord
    post: Post
    last: QuarterRecord | None
    earlier: Mapping[str, Decimal]
    ballot: Ballot | None

    @property
    def ad_hoc(self) -> int:
        """How many pieces of work came in between (PAIN-03)."""
        return sum(entry.kind == WorkEntry.Kind.AD_HOC for entry in self.record.entries.all())


def review_cards(user: User) -> list[ReviewCard]:
    """The next records of the account, by quarter and office; constant in queries."""
    posts = posts_of(user, timezone.localdate())
    waiting = (
        awaiting(posts, user)
        .select_related(
            "assessee__system",
            "assessee__appointment",
            "assessee__cycle",
            "assessee__unit",
            "quarter__plan__scheme",
            "quarter__cycle",
            "section",
            "attendance",
        )
        .prefetch_related(
            Prefetch("entries", WorkEntry.objects.order_by("position", "pk")),
            Prefetch("comments", ColleagueComment.objects.select_related("written_by")),
            Prefetch("steps", ReviewStep.objects.select_related("reviewer", "stood_in_for")),
            "quarter__plan__scheme__rater_classes",
        )
        .order_by("quarter__plan__year", "quarter__number", "section__code", "assessee__key")
    )
    records = list(waiting[:AT_ONCE])
    last = _last_records(records)
    ballots: dict[tuple[int, int], Ballot] = {}
    cards = []
    for record in records:
        post = post_for(record, posts)
        assert post is not None
        before = last.get(record.pk)
        cards.append(
            ReviewCard(
                record=record,
                post=post,
                last=before,
                earlier=_marks(before, post.role, ballots),
                ballot=_ballot(record, post.role, ballots),
            )
        )
    return cards


def _last_records(records: Sequence[QuarterRecord]) -> Mapping[int, QuarterRecord]:
    """By record the one of the same post in the newest earlier quarter, with grade and sheets."""
    known = (
        QuarterRecord.objects.filter(
            assessee__appointment__in={one.assessee.appointment_id for one in records}
        )
        .with_decisions()
        .select_related("assessee__system", "quarter__plan__scheme", "quarter__cycle")
        .prefetch_related(
            Prefetch("assessee__sheets", ScoreSheet.objects.standing(), to_attr="standing_sheets"),
            "quarter__plan__scheme__rater_classes",
        )
        .order_by("quarter__plan__year", "quarter__number")
    )
    of_post: dict[int | None, list[QuarterRecord]] = defaultdict(list)
    for one in known:
        of_post[one.assessee.appointment_id].append(one)
    # A record may wait longer than the next one takes: what comes later is not before it.
    return {
        record.pk: earlier[-1]
        for record in records
        if (
            earlier := [
                one
                for one in of_post[record.assessee.appointment_id]
                if one.quarter.period < record.quarter.period
            ]
        )
    }


def _marks(
    record: QuarterRecord | None, role: str, ballots: dict[tuple[int, int], Ballot]
) -> Mapping[str, Decimal]:
    if record is None:
        return {}
    sheets: list[ScoreSheet] = record.assessee.standing_sheets  # type: ignore[attr-defined]
    sheet = next((one for one in sheets if one.rater_class == role), None)
    ballot = _ballot(record, role, ballots) if sheet else None
    return marks_of(sheet, ballot.fields) if sheet and ballot else {}


def _ballot(
    record: QuarterRecord, role: str, ballots: dict[tuple[int, int], Ballot]
) -> Ballot | None:
    scheme, system = record.quarter.plan.scheme, record.assessee.system
    if role not in {one.code for one in scheme.rater_classes.all()}:
        return None
    key = (scheme.pk, system.pk)
    if key not in ballots:
        ballots[key] = _make_ballot(system, list(scheme.grades.order_by("position")))
    return ballots[key]


def _make_ballot(system: IndicatorSystem, grades: Sequence[SchemeGrade]) -> Ballot:
    fields = marked_fields(system)
    marked = [field for field in fields.values() if field.entry == Entry.MARK]
    bands = [
        Band(grade.code, grade.name, {f.code: f"{(f.scale * share).normalize():f}" for f in marked})
        for grade, share in zip(grades, shares_of([one.min_score for one in grades]), strict=True)
    ]
    return Ballot(judged_leaves(system), fields, bands)
