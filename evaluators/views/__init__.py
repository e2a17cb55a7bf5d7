from evaluators.views.pool import (
    evaluator_create,
    evaluator_detail,
    evaluator_edit,
    evaluator_list,
)
from evaluators.views.records import (
    certificate_create,
    evaluator_admit,
    evaluator_release,
    gate_check,
    reserve_enter,
    reserve_leave,
    tie_create,
    tie_delete,
    workplace_create,
    workplace_delete,
)

__all__ = [
    "certificate_create",
    "evaluator_admit",
    "evaluator_create",
    "evaluator_detail",
    "evaluator_edit",
    "evaluator_list",
    "evaluator_release",
    "gate_check",
    "reserve_enter",
    "reserve_leave",
    "tie_create",
    "tie_delete",
    "workplace_create",
    "workplace_delete",
]
