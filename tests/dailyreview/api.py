"""Who asks the API, and what a refusal says at its field."""

from typing import Any

from django.urls import reverse
from rest_framework.test import APIClient

from organization.models import User


def api(user: User) -> APIClient:
    """A client of the API in an account's name."""
    client = APIClient()
    client.force_login(user)
    return client


def send(user: User, name: str, /, *args: Any, method: str = "post", **body: Any) -> Any:
    """The answer to a body sent to an endpoint by its name."""
    address = reverse(f"api:{name}", args=args)
    return getattr(api(user), method)(address, body, format="json")


def ask(user: User, name: str, /, *args: Any, **conditions: Any) -> Any:
    """What an endpoint tells an account."""
    return api(user).get(reverse(f"api:{name}", args=args), conditions).json()
