"""Pages of indicators, systems and figures."""

from indicators.views.burden import burden_detail
from indicators.views.comparisons import comparison_export, system_compare
from indicators.views.gaps import benchmark_create, gap_export, gap_list
from indicators.views.grid import value_edit
from indicators.views.library import (
    indicator_create,
    indicator_detail,
    indicator_edit,
    indicator_list,
)
from indicators.views.lifecycle import indicator_copy, status_create
from indicators.views.mergers import (
    merger_create,
    merger_delete,
    merger_detail,
    merger_edit,
    merger_list,
)
from indicators.views.nodes import (
    indicator_options,
    node_create,
    node_edit,
    rule_fields,
    rule_preview,
)
from indicators.views.overrides import link_delete, link_list, override_edit, override_list
from indicators.views.person_weights import person_weight_edit, person_weight_list
from indicators.views.reviews import (
    review_answer,
    review_check,
    review_create,
    review_detail,
    review_list,
    review_settle,
)
from indicators.views.systems import (
    special_create,
    system_copy,
    system_create,
    system_delete,
    system_detail,
    system_edit,
    system_list,
    system_publish,
)
from indicators.views.targets import target_answer, target_create, target_list
from indicators.views.templates import (
    model_create,
    model_detail,
    model_insert,
    model_list,
    process_detail,
    process_list,
)
from indicators.views.tree import (
    node_delete,
    node_insert,
    node_move,
    node_rename,
    node_weight,
    system_undo,
    system_weights,
)
from indicators.views.values import (
    evidence_download,
    evidence_upload,
    value_detail,
    value_list,
    value_withdraw,
)
from indicators.views.verdicts import verdict_edit, verdict_list
from indicators.views.versions import version_create, version_edit, version_list
from indicators.views.weights import (
    override_detail,
    override_export,
    override_matrix,
    override_share,
)

__all__ = [
    "benchmark_create",
    "burden_detail",
    "comparison_export",
    "evidence_download",
    "evidence_upload",
    "gap_export",
    "gap_list",
    "indicator_copy",
    "indicator_create",
    "indicator_detail",
    "indicator_edit",
    "indicator_list",
    "indicator_options",
    "link_delete",
    "link_list",
    "merger_create",
    "merger_delete",
    "merger_detail",
    "merger_edit",
    "merger_list",
    "model_create",
    "model_detail",
    "model_insert",
    "model_list",
    "node_create",
    "node_delete",
    "node_edit",
    "node_insert",
    "node_move",
    "node_rename",
    "node_weight",
    "override_detail",
    "override_edit",
    "override_export",
    "override_list",
    "override_matrix",
    "override_share",
    "person_weight_edit",
    "person_weight_list",
    "process_detail",
    "process_list",
    "review_answer",
    "review_check",
    "review_create",
    "review_detail",
    "review_list",
    "review_settle",
    "rule_fields",
    "rule_preview",
    "special_create",
    "status_create",
    "system_compare",
    "system_copy",
    "system_create",
    "system_delete",
    "system_detail",
    "system_edit",
    "system_list",
    "system_publish",
    "system_undo",
    "system_weights",
    "target_answer",
    "target_create",
    "target_list",
    "value_detail",
    "value_edit",
    "value_list",
    "value_withdraw",
    "verdict_edit",
    "verdict_list",
    "version_create",
    "version_edit",
    "version_list",
]
