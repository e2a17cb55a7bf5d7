from evaluators.views.nominations import (
    nomination_create,
    nomination_enter,
    nomination_list,
    nomination_name,
    nomination_review,
)
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
    "nomination_create",
    "nomination_enter",
    "nomination_list",
    "nomination_name",
    "nomination_review",
    "reserve_enter",
    "reserve_leave",
    "tie_create",
    "tie_delete",
    "workplace_create",
    "workplace_delete",
]
