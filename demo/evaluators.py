"""The invented evaluators of the demonstration: who they are, where from, since when in the pool.

Nobody here lives: names are drawn from tables of our own, careers from lists. Codes of regions are
facts. The pool grows as that of Jiangsu did: 355 people at the end of 2020, 573 two years later.
"""

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from demo import people, units
from demo.tables import read_table

Row = dict[str, Any]
SEED = 20221231
IN_2020, IN_2022, LEFT = 355, 573, 24
LATEST = 2022
DUAL = 12

SURNAMES = (
    "沈陆顾章程邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞鲁葛伍韦申"
    "尤毕聂丛焦向柳邢岳齐梅庄辛管祝左涂谷祁时舒耿"
)
FIRST = "承怀景知延秉沐昭维允叙弘砚润恪予启从济修"
LAST = {"1": "衡樾舟屿岑霖桓澍垚峻诚钧朗旷迪策", "2": "筠恬莹蕴岚溪荞苒澜黛茗缨棠沅霏葭"}


@dataclass(frozen=True)
class Kind:
    """A subtype of a pool: how many of the 573, and the posts they hold with their levels."""

    pool: str
    subtype: str
    count: int
    posts: tuple[tuple[str, str], ...]


KINDS = (
    Kind("expert", "leader", 60, (("121", "一级巡视员"), ("122", "二级巡视员"))),
    Kind("expert", "scholar", 60, (("", "教授"), ("", "副教授"))),
    Kind("expert", "think_tank", 25, (("", "研究员"), ("", "副研究员"))),
    Kind("expert", "third_party", 28, (("", "高级统计师"), ("", "高级审计师"))),
    Kind("professional", "office", 80, (("131", "处长"), ("132", "副处长"))),
    Kind(
        "professional",
        "lead_department",
        140,
        (("131", "二级调研员"), ("132", "三级调研员"), ("141", "一级主任科员")),
    ),
    Kind(
        "professional",
        "assessed_unit",
        180,
        (("131", "二级调研员"), ("132", "四级调研员"), ("141", "二级主任科员")),
    ),
)
ORIGINS = {
    "leader": ("party_principal", "party_principal", "discipline", "planning", "personnel"),
    "scholar": ("university", "science"),
    "think_tank": ("planning", "science"),
    "third_party": ("statistics", "enterprise"),
    "office": ("personnel", "personnel", "discipline"),
    "lead_department": ("planning", "statistics", "discipline", "science", "personnel"),
    "assessed_unit": ("planning", "enterprise", "personnel", "discipline", "statistics"),
}
SPECIALITIES = (
    "economy",
    "finance",
    "ecology",
    "livelihood",
    "law",
    "party_building",
    "data_audit",
    "writing",
)
EXPERIENCES = {
    "leader": ("city_work", "county_work", "organ_work"),
    "scholar": ("university_work",),
    "think_tank": ("organ_work", "university_work"),
    "third_party": ("enterprise_work",),
}
TIERS = {"leader": ("core",), "office": ("core", "main"), "lead_department": ("core", "main")}
OUTSIDE = {
    "scholar": "江左大学（示例）{:02d}院",
    "think_tank": "发展研究院（示例）{:02d}所",
    "third_party": "评估机构（示例）{:02d}",
}
CHANNELS = {
    "third_party": "third_party",
    "lead_department": "nomination",
    "assessed_unit": "nomination",
}
EXITS = ("age", "age", "post_change", "post_change", "low_rank", "own_wish")


@dataclass(frozen=True)
class Job:
    """Where somebody worked before: a unit's code or a region."""

    unit: str
    region: str
    post: str
    starts_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True)
class Person:
    """One invented evaluator; codes stand for units, places and tags."""

    number: int
    name: str
    sex: str
    birth_month: dt.date
    pool: str
    subtype: str
    tier: str
    home: str
    organisation: str
    post: str
    post_level: str
    native: str
    growth: str
    tags: tuple[str, ...]
    joined_on: dt.date
    channel: str
    left_on: dt.date | None = None
    exit_reason: str = ""
    id_number: str = ""
    jobs: tuple[Job, ...] = ()


def everybody() -> list[Person]:
    """The 573 of the pool and the 24 who left it before the end of 2022."""
    return list(_with_dual_identity(_Draw().people()))


class _Draw:
    def __init__(self) -> None:
        self._random = random.Random(SEED)
        self._names: set[str] = set()
        self._counties = [row["code"] for row in read_table("counties")]
        self._neighbours = [row["code"] for row in read_table("evaluator_places")]
        registry = units.all_units()
        self._organs = units.drill_codes()
        self._enterprises = [
            row["code"]
            for row in registry
            if row["category"] == "enterprise" and "（示例）" in row["name"]
        ]

    def people(self) -> list[Person]:
        """Those of the pool in a mixed order, then those who left."""
        kinds = [kind for kind in KINDS for _place in range(kind.count)]
        self._random.shuffle(kinds)
        # Of the 355 of 2020 those who left since have been replaced, and the pool has grown.
        stayed = IN_2020 - LEFT
        found = [
            self._person(number, kind, is_new=number > stayed)
            for number, kind in enumerate(kinds, start=1)
        ]
        officials = [kind for kind in KINDS if kind.pool == "professional"]
        for number in range(IN_2022 + 1, IN_2022 + LEFT + 1):
            person = self._person(number, self._random.choice(officials), is_new=False)
            last = dt.date(self._random.choice((2021, LATEST)), self._random.randint(1, 11), 28)
            found.append(replace(person, left_on=last, exit_reason=self._random.choice(EXITS)))
        return found

    def _person(self, number: int, kind: Kind, *, is_new: bool) -> Person:
        draw = self._random
        sex = "2" if draw.random() < 0.34 else "1"
        level, post = draw.choice(kind.posts)
        born = (1960, 1967) if kind.subtype == "leader" else (1966, 1988)
        native = self._place()
        home, organisation = self._home(kind.subtype, is_new=is_new)
        return Person(
            number=number,
            name=self._name(sex),
            sex=sex,
            birth_month=dt.date(draw.randint(*born), draw.randint(1, 12), 1),
            pool=kind.pool,
            subtype=kind.subtype,
            tier=draw.choice(TIERS.get(kind.subtype, ("main", "main", "auxiliary"))),
            home=home,
            organisation=organisation,
            post=post,
            post_level=level,
            native=native,
            growth=native if draw.random() < 0.8 else self._place(),
            tags=self._tags(kind.subtype),
            joined_on=self._joining(is_new=is_new),
            channel=CHANNELS.get(kind.subtype, "pool"),
            jobs=self._jobs(kind.subtype, home),
        )

    def _name(self, sex: str) -> str:
        while True:
            draw = self._random
            name = draw.choice(SURNAMES) + draw.choice(FIRST) + draw.choice(LAST[sex])
            if name not in self._names:
                self._names.add(name)
                return name

    def _place(self) -> str:
        """Two in three are from the province, the others from its neighbours."""
        home = self._random.random() < 0.65
        return self._random.choice(self._counties if home else self._neighbours)

    def _home(self, subtype: str, *, is_new: bool) -> tuple[str, str]:
        """A generic unit of the registry, or an organisation outside; firms came in 2021."""
        if subtype in OUTSIDE:
            return "", OUTSIDE[subtype].format(self._random.randint(1, 14))
        firm = subtype == "assessed_unit" and is_new and self._random.random() < 0.5
        return self._random.choice(self._enterprises if firm else self._organs), ""

    def _tags(self, subtype: str) -> tuple[str, ...]:
        draw = self._random
        chosen = {
            draw.choice(ORIGINS[subtype]),
            *draw.sample(SPECIALITIES, draw.choice((0, 1, 1, 2))),
        }
        experiences = EXPERIENCES.get(subtype, ("organ_work", "county_work", "enterprise_work"))
        chosen.add(draw.choice(experiences))
        if draw.random() < 0.25:
            chosen.add(draw.choice(("interviewing", "file_checking")))
        return tuple(sorted(chosen))

    def _joining(self, *, is_new: bool) -> dt.date:
        years = (2021, LATEST) if is_new else (2018, 2019, 2020)
        return dt.date(self._random.choice(years), self._random.randint(1, 11), 1)

    def _jobs(self, subtype: str, home: str) -> tuple[Job, ...]:
        """A former post in another unit, or in a region; leaders have mostly governed one."""
        draw = self._random
        if draw.random() < (0.2 if subtype == "leader" else 0.5):
            return ()
        start = draw.randint(2004, 2010)
        years = (dt.date(start, 1, 1), dt.date(start + draw.randint(2, 6), 12, 31))
        if subtype == "leader":
            return (Job("", self._place(), "县（区）委主要负责人", *years),)
        if draw.random() < 0.4:
            return (Job("", self._place(), "科长", *years),)
        unit = draw.choice([code for code in self._organs if code != home])
        return (Job(unit, "", "副处长", *years),)


def _with_dual_identity(found: Iterable[Person]) -> Iterator[Person]:
    """Some evaluators are assessed as well: deputies of the drill's teams take their places."""
    cadres, appointments = people.teams(units.team_codes())
    of_number = {row["id_number"]: row for row in cadres}
    last = people.TEAM_POSTS[-1][1]
    deputies = {row["unit"]: row["id_number"] for row in appointments if row["post"] == last}
    left = DUAL
    for person in found:
        free = person.subtype == "assessed_unit" and left and not person.left_on
        number = deputies.pop(person.home, "") if free else ""
        left -= bool(number)
        yield _as_cadre(person, of_number[number]) if number else person


def _as_cadre(person: Person, cadre: Row) -> Person:
    year, month = cadre["birth_month"].split("-")
    return replace(
        person,
        id_number=cadre["id_number"],
        name=cadre["name"],
        sex=cadre["sex"],
        birth_month=dt.date(int(year), int(month), 1),
        native=cadre["native_place"],
        growth=cadre["growth_place"],
        post=people.TEAM_POSTS[-1][1],
        post_level=people.TEAM_POSTS[-1][2],
    )
