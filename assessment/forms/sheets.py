"""What score sheets send and get back: the same words for pages and API."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, TypeGuard
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.selectors.assignments import SheetState
from assessment.services.drafts import SavedDraft, save_draft
from assessment.services.submitting import Submission, submit_draft
from organization.models import User

Answer = tuple[dict[str, Any], HTTPStatus]

# What is not here is a body that no sheet sends.
STATUS_OF = {
    SheetState.LETTERS.value: HTTPStatus.FORBIDDEN,
    SheetState.BARRED.value: HTTPStatus.FORBIDDEN,
    SheetState.READ_ONLY.value: HTTPStatus.FORBIDDEN,
    SheetState.SUBMITTED.value: HTTPStatus.LOCKED,
    SheetState.OVERDUE.value: HTTPStatus.LOCKED,
    SheetState.CLOSED.value: HTTPStatus.LOCKED,
    "stale": HTTPStatus.CONFLICT,
    "other_body": HTTPStatus.UNPROCESSABLE_ENTITY,
    "incomplete": HTTPStatus.UNPROCESSABLE_ENTITY,
}
# More than any revision is: the column's own limit.
HIGHEST_REVISION = 2**31 - 1


def read_body(request: HttpRequest) -> Any:
    """The JSON that was sent; None when it is none."""
    try:
        return json.loads(request.body)
    # A body can also be no text at all, or nest deeper than any sheet does.
    except (ValueError, RecursionError):
        return None


def answer_save(assessee: int, body: Any, by: User) -> Answer:
    """Save what a tab has changed.

    Raises:
        Assessee.DoesNotExist: the account does not judge this assessee.
    """
    sent = body if isinstance(body, Mapping) else {}
    base, changes = sent.get("base"), sent.get("changes")
    if not _is_revision(base) or not isinstance(changes, Mapping):
        return _malformed()
    try:
        saved = save_draft(assessee, base=base, changes=changes, by=by)
    except ValidationError as error:
        return _refused(error)
    return _told_of_save(saved)


def answer_submit(assessee: int, body: Any, by: User) -> Answer:
    """Hand a sheet in: 201 the first time, 200 when the same is sent again.

    Raises:
        Assessee.DoesNotExist: the account does not judge this assessee.
    """
    sent = body if isinstance(body, Mapping) else {}
    key, revision = _key(sent.get("key")), sent.get("revision")
    if key is None or not _is_revision(revision):
        return _malformed()
    try:
        submission = submit_draft(assessee, key=key, revision=revision, by=by)
    except ValidationError as error:
        return _refused(error)
    return _told_of_submission(submission)


def changes_of(form: Mapping[str, str]) -> dict[str, Any]:
    """The changes that a plain form sends: every field of the sheet."""
    changes: dict[str, Any] = {"marks": {}, "remarks": {}}
    for name, text in form.items():
        for prefix, part in (("mark-", "marks"), ("remark-", "remarks")):
            if name.startswith(prefix):
                changes[part][name.removeprefix(prefix)] = text
    if "advice" in form:
        changes["advice"] = form["advice"]
    return changes


def _told_of_save(saved: SavedDraft) -> Answer:
    told: dict[str, Any] = {
        "revision": saved.revision,
        "saved_at": f"{timezone.localtime(saved.saved_at):%H:%M}",
        "missing": saved.missing,
        "due": saved.due,
        "state": SheetState.DRAFT.value,
    }
    status = HTTPStatus.OK
    if saved.conflicts:
        told["conflicts"], status = saved.conflicts, HTTPStatus.CONFLICT
    if saved.errors:
        told["errors"], status = saved.errors, HTTPStatus.UNPROCESSABLE_ENTITY
    return told, status


def _told_of_submission(submission: Submission) -> Answer:
    if submission.sheet is None:
        concerned = [{"pk": one.pk, "name": one.name} for one in submission.assessees]
        return (
            {"returned": submission.returned, "assessees": concerned},
            HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    moment = timezone.localtime(submission.sheet.submitted_at)
    told = {
        "sheet": submission.sheet.pk,
        "state": SheetState.SUBMITTED.value,
        "submitted_at": f"{moment:%Y-%m-%d %H:%M}",
    }
    return told, HTTPStatus.CREATED if submission.is_new else HTTPStatus.OK


def _refused(error: ValidationError) -> Answer:
    code = getattr(error, "code", None) or ""
    params = getattr(error, "params", None) or {}
    details = {name: params[name] for name in ("missing", "due", "revision") if name in params}
    told = {"error": error.messages[0], "code": code, **details}
    return told, STATUS_OF.get(code, HTTPStatus.BAD_REQUEST)


def _malformed() -> Answer:
    return {"error": _("This is no score sheet."), "code": "malformed"}, HTTPStatus.BAD_REQUEST


def _is_revision(number: Any) -> TypeGuard[int]:
    # True is an int to Python, and no revision.
    return type(number) is int and 0 <= number <= HIGHEST_REVISION


def _key(text: Any) -> UUID | None:
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None
