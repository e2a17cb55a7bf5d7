"""What the endpoints share: who asks, what the office alone may do, refusals of services as 400."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from organization.models import Role, User


class ChangedByOffice(BasePermission):
    """Everybody reads what is visible to them; office staff alone start and cancel."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or user_of(request).has_role(Role.OFFICE_STAFF)


class ReadByOffice(BasePermission):
    """Office and committee only."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return user_of(request).has_role(Role.OFFICE_STAFF, Role.COMMITTEE_MEMBER)


class OfficeOnly(BasePermission):
    """Office staff alone, also to read."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return user_of(request).has_role(Role.OFFICE_STAFF)


def user_of(request: Request) -> User:
    """The account that asks; every endpoint wants one."""
    return request.user  # type: ignore[return-value]


class Conflict(APIException):
    """What the sender has seen is not what stands there any more."""

    status_code = HTTPStatus.CONFLICT


@contextmanager
def refusals() -> Iterator[None]:
    """Answer 400 with the words of a service that refuses, by field where it names one.

    A stale sender gets 409: it reads again instead of asking a person to correct something.
    """
    try:
        yield
    except ValidationError as error:
        if getattr(error, "code", "") in {"conflict", "stale"}:
            raise Conflict(serializers.as_serializer_error(error)) from error
        raise serializers.ValidationError(serializers.as_serializer_error(error)) from error
