"""Pages of what comes in."""

from collection.views.eventkinds import eventkind_create, eventkind_edit, eventkind_list
from collection.views.events import (
    event_account,
    event_confirm,
    event_create,
    event_detail,
    event_evidence,
    event_list,
    event_quarter,
    event_reply,
    event_withdraw,
)
from collection.views.task_lists import (
    task_create,
    task_edit,
    task_remove,
    tasklist_create,
    tasklist_detail,
    tasklist_edit,
    tasklist_list,
)
from collection.views.tasks import (
    milestone_report,
    milestonereport_evidence,
    milestonereport_rule,
    task_claim,
    task_detail,
    task_rule,
)

__all__ = [
    "event_account",
    "event_confirm",
    "event_create",
    "event_detail",
    "event_evidence",
    "event_list",
    "event_quarter",
    "event_reply",
    "event_withdraw",
    "eventkind_create",
    "eventkind_edit",
    "eventkind_list",
    "milestone_report",
    "milestonereport_evidence",
    "milestonereport_rule",
    "task_claim",
    "task_create",
    "task_detail",
    "task_edit",
    "task_remove",
    "task_rule",
    "tasklist_create",
    "tasklist_detail",
    "tasklist_edit",
    "tasklist_list",
]
