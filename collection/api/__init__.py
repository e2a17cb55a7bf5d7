"""What this app brings to version 1 of the API."""

from typing import Any

from collection.api.surveys import SurveyViewSet

routes: list[tuple[str, Any, str]] = [("surveys", SurveyViewSet, "survey")]
