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
from assessment.views.marking import (
    marking_board,
    marking_close,
    marking_edit,
    marking_export,
    sheet_record,
    sheet_reopen,
)
from assessment.views.overlays import overlay_list, overlay_withdraw
from assessment.views.results import result_detail, result_export, result_list
from assessment.views.runs import run_cancel, run_compare, run_detail, run_replay, run_start
from assessment.views.schemes import scheme_create, scheme_detail, scheme_edit, scheme_list
from assessment.views.sheets import (
    draft_save,
    sheet_edit,
    sheet_leaf,
    sheet_list,
    sheet_submit,
)

__all__ = [
    "cycle_check",
    "cycle_close",
    "cycle_create",
    "cycle_detail",
    "cycle_edit",
    "cycle_list",
    "cycle_open",
    "decision_edit",
    "draft_save",
    "group_accept",
    "group_decide",
    "group_publish",
    "import_confirm",
    "import_create",
    "import_detail",
    "import_drop",
    "import_list",
    "import_marked",
    "marking_board",
    "marking_close",
    "marking_edit",
    "marking_export",
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
    "sheet_edit",
    "sheet_leaf",
    "sheet_list",
    "sheet_record",
    "sheet_reopen",
    "sheet_submit",
    "workbook_export",
    "workbook_template",
]
