"""One demonstration account for each role, and numbered ones for those who mark and answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password

from demo import field
from demo.storing import store
from evaluators.models import Evaluator, FieldPlan, Seat
from organization.models import Appointment, Role, RoleAssignment, Unit, User
from organization.services.accounts import assign_role, create_account
from organization.services.audit import save_recorded
from organization.services.bulk import store_in_bulk
from organization.services.founding import found_installation

PASSWORD = "hengjian-demo-2026"  # printed for everybody: loopback only, invented data
UNIT = "JG028"
EVALUATOR, NUMBERED = "evaluator", "kpy"


@dataclass(frozen=True)
class Account:
    """A demonstration account: who it is and what to look at first with it."""

    username: str
    name: str
    role: Role
    look_at: str
    inside: bool = False


ACCOUNTS = [
    Account(
        "office",
        "考核办甲",
        Role.OFFICE_STAFF,
        "首页待办；设区市结果；编组、评分、实地考核；平时考核",
    ),
    Account("office2", "考核办乙", Role.OFFICE_STAFF, "发布另一人审定的结果；星级和扣分"),
    Account("committee", "考核委员", Role.COMMITTEE_MEMBER, "结果与审定记录"),
    Account("reporter", "数据报送员", Role.DATA_REPORTER, "本单位数据", inside=True),
    Account(
        "principal",
        "单位主要负责人",
        Role.UNIT_PRINCIPAL,
        "体检单；考评员提名；评价考核组；评鉴小结、确定等次",
        inside=True,
    ),
    Account(
        "leader", "分管负责人", Role.SUPERVISING_LEADER, "本单位体检单；评鉴季度小结", inside=True
    ),
    Account(
        "head", "处室负责人", Role.SECTION_HEAD, "评鉴本科室的季度小结；下达目标；帮带", inside=True
    ),
    Account("cadre", "干部", Role.CADRE, "写季度小结；目标任务；回复提醒", inside=True),
    Account(EVALUATOR, "考评员", Role.EVALUATOR, "在手机上填评分表；谈话；评价组员"),
    Account("auditor", "审计管理员", Role.AUDIT_ADMIN, "操作记录"),
]
SYSTEM_ADMIN, SECURITY_ADMIN = "sysadmin", "secadmin"


def create_administrators() -> None:
    """Create the first two administrators unless they exist."""
    if not User.objects.filter(username=SYSTEM_ADMIN).exists():
        found_installation(
            system_admin=User(username=SYSTEM_ADMIN, display_name="系统管理员"),
            security_admin=User(username=SECURITY_ADMIN, display_name="安全管理员"),
            passwords=[PASSWORD, PASSWORD],
        )


def create_accounts(*, inside: bool) -> None:
    """Create the missing accounts of the office, or those inside the example unit."""
    system_admin = User.objects.get(username=SYSTEM_ADMIN)
    security_admin = User.objects.get(username=SECURITY_ADMIN)
    existing = set(User.objects.values_list("username", flat=True))
    unit = Unit.objects.get(code=UNIT) if inside else None
    for account in ACCOUNTS:
        if account.inside != inside or account.username in existing:
            continue
        user = User(username=account.username, display_name=account.name, unit=unit)
        if account.role == Role.CADRE:
            user.cadre = (
                Appointment.objects.filter(unit=unit, standing="deputy").earliest("pk").cadre
            )
        create_account(user, password=PASSWORD, by=system_admin)
        assign_role(RoleAssignment(user=user, role=account.role), by=security_admin)


def open_evaluator_accounts(plans: Sequence[FieldPlan], *, first: Evaluator, by: User) -> None:
    """An account for everybody with a seat: the first gets that of the list, others a number.

    Numbers go by plan in the order given, then by group, those of generic organs before others.
    """
    first.account = User.objects.get(username=EVALUATOR)
    save_recorded(first, by=by)
    held = {seat.evaluator_id: seat.evaluator for plan in plans for seat in _held_seats(plan)}
    without = [one for one in held.values() if one is not None and one.account_id is None]
    users = [
        User(username=f"{NUMBERED}{number:03d}", display_name=evaluator.name)
        for number, evaluator in enumerate(without, start=1)
    ]
    open_accounts(users, Role.EVALUATOR, by)
    for evaluator, user in zip(without, users, strict=True):
        evaluator.account = user
    store_in_bulk(
        Evaluator,
        created=[],
        changed=without,
        fields=["account"],
        about=by,
        labels={one.pk: str(one) for one in without},
        before={str(one): {"account": None} for one in without},
        after={str(one): {"account": one.account_id} for one in without},
        by=by,
    )


def _held_seats(plan: FieldPlan) -> list[Seat]:
    seats = Seat.objects.filter(group__plan=plan, evaluator__isnull=False)
    return sorted(
        seats.select_related("group__category", "role", "evaluator"),
        key=lambda seat: (
            seat.group.category is None or seat.group.category.code != field.CATEGORY,
            seat.group.number,
            seat.role.position,
            seat.pk,
        ),
    )


def open_principal_accounts(units: Iterable[Unit], *, by: User) -> list[User]:
    """An account for the principal of each unit, named by its code."""
    users = [
        User(username=f"fzr{unit.code[2:]}", display_name=f"{unit.label}负责人", unit=unit)
        for unit in units
    ]
    open_accounts(users, Role.UNIT_PRINCIPAL, by)
    return users


def open_accounts(users: Sequence[User], role: Role, by: User) -> None:
    """Many accounts of one role at their home units, all with the password of the demonstration."""
    for user in users:
        user.password = _hashed_password()
    store(users, about=by, by=by)
    store([RoleAssignment(user=user, role=role) for user in users], about=by, by=by)


@cache
def _hashed_password() -> str:
    """One hash for all: it takes as long as it should, and everybody knows the password anyway."""
    return make_password(PASSWORD)
