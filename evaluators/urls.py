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
]
