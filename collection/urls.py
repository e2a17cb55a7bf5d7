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
]
