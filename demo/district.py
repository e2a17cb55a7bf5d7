"""An invented district: thirteen units with their offices, thirteen hundred people, accounts."""

import datetime as dt
import random
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction

from demo import accounts
from demo.people import Persons
from demo.storing import store
from organization.models import (
    Appointment,
    Cadre,
    Category,
    CategoryMembership,
    Domain,
    Role,
    RoleAssignment,
    Unit,
    User,
    offices_inside,
)
from organization.services.audit import save_recorded

DOMAIN = "district"
# Before the name of every unit: nobody shall take it for a real one.
MARK = "示例"
SEED = 1300
OFFICE_SIZE = 12
# Class of units: name, and its units with how many people each has.
CLASSES = {
    "party": ("党群部门", {"区委办公室": 60, "区委组织部": 72, "区委宣传部": 68}),
    "government": (
        "政府部门",
        {
            "区发展改革局": 150,
            "区财政局": 132,
            "区住房城乡建设局": 118,
            "区教育局": 104,
            "区卫生健康局": 96,
        },
    ),
    "street": ("街道", {"东城街道": 140, "西城街道": 126, "南湖街道": 114}),
    "institution": ("事业单位", {"区融媒体中心": 64, "区机关事务中心": 56}),
}
# Of a hundred people of a class of units: civil servants, then institution staff; others borrowed.
IDENTITIES = {
    "party": (85, 95),
    "government": (80, 95),
    "street": (55, 85),
    "institution": (10, 95),
}
# The unit in which the listed accounts take part, and that in which 'good' goes round in turns.
EXAMPLE, ROTATING = "SL04", "SL06"
PLACES = ("综合科", "业务一科", "业务二科", "法规科", "督查科", "信息科", "财务科", "人事科")
LISTED = {
    "head": Role.SECTION_HEAD,
    "leader": Role.SUPERVISING_LEADER,
    "principal": Role.UNIT_PRINCIPAL,
}
COLLEAGUES = 3


@dataclass(frozen=True)
class District:
    """The district as it is stored."""

    domain: Domain

    @cached_property
    def units(self) -> dict[int, Unit]:
        """The pilot units by key, in the order of their codes."""
        units = Unit.objects.filter(domain=self.domain).exclude(level=Unit.Level.INTERNAL)
        return {unit.pk: unit for unit in units.order_by("code")}

    @cached_property
    def home(self) -> dict[int, int]:
        """By office, or unit, the unit."""
        return offices_inside(self.units)

    @cached_property
    def example(self) -> Unit:
        """The unit of the listed accounts."""
        return next(unit for unit in self.units.values() if unit.code == EXAMPLE)

    @cached_property
    def office(self) -> Unit:
        """The office of the listed section head."""
        return Unit.objects.filter(parent=self.example).earliest("code")

    @cached_property
    def holders(self) -> dict[tuple[str, int], User]:
        """Who holds a reviewing role, by role and place."""
        held = RoleAssignment.objects.filter(role__in=LISTED.values()).select_related("user")
        found = {(one.role, one.unit_id or one.user.unit_id or 0): one.user for one in held}
        return {key: user for key, user in found.items() if key[1] in self.home}

    def reviewer(self, role: str, section: int) -> User:
        """Who reviews the people of an office as a role."""
        place = section if role == Role.SECTION_HEAD else self.home[section]
        return self.holders[role, place]


def make_district(year: int, *, by: User) -> District:
    """The district with everybody in it, made unless it is there.

    Args:
        year: in which the review begins; people have been there for longer.
    """
    domain = Domain.objects.filter(code=DOMAIN).first()
    if domain is not None:
        return District(domain)
    with transaction.atomic():
        domain = Domain(code=DOMAIN, name="示例区", position=6)
        save_recorded(domain, by=by)
        _fill(domain, dt.date(year - 3, 3, 1), by)
    return District(domain)


def _fill(domain: Domain, since: dt.date, by: User) -> None:
    units, classes = _store_units(domain, since, by)
    offices = _store_offices(units, by)
    persons, draw = _Strangers(), random.Random(SEED)
    cadres: list[Cadre] = []
    posts: list[Appointment] = []
    for unit in units:
        for place in range(_size(unit)):
            office = offices[unit.pk][place // OFFICE_SIZE]
            cadre = _draw_person(persons, classes[unit.pk], draw)
            leads = place % OFFICE_SIZE == 0 and office != offices[_example(units).pk][0]
            cadres.append(cadre)
            posts.append(_post(cadre, office, since, leads=leads))
    store(cadres, about=domain, by=by)
    store(posts, about=domain, by=by)
    heads = [post for post in posts if post.post == "科长"]
    office = offices[_example(units).pk][0]
    own = [post for post in posts if post.unit == office]
    _open_accounts(units, heads, own, by)
    _seat_listed(_example(units), office, since, by)


def _example(units: list[Unit]) -> Unit:
    return next(unit for unit in units if unit.code == EXAMPLE)


def _size(unit: Unit) -> int:
    sizes = {name: size for _title, units in CLASSES.values() for name, size in units.items()}
    # One place of the example unit is that of the listed account.
    return sizes[unit.short_name.removeprefix(MARK)] - (unit.code == EXAMPLE)


def _store_units(domain: Domain, since: dt.date, by: User) -> tuple[list[Unit], dict[int, str]]:
    units: list[Unit] = []
    memberships: list[CategoryMembership] = []
    classes: dict[str, str] = {}
    for code, (name, members) in CLASSES.items():
        category = Category(code=f"{DOMAIN}-{code}", name=f"示例区{name}", domain=domain)
        save_recorded(category, by=by)
        for short_name in members:
            unit = Unit(
                code=f"SL{len(units) + 1:02d}",
                name=f"{MARK}{short_name}（示例）",
                short_name=f"{MARK}{short_name}",
                domain=domain,
                level=Unit.Level.COUNTY,
            )
            units.append(unit)
            memberships.append(CategoryMembership(unit=unit, category=category, valid_from=since))
            classes[unit.code] = code
    store(units, about=domain, by=by)
    for membership, unit in zip(memberships, units, strict=True):
        membership.unit = unit
    store(memberships, about=domain, by=by)
    return units, {unit.pk: classes[unit.code] for unit in units}


def _store_offices(units: list[Unit], by: User) -> dict[int, list[Unit]]:
    offices = {
        unit.pk: [
            Unit(
                code=f"{unit.code}-{number:02d}",
                name=f"{unit.short_name}{_office_name(number)}",
                short_name=_office_name(number),
                parent=unit,
                domain=unit.domain,
                level=Unit.Level.INTERNAL,
            )
            for number in range(1, -(-_size(unit) // OFFICE_SIZE) + 1)
        ]
        for unit in units
    }
    store([office for inside in offices.values() for office in inside], about=units[0], by=by)
    return offices


def _office_name(number: int) -> str:
    return PLACES[number - 1] if number <= len(PLACES) else f"业务{number - 6}科"


class _Strangers:
    """Draws persons whom nobody has drawn before for other units."""

    def __init__(self) -> None:
        self._persons = Persons(SEED)
        self._taken = set(Cadre.objects.values_list("id_number", flat=True))

    def draw(self) -> dict[str, object]:
        while (person := self._persons.draw())["id_number"] in self._taken:
            continue
        return person


def _draw_person(persons: _Strangers, code: str, draw: random.Random) -> Cadre:
    person = persons.draw()
    person["birth_month"] = dt.date.fromisoformat(f"{person['birth_month']}-01")
    kinds = Cadre.IdentityClass
    civil, staff = IDENTITIES[code]
    lot = draw.randrange(100)
    person["identity_class"] = (
        kinds.CIVIL_SERVANT
        if lot < civil
        else kinds.INSTITUTION_STAFF
        if lot < staff
        else kinds.SECONDED
    )
    return Cadre(**person)


def _post(cadre: Cadre, office: Unit, since: dt.date, *, leads: bool) -> Appointment:
    levels = Appointment.PostLevel
    return Appointment(
        cadre=cadre,
        unit=office,
        in_team=False,
        post="科长" if leads else "科员",
        post_level=levels.TOWNSHIP_CHIEF if leads else levels.SECTION_MEMBER,
        standing=Appointment.Standing.MEMBER,
        starts_on=since,
    )


def _open_accounts(
    units: list[Unit], heads: list[Appointment], own: list[Appointment], by: User
) -> None:
    """Section heads, leaders, principals, and a few people of the listed head."""
    others = [unit for unit in units if unit.code != EXAMPLE]
    accounts.open_accounts(
        [
            User(
                username=f"kz{number:03d}",
                display_name=post.cadre.name,
                unit=post.unit,
                cadre=post.cadre,
            )
            for number, post in enumerate(heads, start=1)
        ],
        Role.SECTION_HEAD,
        by,
    )
    for letters, title, role in (
        ("fg", "分管负责人", Role.SUPERVISING_LEADER),
        ("zf", "主要负责人", Role.UNIT_PRINCIPAL),
    ):
        accounts.open_accounts(
            [
                User(
                    username=f"{letters}{unit.code[2:]}",
                    display_name=f"{unit.label}{title}",
                    unit=unit,
                )
                for unit in others
            ],
            role,
            by,
        )
    accounts.open_accounts(
        [
            User(
                username=f"ky{number:03d}",
                display_name=post.cadre.name,
                unit=post.unit,
                cadre=post.cadre,
            )
            for number, post in enumerate(own[:COLLEAGUES], start=1)
        ],
        Role.CADRE,
        by,
    )


def _seat_listed(unit: Unit, office: Unit, since: dt.date, by: User) -> None:
    """The listed accounts review and report in the example unit; the cadre works there."""
    names = [*LISTED, "reporter", "cadre"]
    users = {user.username: user for user in User.objects.filter(username__in=names)}
    seats = [
        RoleAssignment(
            user=users[name], role=role, unit=office if role == Role.SECTION_HEAD else unit
        )
        for name, role in LISTED.items()
    ]
    seats.append(RoleAssignment(user=users["reporter"], role=Role.DATA_REPORTER, unit=unit))
    store(seats, about=unit, by=by)
    save_recorded(
        Appointment(
            cadre=users["cadre"].cadre,
            unit=office,
            in_team=False,
            post="挂职干部",
            post_level=Appointment.PostLevel.SECTION_MEMBER,
            standing=Appointment.Standing.MEMBER,
            starts_on=since,
        ),
        by=by,
    )
