from feedback.views.answers import answer_create, answer_list
from feedback.views.batches import (
    batch_cancel,
    batch_create,
    batch_detail,
    batch_download,
)
from feedback.views.files import file_detail, file_own, team_detail
from feedback.views.home import home
from feedback.views.postings import (
    posting_create,
    posting_detail,
    posting_list,
    posting_pdf,
    posting_withdraw,
)
from feedback.views.questionnaires import (
    questionnaire_close,
    questionnaire_copy,
    questionnaire_create,
    questionnaire_detail,
    questionnaire_edit,
    questionnaire_export,
    questionnaire_list,
    questionnaire_open,
    questionnaire_remove,
    text_list,
)
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
    "answer_create",
    "answer_list",
    "batch_cancel",
    "batch_create",
    "batch_detail",
    "batch_download",
    "file_detail",
    "file_own",
    "home",
    "ownuse_list",
    "posting_create",
    "posting_detail",
    "posting_list",
    "posting_pdf",
    "posting_withdraw",
    "questionnaire_close",
    "questionnaire_copy",
    "questionnaire_create",
    "questionnaire_detail",
    "questionnaire_edit",
    "questionnaire_export",
    "questionnaire_list",
    "questionnaire_open",
    "questionnaire_remove",
    "report_detail",
    "report_docx",
    "report_list",
    "report_pdf",
    "team_detail",
    "text_list",
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
