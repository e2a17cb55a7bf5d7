"""What waits for an account: the home page, read from all apps in a constant number of queries."""

from collections.abc import Callable

from feedback.selectors.questionnaires import ASKED_ROLES
from feedback.selectors.waiting.administrators import audit_work, security_work, system_work
from feedback.selectors.waiting.asked import questionnaire_work
from feedback.selectors.waiting.daily import dossier_work, record_work, review_work
from feedback.selectors.waiting.field import (
    field_work,
    irregularity_work,
    question_work,
    waiver_work,
)
from feedback.selectors.waiting.items import Waiting
from feedback.selectors.waiting.office import committee_work, office_work
from feedback.selectors.waiting.people import HEARING_ROLES, people_work
from feedback.selectors.waiting.reporting import table_work, verification_work
from feedback.selectors.waiting.tasks import TASK_ROLES, task_work
from feedback.selectors.waiting.units import reader_work, reporter_work
from organization.models import Role, User

__all__ = ["Waiting", "waiting_for"]

# In the order in which a person of several roles meets them.
DESKS: tuple[tuple[tuple[Role, ...], Callable[[User], list[Waiting]]], ...] = (
    ((Role.OFFICE_STAFF,), office_work),
    ((Role.COMMITTEE_MEMBER,), committee_work),
    ((Role.OFFICE_STAFF,), question_work),
    ((Role.OFFICE_STAFF,), irregularity_work),
    ((Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER), waiver_work),
    ((Role.OFFICE_STAFF,), verification_work),
    ((Role.DATA_REPORTER,), table_work),
    ((Role.DATA_REPORTER,), reporter_work),
    ((Role.DATA_REPORTER, Role.UNIT_PRINCIPAL, Role.SUPERVISING_LEADER), reader_work),
    ((Role.SECTION_HEAD, Role.SUPERVISING_LEADER, Role.UNIT_PRINCIPAL), review_work),
    ((Role.OFFICE_STAFF, Role.SUPERVISING_LEADER, Role.UNIT_PRINCIPAL), dossier_work),
    ((Role.CADRE,), record_work),
    (TASK_ROLES, task_work),
    (HEARING_ROLES, people_work),
    (ASKED_ROLES, questionnaire_work),
    ((Role.EVALUATOR,), field_work),
    ((Role.SYSTEM_ADMIN,), system_work),
    ((Role.SECURITY_ADMIN,), security_work),
    ((Role.AUDIT_ADMIN,), audit_work),
)


def waiting_for(user: User) -> list[Waiting]:
    """Everything that waits for the account, by role, the most pressing first within a role."""
    return [item for roles, work in DESKS if user.has_role(*roles) for item in work(user)]
