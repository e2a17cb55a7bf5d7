"""Certificates of duty for many people at once."""

import datetime as dt
import re
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from evaluators.models import Certificate, Evaluator
from organization.models import Role, User
from organization.services.audit import save_recorded

_YEAR = re.compile(r"-\d{4}$")


@transaction.atomic
def renew_certificates(
    evaluators: Iterable[Evaluator], *, issued_on: dt.date, expires_on: dt.date, by: User
) -> list[Certificate]:
    """Issue everybody a new certificate after the test: the last number with the year of issue.

    The old certificates stay on record, so that a gap between two of them stays visible.

    Raises:
        ValidationError: somebody never had one, a new number is taken, or the last day lies before
            the first; then nobody's is renewed.
        PermissionDenied: the account does not keep the pool.
    """
    if not by.has_role(Role.OFFICE_STAFF):
        raise PermissionDenied
    people = list(evaluators)
    last: dict[int, str] = dict(
        Certificate.objects.filter(evaluator__in=people)
        .order_by("expires_on", "pk")
        .values_list("evaluator", "number")
    )
    renewed = []
    for person in people:
        if person.pk not in last:
            raise ValidationError(
                _("%(name)s has no certificate to renew.") % {"name": person}, code="none"
            )
        certificate = Certificate(
            evaluator=person,
            number=f"{_YEAR.sub('', last[person.pk])}-{issued_on.year}",
            issued_on=issued_on,
            expires_on=expires_on,
        )
        _save(certificate, by)
        renewed.append(certificate)
    return renewed


def _save(certificate: Certificate, by: User) -> None:
    try:
        save_recorded(certificate, by=by)
    except ValidationError as error:
        # The fields belong to one of many people: the message must say to whom.
        raise ValidationError(
            _("%(name)s: %(text)s")
            % {"name": certificate.evaluator, "text": " ".join(error.messages)},
            code="refused",
        ) from error
