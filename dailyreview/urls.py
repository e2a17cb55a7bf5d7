"""Addresses of the daily review."""

from django.urls import path

from dailyreview import views

app_name = "dailyreview"

urlpatterns = [
    path("records/", views.record_list, name="record_list"),
    path("records/<int:pk>/", views.record_detail, name="record_detail"),
    path("records/<int:pk>/edit/", views.record_edit, name="record_edit"),
    path("records/<int:pk>/copy/", views.record_copy, name="record_copy"),
    path("reviews/", views.review_list, name="review_list"),
    path("quarters/<int:pk>/grades/<int:unit_pk>/", views.grade_list, name="grade_list"),
    path("quarters/<int:pk>/grades/<int:unit_pk>/accept/", views.grade_accept, name="grade_accept"),
    path("plans/", views.plan_list, name="plan_list"),
    path("plans/new/", views.plan_create, name="plan_create"),
    path("plans/<int:pk>/", views.plan_detail, name="plan_detail"),
    path("plans/<int:pk>/edit/", views.plan_edit, name="plan_edit"),
    path("plans/<int:pk>/units/", views.pilot_create, name="pilot_create"),
    path("plans/<int:pk>/quarters/", views.quarter_create, name="quarter_create"),
    path("plans/<int:pk>/gate/", views.plan_gate, name="plan_gate"),
    path("plans/<int:pk>/steps/", views.processstep_create, name="processstep_create"),
    path("steps/<int:pk>/remove/", views.processstep_remove, name="processstep_remove"),
    path("units/<int:pk>/remove/", views.pilot_remove, name="pilot_remove"),
    path("quarters/<int:pk>/", views.quarter_detail, name="quarter_detail"),
    path("quarters/<int:pk>/visits/", views.visit_create, name="visit_create"),
    path("visits/", views.visit_list, name="visit_list"),
    path("goals/", views.goal_list, name="goal_list"),
    path("goals/new/", views.goal_create, name="goal_create"),
    path("goals/<int:pk>/finish/", views.goal_finish, name="goal_finish"),
    path("colleagues/", views.colleague_list, name="colleague_list"),
    path("records/<int:pk>/comment/", views.comment_create, name="comment_create"),
    path("records/<int:pk>/remind/", views.reminder_create, name="reminder_create"),
    path("reminders/", views.reminder_list, name="reminder_list"),
    path("reminders/<int:pk>/answer/", views.reminder_answer, name="reminder_answer"),
    path("mentorings/", views.mentoring_list, name="mentoring_list"),
    path("mentorings/<int:pk>/", views.mentoring_detail, name="mentoring_detail"),
    path("attendance/", views.attendance_list, name="attendance_list"),
    path("attendance/template/", views.attendance_template, name="attendance_template"),
    path("attendance/<int:pk>/", views.attendance_detail, name="attendance_detail"),
    path("attendance/<int:pk>/confirm/", views.attendance_confirm, name="attendance_confirm"),
    path("attendance/<int:pk>/drop/", views.attendance_drop, name="attendance_drop"),
    path(
        "quarters/<int:pk>/attendance/<int:unit_pk>/",
        views.attendance_upload,
        name="attendance_upload",
    ),
    path("stand-ins/new/", views.standin_create, name="standin_create"),
]
