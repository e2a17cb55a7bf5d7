"""Schemes: the dated rules of an assessment, stored with their grades and rater classes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms import model_to_dict
from django.utils.translation import gettext as _

from assessment.models import AssessmentCycle, RaterClass, Scheme, SchemeGrade, SchemeQuota
from organization.models import User
from organization.services.audit import record_event

Fields = Mapping[str, Any]


@transaction.atomic
def save_scheme(
    scheme: Scheme | None,
    *,
    fields: Fields,
    grades: Sequence[Fields],
    quotas: Sequence[Fields],
    rater_classes: Sequence[Fields],
    by: User,
) -> Scheme:
    """Create a scheme, or replace the rules of one that no opened cycle stands on.

    Args:
        scheme: None creates one.
        fields: values of the scheme's own fields.
        grades, rater_classes: values of every grade and rater class it shall have.
        quotas: values of every quota; `grade` is the code of one of the grades.

    Raises:
        ValidationError: a rule breaks its own limits, or an opened cycle stands on the scheme.
    """
    creating = scheme is None
    scheme = scheme or Scheme()
    before = {} if creating else _described(scheme)
    if not creating:
        _refuse_change_under_open_cycle(scheme)
    for name, value in fields.items():
        setattr(scheme, name, value)
    scheme.full_clean()
    scheme.save()
    _replace(scheme.grades, [SchemeGrade(scheme=scheme, **grade) for grade in grades])
    _add_quotas(scheme, quotas)
    _replace_classes(scheme, rater_classes)
    record_event(
        "scheme_created" if creating else "scheme_updated",
        scheme,
        by=by,
        before=before,
        after=_described(scheme),
    )
    return scheme


def _refuse_change_under_open_cycle(scheme: Scheme) -> None:
    opened = scheme.cycles.exclude(state=AssessmentCycle.State.DRAFT).first()
    if opened:
        raise ValidationError(
            _("The cycle “%(cycle)s” stands on this scheme; make a new scheme instead."),
            code="in_use",
            params={"cycle": opened.name},
        )


def _replace(stored: Any, parts: list[SchemeGrade]) -> None:
    stored.all().delete()
    for part in parts:
        part.full_clean()
        part.save()


def _replace_classes(scheme: Scheme, entries: Sequence[Fields]) -> None:
    """Store the rater classes with the group roles that mark as each: no role marks as two."""
    taken: set[int] = set()
    scheme.rater_classes.all().delete()
    for entry in entries:
        roles = {role.pk for role in entry.get("roles", ())}
        if roles & taken:
            raise ValidationError(_("A group role marks as one rater class only."), code="roles")
        taken |= roles
        part = RaterClass(
            scheme=scheme, **{name: value for name, value in entry.items() if name != "roles"}
        )
        part.full_clean()
        part.save()
        part.roles.set(roles)


@transaction.atomic
def set_roles_in_bulk(roles: Mapping[int, Iterable[int]]) -> None:
    """Let group roles mark as rater classes, as one stroke with the import that names them.

    Args:
        roles: keys of the roles by key of the rater class; they replace what the class had.
    """
    links = RaterClass.roles.through.objects
    links.filter(raterclass__in=list(roles)).delete()
    links.bulk_create(
        RaterClass.roles.through(raterclass_id=rater_class, grouprole_id=role)
        for rater_class, keys in roles.items()
        for role in keys
    )


def _add_quotas(scheme: Scheme, quotas: Sequence[Fields]) -> None:
    """Store the quotas; those there were went with their grades."""
    grades = {grade.code: grade for grade in scheme.grades.all()}
    for values in quotas:
        if values["grade"] not in grades:
            message = _("The scheme has no grade “%(grade)s” to set a quota for.")
            raise ValidationError(message, code="grade", params={"grade": values["grade"]})
        quota = SchemeQuota(**{**values, "grade": grades[values["grade"]]})
        quota.full_clean()
        quota.save()


def _described(scheme: Scheme) -> dict[str, Any]:
    return {
        **model_to_dict(scheme, exclude=["id"]),
        "grades": [_part(grade) for grade in scheme.grades.all()],
        "quotas": [
            _part(quota) | {"grade": quota.grade.code}
            for quota in SchemeQuota.objects.of_scheme(scheme)
        ],
        "rater_classes": [_part(entry) for entry in scheme.rater_classes.all()],
    }


def _part(part: models.Model) -> dict[str, Any]:
    fields = model_to_dict(part, exclude=["id", "scheme"])
    if "roles" in fields:
        fields["roles"] = sorted(role.code for role in fields["roles"])
    return fields
