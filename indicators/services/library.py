"""Keeping the indicator library."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import Indicator
from indicators.rules.measures import same_dimension
from indicators.rules.tags import tidy_tags
from organization.services.audit import record_event

if TYPE_CHECKING:
    from organization.models import User

RECORDED = (
    "code",
    "name",
    "unit_of_measure",
    "direction",
    "kind",
    "owner",
    "definition",
    "formula",
    "data_source",
    "standard",
    "tags",
)


@transaction.atomic
def save_indicator(indicator: Indicator | None, *, by: "User | None", **fields: Any) -> Indicator:
    """Add an indicator to the library (None), where its design begins, or change one.

    Raises:
        ValidationError: a field is wrong, or a unit of measure to which the figures reported so
            far cannot be converted.
    """
    is_new = indicator is None
    indicator = indicator or Indicator(status=Indicator.Status.DESIGNING)
    before = {} if is_new else _facts(Indicator.objects.get(pk=indicator.pk))
    for name, value in fields.items():
        setattr(indicator, name, value)
    indicator.tags = tidy_tags(indicator.tags)
    indicator.full_clean()
    if not is_new:
        _check_measure(indicator)
    indicator.save()
    after = _facts(indicator)
    changed = [name for name in after if is_new or after[name] != before[name]]
    if changed:
        record_event(
            "indicator_created" if is_new else "indicator_edited",
            indicator,
            by=by,
            before={name: before[name] for name in changed if name in before},
            after={name: after[name] for name in changed},
        )
    return indicator


@transaction.atomic
def copy_indicator(indicator: Indicator, *, code: str, name: str, by: "User | None") -> Indicator:
    """Begin a new indicator with the card of another one, to which it links back.

    Raises:
        ValidationError: the code is taken, or a field is wrong.
    """
    facts = {field: getattr(indicator, field) for field in RECORDED}
    copy = Indicator(
        **{**facts, "code": code, "name": name},
        origin=indicator,
        status=Indicator.Status.DESIGNING,
    )
    copy.full_clean()
    copy.save()
    record_event("indicator_copied", copy, by=by, before={"from": indicator.pk}, after=_facts(copy))
    return copy


def _check_measure(indicator: Indicator) -> None:
    used = indicator.values.values_list("unit_of_measure", flat=True).distinct().order_by()
    for symbol in used:
        if not same_dimension(symbol, indicator.unit_of_measure):
            raise ValidationError(
                {
                    "unit_of_measure": _(
                        "There are figures in %(used)s, which cannot be converted."
                    )
                    % {"used": symbol}
                }
            )


def _facts(indicator: Indicator) -> dict[str, Any]:
    return {name: indicator.serializable_value(name) for name in RECORDED}
