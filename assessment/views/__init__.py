from assessment.views.cycles import (
    cycle_close,
    cycle_create,
    cycle_detail,
    cycle_edit,
    cycle_list,
    cycle_open,
)
from assessment.views.decisions import (
    decision_edit,
    group_accept,
    group_decide,
    group_publish,
)
from assessment.views.findings import cycle_check
from assessment.views.imports import (
    import_confirm,
    import_create,
    import_detail,
    import_drop,
    import_list,
    import_marked,
    workbook_export,
    workbook_template,
)
from assessment.views.overlays import overlay_list, overlay_withdraw
from assessment.views.results import result_detail, result_export, result_list
from assessment.views.runs import run_cancel, run_compare, run_detail, run_replay, run_start
from assessment.views.schemes import scheme_create, scheme_detail, scheme_edit, scheme_list

__all__ = [
    "cycle_check",
    "cycle_close",
    "cycle_create",
    "cycle_detail",
    "cycle_edit",
    "cycle_list",
    "cycle_open",
    "decision_edit",
    "group_accept",
    "group_decide",
    "group_publish",
    "import_confirm",
    "import_create",
    "import_detail",
    "import_drop",
    "import_list",
    "import_marked",
    "overlay_list",
    "overlay_withdraw",
    "result_detail",
    "result_export",
    "result_list",
    "run_cancel",
    "run_compare",
    "run_detail",
    "run_replay",
    "run_start",
    "scheme_create",
    "scheme_detail",
    "scheme_edit",
    "scheme_list",
    "workbook_export",
    "workbook_template",
]
