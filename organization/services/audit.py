"""Writing the audit trail, in the transaction of the change that it tells of."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction
from django.db.models.fields.files import FieldFile

from organization.models import AuditEvent, AuditMention, User
from organization.rules import spans_of

MENTIONS_AT_ONCE = 2000
NEVER_RECORDED = frozenset({"password", "id_number", "session_round"})


def record_event(
    action: str,
    thing: models.Model,
    *,
    by: User | None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    result: str = AuditEvent.Result.DONE,
) -> AuditEvent:
    """Write one audit event inside the caller's transaction: if this fails, the change fails.

    Args:
        action: verb and noun of the service, past tense, as in `unit_created`.
        thing: the object that changed; it must have a key already.
        by: the account that acted; None only for the system itself.
        before, after: fields that changed; secrets are left out.
        result: refused where somebody tried and was not let.

    Raises:
        RuntimeError: called outside a transaction, where the event could outlive the change.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record_event() belongs inside the transaction of the change.")
    return AuditEvent.objects.create(
        actor=by,
        action=action,
        object_type=thing._meta.label_lower,
        object_key=str(thing.pk),
        object_label=str(thing)[:200],
        before=_recordable(before),
        after=_recordable(after),
        result=result,
    )


def mention_rows(
    event: AuditEvent,
    model: type[models.Model],
    *,
    created: Iterable[int],
    changed: Mapping[int, str] | None = None,
) -> None:
    """Let many rows find the one event that tells of them, in the same transaction.

    Args:
        created: keys of the new rows.
        changed: by the keys of the others, the labels below which the event has their values.
    """
    spans = [(first, last, "") for first, last in spans_of(created)]
    spans += [(key, key, label) for key, label in (changed or {}).items()]
    AuditMention.objects.bulk_create(
        [
            AuditMention(
                event=event,
                row_type=model._meta.label_lower,
                first_key=first,
                last_key=last,
                label=label,
            )
            for first, last, label in spans
        ],
        batch_size=MENTIONS_AT_ONCE,
    )


@transaction.atomic
def save_recorded(thing: models.Model, *, by: User | None) -> bool:
    """Check and save an object; record what differs from its stored row.

    The event is `<model>_created` or `<model>_updated`.

    Returns:
        False when nothing differs: then nothing is written.

    Raises:
        ValidationError: the object breaks a rule of its model.
    """
    thing.full_clean()
    before = None if thing._state.adding else _stored_fields(thing)
    after = _fields(thing)
    changed = [name for name in after if before is None or before[name] != after[name]]
    if not changed:
        return False
    thing.save()
    record_event(
        f"{thing._meta.model_name}_{'created' if before is None else 'updated'}",
        thing,
        by=by,
        before=before and {name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return True


@transaction.atomic
def delete_recorded(thing: models.Model, *, by: User | None) -> None:
    """Delete an object and record what it was, as `<model>_deleted`.

    Raises:
        ProtectedError: other rows need it.
    """
    record_event(f"{thing._meta.model_name}_deleted", thing, by=by, before=_fields(thing))
    thing.delete()


def _fields(thing: models.Model) -> dict[str, Any]:
    return {
        field.name: str(value) if isinstance(value, FieldFile) else value
        for field in thing._meta.concrete_fields
        if not field.primary_key
        for value in [field.value_from_object(thing)]
    }


def _stored_fields(thing: models.Model) -> dict[str, Any]:
    # Not type(thing): the user of a request is a lazy object of another type.
    return _fields(thing._meta.model._default_manager.get(pk=thing.pk))


def _recordable(fields: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        name: value.pk if isinstance(value, models.Model) else value
        for name, value in (fields or {}).items()
        if name not in NEVER_RECORDED
    }
