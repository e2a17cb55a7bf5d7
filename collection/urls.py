"""Roads into what comes in during the year."""

from django.urls import path

from collection import views

app_name = "collection"

urlpatterns = [
    path("events/", views.event_list, name="event_list"),
    path("events/create/", views.event_create, name="event_create"),
    path("events/quarter/", views.event_quarter, name="event_quarter"),
    path("events/<int:pk>/", views.event_detail, name="event_detail"),
    path("events/<int:pk>/evidence/", views.event_evidence, name="event_evidence"),
    path("events/<int:pk>/confirm/", views.event_confirm, name="event_confirm"),
    path("events/<int:pk>/withdraw/", views.event_withdraw, name="event_withdraw"),
    path("events/<int:pk>/reply/", views.event_reply, name="event_reply"),
    path("units/<int:pk>/events/", views.event_account, name="event_account"),
    path("event-kinds/", views.eventkind_list, name="eventkind_list"),
    path("event-kinds/create/", views.eventkind_create, name="eventkind_create"),
    path("event-kinds/<int:pk>/edit/", views.eventkind_edit, name="eventkind_edit"),
    path("tasks/", views.tasklist_list, name="tasklist_list"),
    path("tasks/new/", views.tasklist_create, name="tasklist_create"),
    path("tasks/<int:pk>/", views.tasklist_detail, name="tasklist_detail"),
    path("tasks/<int:pk>/edit/", views.tasklist_edit, name="tasklist_edit"),
    path("tasks/<int:pk>/new/", views.task_create, name="task_create"),
    path("tasks/<int:pk>/export/", views.tasklist_export, name="tasklist_export"),
    path("tasks/<int:pk>/upload/", views.taskupload_create, name="taskupload_create"),
    path("tasks/template/", views.taskupload_template, name="taskupload_template"),
    path("tasks/board/", views.taskboard_detail, name="taskboard_detail"),
    path("task-uploads/<int:pk>/", views.taskupload_detail, name="taskupload_detail"),
    path("task-uploads/<int:pk>/marked/", views.taskupload_marked, name="taskupload_marked"),
    path("task-uploads/<int:pk>/confirm/", views.taskupload_confirm, name="taskupload_confirm"),
    path("task-uploads/<int:pk>/drop/", views.taskupload_drop, name="taskupload_drop"),
    path("task/<int:pk>/", views.task_detail, name="task_detail"),
    path("task/<int:pk>/conduct/", views.conductnote_create, name="conductnote_create"),
    path("task/<int:pk>/supervise/", views.supervision_create, name="supervision_create"),
    path("supervision/", views.supervision_list, name="supervision_list"),
    path("supervision/<int:pk>/reply/", views.supervision_reply, name="supervision_reply"),
    path("supervision/<int:pk>/close/", views.supervision_close, name="supervision_close"),
    path("task/<int:pk>/edit/", views.task_edit, name="task_edit"),
    path("task/<int:pk>/remove/", views.task_remove, name="task_remove"),
    path("task/<int:pk>/claim/", views.task_claim, name="task_claim"),
    path("task/<int:pk>/rule/", views.task_rule, name="task_rule"),
    path("milestones/<int:pk>/report/", views.milestone_report, name="milestone_report"),
    path("milestone-reports/<int:pk>/", views.milestonereport_rule, name="milestonereport_rule"),
    path(
        "milestone-reports/<int:pk>/evidence/",
        views.milestonereport_evidence,
        name="milestonereport_evidence",
    ),
    # --- surveys
    path("surveys/", views.survey_list, name="survey_list"),
    path("surveys/new/", views.survey_create, name="survey_create"),
    path("surveys/form/", views.survey_form, name="survey_form"),
    path("surveys/<int:pk>/", views.survey_detail, name="survey_detail"),
    path("surveys/<int:pk>/edit/", views.survey_edit, name="survey_edit"),
    path("surveys/<int:pk>/verify/", views.survey_verify, name="survey_verify"),
    path("surveys/<int:pk>/reopen/", views.survey_reopen, name="survey_reopen"),
    path("surveys/<int:pk>/send/", views.survey_send, name="survey_send"),
    path("surveys/<int:pk>/upload/", views.surveyupload_create, name="surveyupload_create"),
    path("surveys/uploads/<int:pk>/", views.surveyupload_detail, name="surveyupload_detail"),
    path("surveys/uploads/<int:pk>/marked/", views.surveyupload_marked, name="surveyupload_marked"),
    path(
        "surveys/uploads/<int:pk>/confirm/", views.surveyupload_confirm, name="surveyupload_confirm"
    ),
    path("surveys/uploads/<int:pk>/drop/", views.surveyupload_drop, name="surveyupload_drop"),
    path("surveys/sheets/", views.surveysheet_list, name="surveysheet_list"),
    path("surveys/sheets/<int:pk>/", views.surveysheet_detail, name="surveysheet_detail"),
    path("surveys/sheets/<int:pk>/pdf/", views.surveysheet_pdf, name="surveysheet_pdf"),
    path("surveys/sheets/<int:pk>/answer/", views.surveysheet_answer, name="surveysheet_answer"),
    path("surveys/sheets/<int:pk>/note/", views.surveysheet_note, name="surveysheet_note"),
]
