"""Uploaded task lists from upload to confirmation; `imports` reads them."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction

from collection.models import TaskList, TaskUpload
from organization.models import Role, User
from organization.services.audit import record_event
from organization.services.uploaded_lists import drop_with_file, leave_waiting, store_upload

State = TaskUpload.State


@transaction.atomic
def keep_upload(
    file: "File[bytes]",
    *,
    task_list: TaskList,
    counts: Mapping[str, int],
    preview: Mapping[str, Any],
    by: User,
) -> TaskUpload:
    """Keep an uploaded list with its preview; raises PermissionDenied."""
    _check_keeper(task_list, by)
    upload = TaskUpload(task_list=task_list, uploaded_by=by)
    store_upload(upload, file, stem="tasks", counts=counts, preview=preview)
    after = {"task_list": task_list.pk, **counts}
    record_event("taskupload_uploaded", upload, by=by, after=after)
    return upload


@transaction.atomic
def claim_upload(upload: TaskUpload, *, by: User) -> None:
    """Mark a list as stored, before its rows are stored in the same transaction.

    Raises:
        ValidationError: it was confirmed or dropped before.
        PermissionDenied: the account does not keep the list.
    """
    _check_keeper(upload.task_list, by)
    # Confirmations for one list wait for each other, each before it compares its rows with the
    # database: two files with the same number must not both find no task.
    TaskList.objects.select_for_update().get(pk=upload.task_list_id)
    leave_waiting(upload, State.CONFIRMED)
    record_event("taskupload_confirmed", upload, by=by, after={"state": State.CONFIRMED})


@transaction.atomic
def drop_upload(upload: TaskUpload, *, by: User) -> None:
    """Drop a list that nobody will confirm; raises PermissionDenied, ValidationError."""
    _check_keeper(upload.task_list, by)
    drop_with_file(upload)
    record_event("taskupload_dropped", upload, by=by, after={"state": State.DROPPED})


def record_task_export(task_list: TaskList, *, count: int, by: User) -> None:
    """Write down that the tasks of a list left the house in a file."""
    with transaction.atomic():
        record_event("tasks_exported", task_list, by=by, after={"rows": count})


def _check_keeper(task_list: TaskList, by: User) -> None:
    kept = TaskList.objects.editable_by(by).filter(pk=task_list.pk)
    if not (by.has_role(Role.OFFICE_STAFF) and kept.exists()):
        raise PermissionDenied
