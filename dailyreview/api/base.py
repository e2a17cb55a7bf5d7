"""What the endpoints of the daily review share: how they read what was sent."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request

from dailyreview.serializers.base import ChosenFrom


def sent_as(shape: type[ChosenFrom], request: Request, **choices: QuerySet[Any]) -> dict[str, Any]:
    """The checked body of a request; by field the rows that the account may name there."""
    sent = shape(data=request.data, context={"choices": choices})
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)
