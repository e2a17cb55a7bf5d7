"""Batches of reports: ordered by a person, made by a worker under a lease, cancelled at any moment.

As with runs, the row is the truth and the message only a doorbell: every step is one conditional
UPDATE, so a killed worker loses nothing and a message that comes twice doubles nothing.
"""

import logging
import tempfile
import traceback
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessment.models import Result, RunGroup
from feedback.models import ReportBatch
from feedback.paper import report_docx, report_pdf
from feedback.rules.file_names import report_file_name
from feedback.rules.health_check import HealthCheck
from feedback.selectors.health_checks import health_check, read_group, reported_results
from organization.models import User
from organization.services.audit import record_event
from organization.services.leases import MAX_ATTEMPTS, call_after_commit, lease_end, uncalled

logger = logging.getLogger(__name__)

MAKE_BATCH = "feedback.tasks.make_batch_task"
MAKERS: dict[str, Callable[[HealthCheck], bytes]] = {
    ReportBatch.Format.PDF: report_pdf,
    ReportBatch.Format.DOCX: report_docx,
}

State = ReportBatch.State


@transaction.atomic
def order_batch(group: RunGroup, *, format: str, by: User) -> ReportBatch:
    """Queue the reports of a comparison group, as far as the account sees its results.

    Raises:
        ValidationError: the group has no results yet (`no_results`).
    """
    count = _results(group, by).count()
    if not count:
        raise ValidationError(_("This comparison group has no results yet."), code="no_results")
    batch = ReportBatch.objects.create(
        group=group, format=format, total_count=count, requested_by=by
    )
    record_event("batch_ordered", batch, by=by, after={"format": format, "reports": count})
    _call(batch.pk)
    return batch


@transaction.atomic
def cancel_batch(batch: ReportBatch, *, by: User) -> None:
    """Stop a batch; the worker notices before its next report.

    Raises:
        ValidationError: the batch is finished (`finished`).
    """
    unfinished = ReportBatch.objects.unfinished().filter(pk=batch.pk)
    if not unfinished.update(state=State.CANCELLED, lease_until=None):
        raise ValidationError(_("The batch is finished already."), code="finished")
    batch.refresh_from_db()
    record_event("batch_cancelled", batch, by=by, after={"state": batch.state})


def make_batch(batch_id: int) -> bool:
    """Make the ZIP of a queued batch, once, however often it is called.

    Returns:
        Whether this call stored it.
    """
    batch = _claim(batch_id)
    if batch is None:
        return False
    try:
        with tempfile.TemporaryFile() as archive:
            if not _write_archive(batch, archive):
                logger.info("Batch %s was cancelled or taken over.", batch.pk)
                return False
            archive.seek(0)
            return _store(batch, archive)
    # Whatever it is, the batch must not wait for ever: it is tried again, then shown to people.
    except Exception as error:
        _give_up(batch, error)
        return False


def sweep_batches() -> None:
    """Return the batches of dead workers to the queue and call for whoever was not fetched."""
    now = timezone.now()
    lost = ReportBatch.objects.filter(state=State.RUNNING, lease_until__lt=now)
    for batch in lost:
        _give_up(batch, TimeoutError("The worker was lost before it had finished."))
    for batch_id in ReportBatch.objects.filter(uncalled(), state=State.QUEUED).values_list(
        "pk", flat=True
    ):
        with transaction.atomic():
            _call(batch_id)


def _results(group: RunGroup, user: User) -> QuerySet[Result]:
    return reported_results(user).filter(group=group).order_by("assessee__key")


def _call(batch_id: int) -> None:
    """Ask a worker, after the commit, for a queued batch; the sweeper asks again later."""
    ReportBatch.objects.filter(pk=batch_id, state=State.QUEUED).update(lease_until=lease_end())
    call_after_commit(MAKE_BATCH, batch_id)


def _claim(batch_id: int) -> ReportBatch | None:
    """Take a queued batch under a new attempt; None when another worker has it."""
    claimed = ReportBatch.objects.filter(pk=batch_id, state=State.QUEUED).update(
        state=State.RUNNING, attempt=F("attempt") + 1, done_count=0, lease_until=lease_end()
    )
    batches = ReportBatch.objects.select_related("group__run", "requested_by")
    return batches.get(pk=batch_id) if claimed else None


def _held(batch: ReportBatch) -> QuerySet[ReportBatch]:
    """The row of a claimed batch, as long as this attempt is still the one that counts."""
    return ReportBatch.objects.filter(pk=batch.pk, state=State.RUNNING, attempt=batch.attempt)


def _write_archive(batch: ReportBatch, archive: IO[bytes]) -> bool:
    """Write one report after the other, renewing the lease; False once the batch is not ours."""
    language = batch.requested_by.language
    figures = read_group(batch.group)
    make = MAKERS[batch.format]
    with (
        zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as folder,
        translation.override(language),
    ):
        for number, result in enumerate(_results(batch.group, batch.requested_by), 1):
            check = health_check(result, language, figures=figures)
            folder.writestr(_entry(check, result, batch.format), make(check))
            if not _held(batch).update(
                done_count=min(number, batch.total_count), lease_until=lease_end()
            ):
                return False
    return True


def _entry(check: HealthCheck, result: Result, suffix: str) -> zipfile.ZipInfo:
    name = report_file_name(check.assessee, check.provenance.cycle, suffix=suffix)
    day = check.provenance.computed_on
    # The key comes first: two units may bear one name.
    entry = zipfile.ZipInfo(
        f"{report_file_name(result.assessee.key)} {name}", (day.year, day.month, day.day, 0, 0, 0)
    )
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _store(batch: ReportBatch, archive: IO[bytes]) -> bool:
    """Keep the file and say `complete`, unless the attempt no longer counts."""
    field = ReportBatch._meta.get_field("file")
    wanted = field.generate_filename(batch, f"batch-{batch.pk}-{batch.attempt}.zip")
    name = default_storage.save(wanted, File(archive, name=PurePath(wanted).name))
    with transaction.atomic():
        stored = _held(batch).update(
            state=State.COMPLETE,
            file=name,
            lease_until=None,
            error="",
            done_count=F("total_count"),
        )
        if stored:
            after = {"reports": batch.total_count, "file": name}
            record_event("batch_completed", batch, by=None, after=after)
    if not stored:
        default_storage.delete(name)
    return bool(stored)


@transaction.atomic
def _give_up(batch: ReportBatch, error: Exception) -> None:
    """Return a batch to the queue; after the last attempt it fails."""
    text = "".join(traceback.format_exception_only(error)).strip()
    if batch.attempt < MAX_ATTEMPTS:
        _held(batch).update(state=State.QUEUED, lease_until=None, error=text)
        return
    if _held(batch).update(state=State.FAILED, lease_until=None, error=text):
        logger.error("Batch %s failed.", batch.pk, exc_info=error)
        record_event("batch_failed", batch, by=None, after={"error": text})
