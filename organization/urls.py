"""Accounts, units, people and the audit trail."""

from django.urls import path

from organization import views

app_name = "organization"

urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("session/", views.session_status, name="session_status"),
    path("language/", views.language_set, name="language_set"),
    path("account/", views.account_detail, name="account_detail"),
    path("units/", views.unit_list, name="unit_list"),
    path("units/new/", views.unit_create, name="unit_create"),
    path("units/<int:pk>/", views.unit_detail, name="unit_detail"),
    path("units/<int:pk>/edit/", views.unit_edit, name="unit_edit"),
    path("units/<int:pk>/category/", views.unit_move, name="unit_move"),
    path("units/<int:pk>/deactivate/", views.unit_deactivate, name="unit_deactivate"),
    path("units/<int:pk>/reactivate/", views.unit_reactivate, name="unit_reactivate"),
    path("cadres/", views.cadre_list, name="cadre_list"),
    path("cadres/new/", views.cadre_create, name="cadre_create"),
    path("cadres/<int:pk>/", views.cadre_detail, name="cadre_detail"),
    path("cadres/<int:pk>/edit/", views.cadre_edit, name="cadre_edit"),
    path("cadres/<int:pk>/posts/new/", views.appointment_create, name="appointment_create"),
    path("posts/<int:pk>/edit/", views.appointment_edit, name="appointment_edit"),
    path("posts/<int:pk>/end/", views.appointment_end, name="appointment_end"),
    path("audit/", views.audit_event_list, name="audit_event_list"),
    path("audit/<str:object_type>/<str:object_key>/", views.audit_trail, name="audit_trail"),
]
