"""Opening and switching off where the public may comment."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collection.models import CommentDesk, CommentPoint
from organization.models import Domain, Unit, User
from organization.services.audit import save_recorded


@transaction.atomic
def save_desk(domain: Domain, *, by: User, **fields: Any) -> CommentDesk:
    """Say who takes the comments of a domain and under which limits; also on and off.

    Raises:
        ValidationError: a field is wrong.
        PermissionDenied: the account's office does not keep the domain.
    """
    if not Domain.objects.editable_by(by).filter(pk=domain.pk).exists():
        raise PermissionDenied
    desk = CommentDesk.objects.filter(domain=domain).first() or CommentDesk(domain=domain)
    for name, value in fields.items():
        setattr(desk, name, value)
    save_recorded(desk, by=by)
    return desk


@transaction.atomic
def save_point(point: CommentPoint, *, by: User, **fields: Any) -> CommentPoint:
    """Store a new address for comments, or change it.

    Raises:
        ValidationError: a field is wrong.
        PermissionDenied: the account does not keep the unit.
    """
    for name, value in fields.items():
        setattr(point, name, value)
    if not Unit.objects.editable_by(by).filter(pk=point.unit_id).exists():
        raise PermissionDenied
    save_recorded(point, by=by)
    return point
