"""Quarters of the demonstration in bulk: records, work, marks and steps of the whole district."""

import calendar
import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.db import transaction
from django.utils import timezone

from assessment.models import ScoreSheet
from assessment.selectors.trees import judged_leaves
from dailyreview.models import Attendance, DailyPlan, Quarter, QuarterRecord, ReviewStep, WorkEntry
from dailyreview.rules.chain import chain_for
from dailyreview.services.quarters import open_quarter
from demo.district import ROTATING, District
from demo.storing import store
from organization.models import Role, User

States, Kinds = QuarterRecord.State, WorkEntry.Kind
SHARE = 0.4
# Which of a hundred people of a unit stay behind: 一般, and rarer 较差.
BEHIND, FAR_BEHIND = {4: 0.74, 41: 0.77}, 73
SUMMARIES = (
    "按计划完成本季度重点工作，按时办结交办事项。",
    "牵头完成两项专项任务，配合完成一次督查，材料按时报送。",
    "完成窗口接办和台账更新，走访服务对象十余次。",
    "起草文稿八篇，参加一次集中培训，整改上季度指出的问题。",
)
BEST = ("项目前期手续比计划提前两周办结", "牵头理顺了一项跨部门流程", "台账实现按周更新", "")
REGRETS = ("调研不够深入，个别数据核得不细", "一份材料返工两次", "对新政策学得还不够透", "")
WORK = (
    ("年度重点任务推进", "按月调度、季末完成", "已完成本季度节点，资料归档。"),
    ("交办事项办理", "接办三个工作日内回复", "本季度接办六件，全部按时办结。"),
    ("基层走访调研", "每季度不少于两次", "走访两次，形成问题清单一份。"),
    ("政务信息报送", "每月不少于一篇", "报送四篇，采用两篇。"),
)
AD_HOC = "交办事项办理"
RETURNED = "请补充完成时间和数量，再报一次。"
WORDS = ("", "", "", "工作扎实，按时完成。", "能主动担当，注意再细一些。")


@dataclass(frozen=True)
class Standing:
    """How far a record is: its state, and how many levels have passed it on."""

    state: str
    levels: int = 9


@dataclass(frozen=True)
class Person:
    """A record with what decides about it.

    Attributes:
        place: in the own unit, from 0.
        turn: place among those of the own identity class in the unit.
        peers: how many those are.
        roles: who reviews, in order.
    """

    record: QuarterRecord
    place: int
    turn: int
    peers: int
    roles: Sequence[str]


Decide = Callable[[Person], Standing]


def last_day(year: int, number: int) -> dt.date:
    """The last day of a quarter."""
    month = 3 * number
    return dt.date(year, month, calendar.monthrange(year, month)[1])


@transaction.atomic
def fill_quarter(
    plan: DailyPlan, number: int, *, district: District, decide: Decide, by: User
) -> Quarter:
    """Open a quarter and bring every record to where `decide` says; one found open is returned."""
    if (known := plan.quarters.filter(number=number).first()) is not None:
        return known
    ends = last_day(plan.year, number)
    quarter = open_quarter(
        plan,
        number=number,
        day=dt.date(plan.year, 3 * number - 2, 1),
        records_due_on=ends + dt.timedelta(days=5),
        reviews_due_on=ends + dt.timedelta(days=15),
        by=by,
    )
    _Filling(quarter, district, by).fill(decide)
    return quarter


class _Filling:
    def __init__(self, quarter: Quarter, district: District, by: User) -> None:
        self._quarter, self._district, self._by = quarter, district, by
        self._random = random.Random(quarter.period)
        self._numbers = np.random.default_rng(quarter.plan.year * 10 + quarter.number)

    def fill(self, decide: Decide) -> None:
        people = self._people()
        standings = [decide(person) for person in people]
        self._move(people, standings)
        self._store_work(people, standings)
        self._store_reviews(people, standings)

    def _people(self) -> list[Person]:
        records = QuarterRecord.objects.filter(quarter=self._quarter).select_related(
            "assessee__appointment", "assessee__unit"
        )
        chains = dict(self._quarter.plan.pilots.values_list("unit", "chain"))
        of_unit: dict[int, int] = defaultdict(int)
        of_class: dict[tuple[int, str], int] = defaultdict(int)
        found = []
        for record in sorted(records, key=lambda one: one.assessee.appointment_id or 0):
            assessee = record.assessee
            key = (assessee.unit_id, assessee.identity_class)
            found.append((record, of_unit[assessee.unit_id], of_class[key], key))
            of_unit[assessee.unit_id] += 1
            of_class[key] += 1
        return [
            Person(record, place, turn, of_class[key], self._roles(record, chains))
            for record, place, turn, key in found
        ]

    def _roles(self, record: QuarterRecord, chains: Mapping[int, str]) -> Sequence[str]:
        appointment = record.assessee.appointment
        leads = appointment is not None and appointment.post == "科长"
        own = {Role.SECTION_HEAD} if leads else set()
        return chain_for(chains[record.assessee.unit_id], own)

    def _move(self, people: Sequence[Person], standings: Sequence[Standing]) -> None:
        """One UPDATE for all records that read the same."""
        alike: dict[tuple[str, str, int], list[int]] = defaultdict(list)
        for person, standing in zip(people, standings, strict=True):
            if standing.state != States.DRAFT:
                waits = standing.state == States.IN_REVIEW
                awaits = person.roles[standing.levels] if waits else ""
                text = self._random.randrange(len(SUMMARIES))
                alike[standing.state, awaits, text].append(person.record.pk)
        for (state, awaits, text), keys in alike.items():
            QuarterRecord.objects.filter(pk__in=keys).update(
                state=state,
                awaits=awaits,
                summary=SUMMARIES[text],
                best=BEST[text],
                regret=REGRETS[text],
                revision=1,
                saved_at=self._handed_in,
                submitted_at=self._handed_in,
            )

    @cached_property
    def _handed_in(self) -> dt.datetime:
        evening = timezone.make_aware(
            dt.datetime.combine(self._quarter.records_due_on, dt.time(16, 40))
        )
        return min(evening, timezone.now())

    def _store_work(self, people: Sequence[Person], standings: Sequence[Standing]) -> None:
        entries, days = [], []
        for person, standing in zip(people, standings, strict=True):
            done = standing.state != States.DRAFT
            title, standard, progress = self._random.choice(WORK)
            entries.append(
                WorkEntry(
                    record=person.record,
                    kind=Kinds.AD_HOC if title == AD_HOC else Kinds.KEY,
                    title=title,
                    standard=standard,
                    progress=progress if done else "",
                    is_done=done,
                    position=10,
                )
            )
            if self._district.home[person.record.section_id] == self._district.example.pk:
                days.append(self._attendance(person.record))
        store(entries, about=self._quarter, by=self._by)
        store(days, about=self._quarter, by=self._by)

    def _attendance(self, record: QuarterRecord) -> Attendance:
        away = self._random.choice((0, 0, 0, 0, 1, 2))
        sick = self._random.choice((0, 0, 0, 0, 0, 3))
        late = self._random.choice((0, 0, 0, 0, 0, 1))
        present = 62 - away - sick
        return Attendance(
            record=record, present=present, personal_leave=away, sick_leave=sick, late=late
        )

    def _store_reviews(self, people: Sequence[Person], standings: Sequence[Standing]) -> None:
        given: list[tuple[Person, str, User]] = []
        returned: list[ReviewStep] = []
        for person, standing in zip(people, standings, strict=True):
            section = person.record.section_id
            if standing.state in {States.IN_REVIEW, States.REVIEWED}:
                for role in person.roles[: standing.levels]:
                    given.append((person, role, self._district.reviewer(role, section)))
            elif standing.state == States.RETURNED:
                role = person.roles[0]
                returned.append(
                    ReviewStep(
                        record=person.record,
                        role=role,
                        reviewer=self._district.reviewer(role, section),
                        verdict=ReviewStep.Verdict.RETURN,
                        words=RETURNED,
                    )
                )
        marks = self._marks([person for person, _role, _user in given])
        sheets = [
            ScoreSheet(
                assessee_id=person.record.assessee_id, evaluator=user, rater_class=role, marks=row
            )
            for (person, role, user), row in zip(given, marks, strict=True)
        ]
        store(sheets, about=self._quarter, by=self._by)
        steps = [
            ReviewStep(
                record=person.record,
                role=role,
                reviewer=user,
                verdict=ReviewStep.Verdict.FORWARD,
                words=self._random.choice(WORDS),
                sheet=sheet,
            )
            for (person, role, user), sheet in zip(given, sheets, strict=True)
        ]
        store(steps + returned, about=self._quarter, by=self._by)

    def _marks(self, people: Sequence[Person]) -> list[list[int]]:
        """Hundredths, one row a sheet, around the level of each person."""
        if not people:
            return []
        deducts = self._deducting(people[0].record)
        shares = np.array([self._share(person) for person in people])[:, np.newaxis]
        spread = self._numbers.integers(-2, 3, size=(len(people), len(deducts)))
        marks = np.clip(np.rint(shares * 100) + spread, 40, 99)
        # What only deducts stands at full marks, but for a few.
        less = 5 * (self._numbers.random(marks.shape) < 0.02)
        marks = np.where(deducts, 100 - less, marks) * ScoreSheet.MARK_SCALE
        rows: list[list[int]] = marks.astype(int).tolist()
        return rows

    def _deducting(self, record: QuarterRecord) -> list[bool]:
        """By leaf whether it only deducts: the same in the systems of all classes."""
        return [bool(leaf.params.get("deducts")) for leaf in judged_leaves(record.assessee.system)]

    def _share(self, person: Person) -> float:
        """How good the work of a person is in this quarter."""
        number = self._quarter.number - 1
        if person.record.assessee.unit.code == ROTATING:
            window = int(SHARE * person.peers)
            has_turn = (person.turn - number * window) % person.peers < window
            return 0.94 if has_turn else 0.85
        if person.place % 100 == FAR_BEHIND and number == 2:
            return 0.55
        if (behind := BEHIND.get(person.place % 100)) and number >= 2:
            return behind
        # People keep their level from quarter to quarter, with ups and downs.
        level = random.Random(person.record.assessee.key).gauss(0.895, 0.025)
        return min(max(level + self._random.gauss(0, 0.012), 0.81), 0.985)
