"""All roads into the site."""

from django.contrib import admin
from django.urls import include, path

from config.views import favicon

urlpatterns = [
    path("favicon.ico", favicon, name="favicon"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("config.api_urls")),
    path("organization/", include("organization.urls")),
    path("indicators/", include("indicators.urls")),
    path("evaluators/", include("evaluators.urls")),
    path("collection/", include("collection.urls")),
    path("assessment/", include("assessment.urls")),
    path("daily/", include("dailyreview.urls")),
    path("", include("feedback.urls")),
]
