"""Roads into what comes in during the year."""

from django.urls import URLPattern

app_name = "collection"

urlpatterns: list[URLPattern] = []
