"""Roads of the feedback app; the home page among them, since it looks at all apps below."""

from django.urls import path

from feedback import views

app_name = "feedback"

urlpatterns = [
    path("", views.home, name="home"),
    path("reports/", views.report_list, name="report_list"),
    path("reports/<int:pk>/", views.report_detail, name="report_detail"),
    path("reports/<int:pk>/pdf/", views.report_pdf, name="report_pdf"),
    path("reports/<int:pk>/docx/", views.report_docx, name="report_docx"),
    path("reports/<int:pk>/advice/", views.advice_edit, name="advice_edit"),
    path("reports/groups/<int:group_pk>/batch/", views.batch_create, name="batch_create"),
    path("files/mine/", views.file_own, name="file_own"),
    path("files/<int:pk>/", views.file_detail, name="file_detail"),
    path("files/<int:pk>/card/", views.file_card, name="file_card"),
    path("files/<int:pk>/card/edit/", views.file_edit, name="file_edit"),
    path("files/<int:pk>/card/<str:format>/", views.file_paper, name="file_paper"),
    path("files/<int:pk>/export/<str:format>/", views.file_export, name="file_export"),
    path("files/teams/<int:pk>/", views.team_detail, name="team_detail"),
    path("files/teams/<int:pk>/card/", views.team_card, name="team_card"),
    path("files/teams/<int:pk>/card/edit/", views.team_edit, name="team_edit"),
    path("files/teams/<int:pk>/card/<str:format>/", views.team_paper, name="team_paper"),
    path("files/teams/<int:pk>/batch/", views.filebatch_create, name="filebatch_create"),
    path("files/batches/<int:pk>/", views.filebatch_detail, name="filebatch_detail"),
    path("files/batches/<int:pk>/cancel/", views.filebatch_cancel, name="filebatch_cancel"),
    path("files/batches/<int:pk>/download/", views.filebatch_download, name="filebatch_download"),
    path("batches/<int:pk>/", views.batch_detail, name="batch_detail"),
    path("batches/<int:pk>/cancel/", views.batch_cancel, name="batch_cancel"),
    path("batches/<int:pk>/download/", views.batch_download, name="batch_download"),
    path("uses/", views.use_list, name="use_list"),
    path("uses/<int:pk>/withdraw/", views.use_withdraw, name="use_withdraw"),
    path("uses/own/", views.ownuse_list, name="ownuse_list"),
    path("uses/open/", views.unusedresult_list, name="unusedresult_list"),
    path("uses/results/<int:pk>/", views.usedresult_detail, name="usedresult_detail"),
    path("uses/template/", views.useupload_template, name="useupload_template"),
    path("uses/upload/", views.useupload_create, name="useupload_create"),
    path("uses/uploads/<int:pk>/", views.useupload_detail, name="useupload_detail"),
    path("uses/uploads/<int:pk>/confirm/", views.useupload_confirm, name="useupload_confirm"),
    path("uses/uploads/<int:pk>/drop/", views.useupload_drop, name="useupload_drop"),
    path("uses/shares/", views.useshare_list, name="useshare_list"),
    path("uses/shares/export/", views.useshare_export, name="useshare_export"),
    path("questionnaires/", views.questionnaire_list, name="questionnaire_list"),
    path("questionnaires/new/", views.questionnaire_create, name="questionnaire_create"),
    path("questionnaires/<int:pk>/", views.questionnaire_detail, name="questionnaire_detail"),
    path("questionnaires/<int:pk>/edit/", views.questionnaire_edit, name="questionnaire_edit"),
    path("questionnaires/<int:pk>/open/", views.questionnaire_open, name="questionnaire_open"),
    path("questionnaires/<int:pk>/close/", views.questionnaire_close, name="questionnaire_close"),
    path("questionnaires/<int:pk>/copy/", views.questionnaire_copy, name="questionnaire_copy"),
    path(
        "questionnaires/<int:pk>/remove/", views.questionnaire_remove, name="questionnaire_remove"
    ),
    path(
        "questionnaires/<int:pk>/export/", views.questionnaire_export, name="questionnaire_export"
    ),
    path("questionnaires/questions/<int:pk>/texts/", views.text_list, name="text_list"),
    path("answers/", views.answer_list, name="answer_list"),
    path("answers/<int:pk>/", views.answer_create, name="answer_create"),
    path("postings/", views.posting_list, name="posting_list"),
    path("postings/<int:pk>/", views.posting_detail, name="posting_detail"),
    path("postings/<int:pk>/pdf/", views.posting_pdf, name="posting_pdf"),
    path("postings/<int:pk>/withdraw/", views.posting_withdraw, name="posting_withdraw"),
    path("postings/cycles/<int:cycle_pk>/new/", views.posting_create, name="posting_create"),
]
