from dailyreview.views.plans import (
    pilot_create,
    pilot_remove,
    plan_create,
    plan_detail,
    plan_edit,
    plan_gate,
    plan_list,
    quarter_create,
    quarter_detail,
    standin_create,
)
from dailyreview.views.records import record_copy, record_detail, record_edit, record_list
from dailyreview.views.reviews import grade_accept, grade_list, review_list

__all__ = [
    "grade_accept",
    "grade_list",
    "pilot_create",
    "pilot_remove",
    "plan_create",
    "plan_detail",
    "plan_edit",
    "plan_gate",
    "plan_list",
    "quarter_create",
    "quarter_detail",
    "record_copy",
    "record_detail",
    "record_edit",
    "record_list",
    "review_list",
    "standin_create",
]
