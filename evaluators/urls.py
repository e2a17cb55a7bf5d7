"""Roads into the pool."""

from django.urls import path

from evaluators import views

app_name = "evaluators"

urlpatterns = [
    path("pool/", views.evaluator_list, name="evaluator_list"),
    path("pool/new/", views.evaluator_create, name="evaluator_create"),
    path("pool/<int:pk>/", views.evaluator_detail, name="evaluator_detail"),
    path("pool/<int:pk>/edit/", views.evaluator_edit, name="evaluator_edit"),
    path("pool/<int:pk>/gate/", views.gate_check, name="gate_check"),
    path("pool/<int:pk>/admit/", views.evaluator_admit, name="evaluator_admit"),
    path("pool/<int:pk>/release/", views.evaluator_release, name="evaluator_release"),
    path("pool/<int:pk>/certificates/new/", views.certificate_create, name="certificate_create"),
    path("pool/<int:pk>/workplaces/new/", views.workplace_create, name="workplace_create"),
    path("workplaces/<int:pk>/delete/", views.workplace_delete, name="workplace_delete"),
    path("pool/<int:pk>/ties/new/", views.tie_create, name="tie_create"),
    path("ties/<int:pk>/delete/", views.tie_delete, name="tie_delete"),
    path("pool/<int:pk>/reserves/new/", views.reserve_enter, name="reserve_enter"),
    path("reserves/<int:pk>/leave/", views.reserve_leave, name="reserve_leave"),
    path("nominations/", views.nomination_list, name="nomination_list"),
    path("nominations/new/", views.nomination_create, name="nomination_create"),
    path("nominations/<int:pk>/name/", views.nomination_name, name="nomination_name"),
    path("nominations/<int:pk>/enter/", views.nomination_enter, name="nomination_enter"),
    path("nominations/<int:pk>/review/", views.nomination_review, name="nomination_review"),
    path("roster/", views.roster_list, name="roster_list"),
    path("certificates/", views.certificate_list, name="certificate_list"),
    path("certificates/renew/", views.certificate_renew, name="certificate_renew"),
    path("picks/", views.pick_list, name="pick_list"),
    path("training/", views.training_list, name="training_list"),
    path("training/new/", views.training_create, name="training_create"),
    path("training/due/", views.training_due, name="training_due"),
    path("training/reports/<int:year>/", views.training_report, name="training_report"),
    path("training/<int:pk>/", views.training_detail, name="training_detail"),
    path("training/<int:pk>/edit/", views.training_edit, name="training_edit"),
    path("training/<int:pk>/attendees/", views.attendance_create, name="attendance_create"),
    path("attendances/<int:pk>/delete/", views.attendance_delete, name="attendance_delete"),
    path("training/needs/", views.need_list, name="need_list"),
    path("training/needs/new/", views.need_create, name="need_create"),
    path("training/needs/<int:pk>/match/", views.need_match, name="need_match"),
    path("pool/<int:pk>/needs/new/", views.need_enter, name="need_enter"),
    path("training/resources/", views.resource_list, name="resource_list"),
    path("training/resources/new/", views.resource_create, name="resource_create"),
    path("training/topics/", views.topic_list, name="topic_list"),
    path("training/topics/new/", views.topic_create, name="topic_create"),
    path("training/topics/<int:pk>/edit/", views.topic_edit, name="topic_edit"),
    path("pool/<int:pk>/practices/new/", views.practice_create, name="practice_create"),
    path("practices/<int:pk>/delete/", views.practice_delete, name="practice_delete"),
]
