"""Invented persons: nobody of their age has an ID number with a serial from 996 to 999."""

import random
from typing import Any

from stdnum.cn import ric

Row = dict[str, Any]
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "安博承德方恭涵嘉敬凯立明宁平清仁森泰文贤雅远哲正志中"
REGIONS = ["320102", "320205", "320302", "320402", "320505", "320602", "320703", "320902"]


class Persons:
    """Draws persons from a seed, each ID number once."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._births: set[tuple[str, int]] = set()

    def draw(self) -> Row:
        """One person: name, ID number, sex, places, identity class."""
        female = self._random.random() < 0.3
        region, birth = self._new_birth()
        serial = self._random.choice(["996", "998"] if female else ["997", "999"])
        body = f"{region}{birth}{serial}"
        return {
            "id_number": body + ric.calc_check_digit(body + "0"),
            "name": self._random.choice(SURNAMES)
            + "".join(self._random.sample(GIVEN, self._random.choice([1, 2, 2]))),
            "sex": "2" if female else "1",
            "birth_month": f"{str(birth)[:4]}-{str(birth)[4:6]}",
            "native_place": region,
            "growth_place": self._random.choice(REGIONS),
            "identity_class": "civil_servant",
            "is_invented": True,
        }

    def _new_birth(self) -> tuple[str, int]:
        while True:
            region = self._random.choice(REGIONS)
            birth = (
                self._random.randint(1966, 1986) * 10000
                + self._random.randint(1, 12) * 100
                + self._random.randint(1, 28)
            )
            if (region, birth) not in self._births:
                self._births.add((region, birth))
                return region, birth


TEAM_POSTS = [
    ("principal", "主要负责同志", "121", "主持全面工作"),
    ("deputy", "副职（甲）", "122", "分管发展改革、财政"),
    ("deputy", "副职（乙）", "122", "分管科技创新、生态环境"),
    ("deputy", "副职（丙）", "122", "分管教育、卫生、民政"),
]


def teams(unit_codes: list[str], seed: int = 20231231) -> tuple[list[Row], list[Row]]:
    """Cadres and their appointments: a principal and three deputies for each unit."""
    persons = Persons(seed)
    cadres, appointments = [], []
    for code in unit_codes:
        for standing, post, level, remit in TEAM_POSTS:
            person = persons.draw()
            cadres.append(person)
            appointments.append(
                {
                    "id_number": person["id_number"],
                    "name": person["name"],
                    "unit": code,
                    "post": post,
                    "post_level": level,
                    "standing": standing,
                    "in_team": True,
                    "remit": remit,
                    "starts_on": "2022-01-15",
                }
            )
    return cadres, appointments
