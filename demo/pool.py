"""The evaluator pool of the demonstration, stored a table at a time with one event for each."""

import datetime as dt
import random
from collections.abc import Sequence

from django.db import models, transaction

from demo import evaluators
from demo.evaluators import SEED, Person
from demo.storing import store
from demo.tables import read_table
from evaluators.models import (
    Certificate,
    Evaluator,
    GateCheck,
    PoolPolicy,
    ReservePlace,
    RosterSpell,
    Tag,
    Tie,
    TrainingAttendance,
    TrainingResource,
    TrainingSession,
    Workplace,
)
from evaluators.services.admission import ask_nomination
from organization.models import Cadre, Unit, User
from organization.services.audit import save_recorded

CLAUSE = "示例：考评员管理办法（演练），规定交流比例、持证上岗和培训期限"
LIAISONS, LEADERS, DEPUTIES = 20, 40, 45
EXPIRED, UNCERTIFIED, UNTRAINED, ABSENT, TIED = 9, 4, 6, 8, 14
# (kind, title, day or the years that the 1 March of a policy training lies back, capacities,
# attendees outside the pool)
SESSIONS: tuple[tuple[str, str, dt.date | int, tuple[str, ...], int], ...] = (
    ("rotation", "考评员轮训（2021年）", dt.date(2021, 5, 20), ("fact_finding",), 0),
    ("rotation", "考评员轮训（2023年）", dt.date(2023, 4, 18), ("analysis", "communication"), 0),
    ("it", "考核信息系统应用培训", dt.date(2023, 9, 6), ("digital_skills",), 260),
    ("case_study", "考核纪律案例讲评", dt.date(2023, 11, 2), ("policy_reading",), 85),
    ("on_demand", "统计数据质量核查专题（订单式）", dt.date(2024, 3, 14), ("analysis",), 18),
    ("e_learning", "考评员网络课程", dt.date(2024, 6, 3), ("communication",), 410),
    ("policy", "年初考核政策培训", 1, ("policy_reading",), 96),
    ("policy", "年初考核政策培训", 0, ("policy_reading",), 120),
)
RESOURCES = {
    "base": ("考评员实训基地", "数据核查实训点", "谈话实训点"),
    "handbook": ("考评员工作手册", "个别谈话操作指引", "评分标准汇编", "回避与纪律问答"),
}


@transaction.atomic
def fill_pool(today: dt.date, *, by: User) -> None:
    """Store everybody with gates, rosters, certificates and trainings, unless it was done before.

    Args:
        today: certificates and this year's training lie around it, so that people can be placed.
    """
    if Evaluator.objects.exists():
        return
    policy = PoolPolicy(valid_from=dt.date(2018, 1, 1), clause=CLAUSE, needs_policy_training=True)
    save_recorded(policy, by=by)
    _Pool(policy, year_assessed(today), by).fill()
    unit = Unit.objects.get(code="JG028")
    ask_nomination(unit, wanted="熟悉财政预算、有县乡工作经历的处级干部", by=by)


def year_assessed(today: dt.date) -> int:
    """The year that field work of today is about: in its first weeks a year looks back."""
    return (today - dt.timedelta(days=90)).year


class _Pool:
    def __init__(self, policy: PoolPolicy, year: int, by: User) -> None:
        self._policy, self._year, self._by = policy, year, by
        self._random = random.Random(SEED + 1)
        self._people = evaluators.everybody()
        self._members = [person for person in self._people if not person.left_on]
        self._units = Unit.objects.in_bulk(field_name="code")
        self._tags = self._make_tags()
        self._rows: dict[int, Evaluator] = {}

    def fill(self) -> None:
        self._store_people()
        self._store_roster()
        self._store([job for person in self._people for job in self._jobs(person)])
        self._store_certificates()
        self._store_trainings()
        self._store_reserves()
        self._store_ties()

    def _store(self, rows: Sequence[models.Model]) -> None:
        """Check rows as a form would, keys apart, and store them with one event."""
        keys = [field.name for field in rows[0]._meta.fields if field.is_relation]
        for row in rows:
            row.clean_fields(exclude=keys)
            row.clean()
        store(rows, about=self._policy, by=self._by)

    def _make_tags(self) -> dict[str, Tag]:
        tags = [Tag(**row) for row in read_table("evaluator_tags")]
        self._store(tags)
        return {tag.code: tag for tag in tags}

    def _store_people(self) -> None:
        cadres = Cadre.objects.in_bulk(
            [person.id_number for person in self._people], field_name="id_number"
        )
        self._rows = {
            person.number: self._evaluator(person, cadres.get(person.id_number))
            for person in self._people
        }
        self._store(list(self._rows.values()))
        through = Evaluator.tags.through
        through.objects.bulk_create(
            through(evaluator_id=self._rows[person.number].pk, tag_id=self._tags[code].pk)
            for person in self._people
            for code in person.tags
        )

    def _evaluator(self, person: Person, cadre: Cadre | None) -> Evaluator:
        return Evaluator(
            name=person.name,
            sex=person.sex,
            birth_month=person.birth_month,
            cadre=cadre,
            pool=person.pool,
            subtype=person.subtype,
            tier=person.tier,
            home_unit=self._units.get(person.home),
            organisation=person.organisation,
            post=person.post,
            post_level=person.post_level,
            native_place=person.native,
            growth_place=person.growth,
            is_invented=True,
        )

    def _store_roster(self) -> None:
        self._store(
            [
                GateCheck(
                    evaluator=self._rows[person.number],
                    gate=gate,
                    passed=True,
                    checked_on=person.joined_on - dt.timedelta(days=10),
                    checked_by=self._by,
                )
                for person in self._people
                for gate in GateCheck.Gate
            ]
        )
        self._store(
            [
                RosterSpell(
                    evaluator=self._rows[person.number],
                    joined_on=person.joined_on,
                    channel=person.channel,
                    left_on=person.left_on,
                    exit_reason=person.exit_reason,
                )
                for person in self._people
            ]
        )

    def _jobs(self, person: Person) -> list[Workplace]:
        return [
            Workplace(
                evaluator=self._rows[person.number],
                unit=self._units.get(job.unit),
                region_code=job.region,
                post=job.post,
                starts_on=job.starts_on,
                ends_on=job.ends_on,
            )
            for job in person.jobs
        ]

    def _store_certificates(self) -> None:
        """Most hold one that is valid; a few have let it run out, and a few never got one."""
        holders = self._random.sample(self._members, len(self._members) - UNCERTIFIED)
        certificates = []
        for place, person in enumerate(sorted(holders, key=lambda one: one.number)):
            first = 2019 if place < EXPIRED else self._year - self._random.choice((1, 2))
            certificates.append(
                Certificate(
                    evaluator=self._rows[person.number],
                    number=f"YL-{first}-{person.number:04d}",
                    issued_on=dt.date(first, 2, 20),
                    expires_on=dt.date(first + 4, 2, 19),
                    test_score=self._random.randint(80, 99),
                )
            )
        self._store(certificates)

    def _store_trainings(self) -> None:
        self._store(
            [
                TrainingResource(kind=kind, name=f"{name}（示例）")
                for kind, names in RESOURCES.items()
                for name in names
            ]
        )
        base = TrainingResource.objects.filter(kind="base").earliest("pk")
        untrained = {one.number for one in self._random.sample(self._newcomers(), UNTRAINED)}
        absent = {one.number for one in self._random.sample(self._members, ABSENT)}
        for kind, title, day, capacities, others in SESSIONS:
            if isinstance(day, int):
                year = self._year - day
                day, title = dt.date(year, 3, 1), f"{title}（{year}年）"
            session = TrainingSession(
                kind=kind,
                title=title,
                held_on=day,
                led_by="考核办甲",
                base=base,
                others=others,
            )
            save_recorded(session, by=self._by)
            session.capacities.set(self._tags[code] for code in capacities)
            away = untrained | absent if day == dt.date(self._year, 3, 1) else untrained
            self._store(
                [
                    TrainingAttendance(session=session, evaluator=self._rows[person.number])
                    for person in self._members
                    if person.number not in away and person.joined_on <= session.held_on
                ]
            )

    def _newcomers(self) -> list[Person]:
        return [person for person in self._members if person.joined_on.year == evaluators.LATEST]

    def _store_reserves(self) -> None:
        """Leaders have led a place or an organ; others were chosen for experience."""
        leaders = [person for person in self._members if person.subtype == "leader"]
        middle = [person for person in self._members if person.post_level == "131"]
        chosen = self._random.sample(middle, DEPUTIES + LIAISONS)
        lists = (
            ("leader", leaders[:LEADERS], "曾任主要负责同志，有主持一个地方或单位工作的经历"),
            ("deputy_leader", chosen[:DEPUTIES], "在组织、纪检或监督岗位工作多年"),
            ("liaison", chosen[DEPUTIES:], "熟悉考核流程，联络协调能力强"),
        )
        self._store(
            [
                ReservePlace(
                    evaluator=self._rows[person.number],
                    reserve=reserve,
                    reason=reason,
                    since=dt.date(2023, 1, 10),
                )
                for reserve, people, reason in lists
                for person in people
            ]
        )

    def _store_ties(self) -> None:
        """Some have relatives or other interests in a generic unit."""
        organs = [unit for code, unit in self._units.items() if "（示例）" in unit.name]
        kinds = list(Tie.Kind)
        ties = []
        for number, person in enumerate(self._random.sample(self._members, TIED)):
            kind = kinds[number % len(kinds)]
            ties.append(
                Tie(
                    evaluator=self._rows[person.number],
                    unit=self._random.choice(organs),
                    kind=kind,
                    note="曾主持该单位委托的课题" if kind == Tie.Kind.INTEREST else "",
                    declared_by=self._by,
                )
            )
        self._store(ties)
