"""What waits of task lists: tasks to claim and to rule on, milestones, orders."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collection.selectors.task_waiting import TasksWaiting, tasks_waiting
from feedback.selectors.waiting.items import Waiting
from organization.models import Role, User

TASK_ROLES = (
    Role.OFFICE_STAFF,
    Role.DATA_REPORTER,
    Role.UNIT_PRINCIPAL,
    Role.SUPERVISING_LEADER,
    Role.SECTION_HEAD,
    Role.CADRE,
)


def task_work(user: User) -> list[Waiting]:
    """Steps that are the account's, what is overdue for it, and what it verifies."""
    waiting = tasks_waiting(user, timezone.localdate())
    return [*_steps(waiting), *_progress(waiting)]


def _steps(waiting: TasksWaiting) -> Iterator[Waiting]:
    lists = reverse("collection:tasklist_list")
    if waiting.to_claim:
        yield Waiting(
            ngettext(
                "%(count)s task is to be claimed.",
                "%(count)s tasks are to be claimed.",
                waiting.to_claim,
            )
            % {"count": waiting.to_claim},
            _("For the cadre named, or the lead unit."),
            lists,
        )
    if waiting.to_rule:
        yield Waiting(
            ngettext(
                "%(count)s claimed task waits for your decision.",
                "%(count)s claimed tasks wait for your decision.",
                waiting.to_rule,
            )
            % {"count": waiting.to_rule},
            _("For you: pass it on, or return it with a reason."),
            lists,
        )


def _progress(waiting: TasksWaiting) -> Iterator[Waiting]:
    board = reverse("collection:taskboard_detail")
    if waiting.late:
        yield Waiting(
            ngettext(
                "%(count)s milestone of a task is overdue.",
                "%(count)s milestones of tasks are overdue.",
                waiting.late,
            )
            % {"count": waiting.late},
            _("For you: report it, or say what stands in the way."),
            f"{board}?show=late",
        )
    if waiting.to_verify:
        yield Waiting(
            ngettext(
                "%(count)s report on a milestone is to be verified.",
                "%(count)s reports on milestones are to be verified.",
                waiting.to_verify,
            )
            % {"count": waiting.to_verify},
            _("For the office, by somebody else than who reported."),
            f"{board}?show=reported",
        )
    if waiting.to_answer:
        yield Waiting(
            ngettext(
                "%(count)s task under supervision waits for your reply.",
                "%(count)s tasks under supervision wait for your reply.",
                waiting.to_answer,
            )
            % {"count": waiting.to_answer},
            _("For you, until the day that the office set."),
            reverse("collection:supervision_list"),
        )
