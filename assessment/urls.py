"""Addresses of the assessment pages."""

from django.urls import path

from assessment import views

app_name = "assessment"

urlpatterns = [
    path("cycles/", views.cycle_list, name="cycle_list"),
    path("cycles/new/", views.cycle_create, name="cycle_create"),
    path("cycles/<int:pk>/", views.cycle_detail, name="cycle_detail"),
    path("cycles/<int:pk>/edit/", views.cycle_edit, name="cycle_edit"),
    path("cycles/<int:pk>/open/", views.cycle_open, name="cycle_open"),
    path("cycles/<int:pk>/close/", views.cycle_close, name="cycle_close"),
    path("cycles/<int:pk>/check/", views.cycle_check, name="cycle_check"),
    path("cycles/<int:pk>/run/", views.run_start, name="run_start"),
    path("cycles/<int:pk>/compare/", views.run_compare, name="run_compare"),
    path("cycles/<int:pk>/overlays/", views.overlay_list, name="overlay_list"),
    path("cycles/<int:pk>/marking/", views.marking_board, name="marking_board"),
    path("cycles/<int:pk>/marking/edit/", views.marking_edit, name="marking_edit"),
    path("cycles/<int:pk>/marking/export/", views.marking_export, name="marking_export"),
    path("cycles/<int:pk>/marking/close/", views.marking_close, name="marking_close"),
    path("cycles/<int:pk>/marking/flat/", views.flat_list, name="flat_list"),
    path(
        "cycles/<int:pk>/marking/extend/<int:account_pk>/",
        views.returns_extend,
        name="returns_extend",
    ),
    path("sheets/", views.sheet_list, name="sheet_list"),
    path("sheets/<int:pk>/flat/return/", views.flat_return, name="flat_return"),
    path("sheets/<int:pk>/flat/accept/", views.flat_accept, name="flat_accept"),
    path("sheets/<int:pk>/", views.sheet_edit, name="sheet_edit"),
    path("sheets/by-leaf/<int:cycle_pk>/<int:node_pk>/", views.sheet_leaf, name="sheet_leaf"),
    path("sheets/<int:pk>/draft/", views.draft_save, name="draft_save"),
    path("sheets/<int:pk>/submit/", views.sheet_submit, name="sheet_submit"),
    path("sheets/<int:pk>/reopen/", views.sheet_reopen, name="sheet_reopen"),
    path("sheets/<int:pk>/record/", views.sheet_record, name="sheet_record"),
    path("overlays/<int:pk>/withdraw/", views.overlay_withdraw, name="overlay_withdraw"),
    path("runs/<int:pk>/", views.run_detail, name="run_detail"),
    path("runs/<int:pk>/cancel/", views.run_cancel, name="run_cancel"),
    path("runs/<int:pk>/replay/", views.run_replay, name="run_replay"),
    path("groups/<int:pk>/", views.result_list, name="result_list"),
    path("groups/<int:pk>/export/", views.result_export, name="result_export"),
    path("groups/<int:pk>/decide/", views.group_decide, name="group_decide"),
    path("groups/<int:pk>/accept/", views.group_accept, name="group_accept"),
    path("groups/<int:pk>/publish/", views.group_publish, name="group_publish"),
    path("results/<int:pk>/", views.result_detail, name="result_detail"),
    path("results/<int:pk>/decide/", views.decision_edit, name="decision_edit"),
    path("schemes/", views.scheme_list, name="scheme_list"),
    path("schemes/new/", views.scheme_create, name="scheme_create"),
    path("schemes/<int:pk>/", views.scheme_detail, name="scheme_detail"),
    path("schemes/<int:pk>/edit/", views.scheme_edit, name="scheme_edit"),
    path("imports/", views.import_list, name="import_list"),
    path("imports/new/", views.import_create, name="import_create"),
    path("imports/template/", views.workbook_template, name="workbook_template"),
    path("imports/<int:pk>/", views.import_detail, name="import_detail"),
    path("imports/<int:pk>/confirm/", views.import_confirm, name="import_confirm"),
    path("imports/<int:pk>/drop/", views.import_drop, name="import_drop"),
    path("imports/<int:pk>/marked/", views.import_marked, name="import_marked"),
    path("imports/export/<int:pk>/<int:year>/", views.workbook_export, name="workbook_export"),
    path("fieldwork/", views.fieldwork_list, name="fieldwork_list"),
    path("fieldwork/<int:pk>/", views.fieldwork_detail, name="fieldwork_detail"),
    path("fieldwork/<int:pk>/close/", views.fieldwork_close, name="fieldwork_close"),
    path("fieldwork/<int:pk>/log/", views.worklog_list, name="worklog_list"),
    path("fieldwork/<int:pk>/review/", views.review_create, name="review_create"),
    path("fieldwork/<int:pk>/report/", views.irregularity_create, name="irregularity_create"),
    path("irregularities/", views.irregularity_list, name="irregularity_list"),
    path("irregularities/<int:pk>/", views.irregularity_detail, name="irregularity_detail"),
    path("irregularities/<int:pk>/answer/", views.irregularity_answer, name="irregularity_answer"),
    path("fieldwork/<int:pk>/comment/", views.comment_create, name="comment_create"),
    path(
        "fieldwork/<int:pk>/assessees/<int:assessee_pk>/", views.brief_detail, name="brief_detail"
    ),
    path(
        "fieldwork/<int:pk>/assessees/<int:assessee_pk>/docx/", views.brief_docx, name="brief_docx"
    ),
    path(
        "fieldwork/<int:pk>/assessees/<int:assessee_pk>/outline/",
        views.outline_edit,
        name="outline_edit",
    ),
    path(
        "fieldwork/<int:pk>/assessees/<int:assessee_pk>/talk/",
        views.talk_create,
        name="talk_create",
    ),
    path(
        "fieldwork/<int:pk>/assessees/<int:assessee_pk>/verify/",
        views.verification_create,
        name="verification_create",
    ),
    path("talks/<int:pk>/", views.talk_edit, name="talk_edit"),
    path("talks/<int:pk>/save/", views.talk_save, name="talk_save"),
    path("talks/<int:pk>/sign/", views.talk_sign, name="talk_sign"),
    path("verifications/<int:pk>/", views.verification_detail, name="verification_detail"),
    path("verifications/<int:pk>/attach/", views.verification_attach, name="verification_attach"),
    path(
        "verifications/<int:pk>/conclude/",
        views.verification_conclude,
        name="verification_conclude",
    ),
    path(
        "verifications/files/<int:pk>/", views.verification_download, name="verification_download"
    ),
    path("questions/", views.question_list, name="question_list"),
    path("questions/ask/", views.question_ask, name="question_ask"),
    path("questions/<int:pk>/answer/", views.question_answer, name="question_answer"),
]
