"""Version 1 of the API: each app brings its own router entries."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import DefaultRouter

from assessment import api as assessment_api
from collection import api as collection_api
from dailyreview import api as dailyreview_api
from evaluators import api as evaluators_api
from feedback import api as feedback_api
from indicators import api as indicators_api
from organization import api as organization_api

app_name = "api"

router = DefaultRouter()
# One address for one thing; the format is negotiated by header.
router.include_format_suffixes = False
for prefix, viewset, basename in [
    *organization_api.routes,
    *indicators_api.routes,
    *evaluators_api.routes,
    *collection_api.routes,
    *assessment_api.routes,
    *dailyreview_api.routes,
    *feedback_api.routes,
]:
    router.register(prefix, viewset, basename)

urlpatterns = [
    path("token/", organization_api.TokenView.as_view(), name="token"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
    *router.urls,
]
