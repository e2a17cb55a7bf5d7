"""Addresses of the daily review."""

app_name = "dailyreview"

urlpatterns: list = []
