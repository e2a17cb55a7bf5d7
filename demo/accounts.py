"""One demonstration account for each role."""

from dataclasses import dataclass

from organization.models import Appointment, Role, RoleAssignment, Unit, User
from organization.services.accounts import assign_role, create_account
from organization.services.founding import found_installation

PASSWORD = "hengjian-demo-2026"  # printed for everybody: loopback only, invented data
UNIT = "JG028"


@dataclass(frozen=True)
class Account:
    """A demonstration account: who it is and what to look at first with it."""

    username: str
    name: str
    role: Role
    look_at: str
    inside: bool = False


ACCOUNTS = [
    Account("office", "考核办甲", Role.OFFICE_STAFF, "首页待办；设区市结果；编组与评分进度"),
    Account("office2", "考核办乙", Role.OFFICE_STAFF, "发布另一人审定的结果；已确认的分组"),
    Account("committee", "考核委员", Role.COMMITTEE_MEMBER, "结果与审定记录"),
    Account("reporter", "数据报送员", Role.DATA_REPORTER, "本单位数据", inside=True),
    Account("principal", "单位主要负责人", Role.UNIT_PRINCIPAL, "体检单；考评员提名", inside=True),
    Account("leader", "分管负责人", Role.SUPERVISING_LEADER, "本单位体检单", inside=True),
    Account("head", "处室负责人", Role.SECTION_HEAD, "本单位情况", inside=True),
    Account("cadre", "干部", Role.CADRE, "本人信息", inside=True),
    Account("evaluator", "考评员", Role.EVALUATOR, "在手机上填评分表"),
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
