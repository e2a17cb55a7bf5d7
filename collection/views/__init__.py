"""Pages of what comes in."""

from collection.views.eventkinds import (
    eventkind_create,
    eventkind_edit,
    eventkind_list,
)
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
]
