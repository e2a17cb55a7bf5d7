from feedback.views.batches import (
    batch_cancel,
    batch_create,
    batch_detail,
    batch_download,
)
from feedback.views.files import file_detail, file_own, team_detail
from feedback.views.home import home
from feedback.views.reports import (
    advice_edit,
    report_detail,
    report_docx,
    report_list,
    report_pdf,
)
from feedback.views.use_shares import useshare_export, useshare_list
from feedback.views.use_uploads import (
    useupload_confirm,
    useupload_create,
    useupload_detail,
    useupload_drop,
    useupload_template,
)
from feedback.views.uses import (
    ownuse_list,
    unusedresult_list,
    use_list,
    use_withdraw,
    usedresult_detail,
)

__all__ = [
    "advice_edit",
    "batch_cancel",
    "batch_create",
    "batch_detail",
    "batch_download",
    "file_detail",
    "file_own",
    "home",
    "ownuse_list",
    "report_detail",
    "report_docx",
    "report_list",
    "report_pdf",
    "team_detail",
    "unusedresult_list",
    "use_list",
    "use_withdraw",
    "usedresult_detail",
    "useshare_export",
    "useshare_list",
    "useupload_confirm",
    "useupload_create",
    "useupload_detail",
    "useupload_drop",
    "useupload_template",
]
