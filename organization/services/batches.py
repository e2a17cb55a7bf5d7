"""Batches of papers: ordered by a person, made by a worker under a lease, cancelled at any moment.

As with runs, the row is the truth and the message only a doorbell: every step is one conditional
UPDATE, so a killed worker loses nothing and a message that comes twice doubles nothing.
"""

import datetime as dt
import logging
import tempfile
import traceback
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any, ClassVar, Generic

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from organization.models import User
from organization.models.batches import Batch, BatchQuerySet, BatchT
from organization.services.audit import record_event
from organization.services.leases import MAX_ATTEMPTS, call_after_commit, lease_end, uncalled

logger = logging.getLogger(__name__)

State = Batch.State


@dataclass(frozen=True)
class Paper:
    """One file of the ZIP: its name, with folders before it, its day and what is in it."""

    name: str
    day: dt.date
    content: bytes


@dataclass(frozen=True)
class Workbench(ABC, Generic[BatchT]):
    """How batches of one model are ordered, made under a lease and stored as one file.

    Attributes:
        model: has an account as `requested_by`, whose language the file speaks.
        task: what a worker is asked to do, by name because tasks stand above services.
        suffix: of the file that is stored.
    """

    model: type[BatchT]
    task: str
    suffix: ClassVar[str]

    @abstractmethod
    def write(self, batch: BatchT, file: IO[bytes]) -> bool:
        """Make the file, with `keep()` now and then; False once the batch is not ours."""

    @property
    def rows(self) -> BatchQuerySet[BatchT]:
        """All batches of the model."""
        rows: BatchQuerySet[BatchT] = self.model._default_manager.all()  # type: ignore[assignment]
        return rows

    @transaction.atomic
    def order(self, batch: BatchT, *, by: User, after: dict[str, Any]) -> BatchT:
        """Store a new batch and call a worker for it; `after` tells the audit trail of it."""
        batch.full_clean()
        batch.save()
        record_event("batch_ordered", batch, by=by, after=after)
        self._call(batch.pk)
        return batch

    @transaction.atomic
    def cancel(self, batch: BatchT, *, by: User) -> None:
        """Stop a batch; the worker notices before its next step.

        Raises:
            ValidationError: the batch is finished (`finished`).
        """
        unfinished = self.rows.unfinished().filter(pk=batch.pk)
        if not unfinished.update(state=State.CANCELLED, lease_until=None):
            raise ValidationError(_("The batch is finished already."), code="finished")
        batch.refresh_from_db()
        record_event("batch_cancelled", batch, by=by, after={"state": batch.state})

    def make(self, batch_id: int) -> bool:
        """Make the file of a queued batch, once, however often it is called.

        Returns:
            Whether this call stored it.
        """
        batch = self.claim(batch_id)
        if batch is None:
            return False
        try:
            with tempfile.TemporaryFile() as archive:
                if not self.write(batch, archive):
                    logger.info("Batch %s was cancelled or taken over.", batch.pk)
                    return False
                archive.seek(0)
                return self.store(batch, archive)
        # Whatever it is, the batch must not wait for ever: it is tried again, then shown to people.
        except Exception as error:
            self._give_up(batch, error)
            return False

    def sweep(self) -> None:
        """Return the batches of dead workers to the queue and call for whoever was not fetched."""
        for batch in self.rows.lost():
            self._give_up(batch, TimeoutError("The worker was lost before it had finished."))
        for batch_id in self.rows.waiting().filter(uncalled()).values_list("pk", flat=True):
            with transaction.atomic():
                self._call(batch_id)

    def claim(self, batch_id: int) -> BatchT | None:
        """Take a queued batch under a new attempt; None when another worker has it."""
        claimed = (
            self.rows.waiting()
            .filter(pk=batch_id)
            .update(
                state=State.RUNNING, attempt=F("attempt") + 1, done_count=0, lease_until=lease_end()
            )
        )
        return self.rows.select_related("requested_by").get(pk=batch_id) if claimed else None

    def store(self, batch: BatchT, archive: IO[bytes]) -> bool:
        """Keep the file and say `complete`, unless the attempt no longer counts."""
        field: Any = self.model._meta.get_field("file")
        wanted = field.generate_filename(batch, f"batch-{batch.pk}-{batch.attempt}.{self.suffix}")
        name = default_storage.save(wanted, File(archive, name=PurePath(wanted).name))
        with transaction.atomic():
            stored = self.rows.held_by(batch).update(
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

    def keep(self, batch: BatchT, done: int) -> bool:
        """Say how much is done and renew the lease; False once the batch is not ours."""
        held = self.rows.held_by(batch)
        return bool(held.update(done_count=min(done, batch.total_count), lease_until=lease_end()))

    def _call(self, batch_id: int) -> None:
        """Ask a worker, after the commit, for a queued batch; the sweeper asks again later."""
        self.rows.waiting().filter(pk=batch_id).update(lease_until=lease_end())
        call_after_commit(self.task, batch_id)

    @transaction.atomic
    def _give_up(self, batch: BatchT, error: Exception) -> None:
        """Return a batch to the queue; after the last attempt it fails."""
        text = "".join(traceback.format_exception_only(error)).strip()
        held = self.rows.held_by(batch)
        if batch.attempt < MAX_ATTEMPTS:
            held.update(state=State.QUEUED, lease_until=None, error=text)
            return
        if held.update(state=State.FAILED, lease_until=None, error=text):
            logger.error("Batch %s failed.", batch.pk, exc_info=error)
            record_event("batch_failed", batch, by=None, after={"error": text})


@dataclass(frozen=True)
class Workshop(Workbench[BatchT]):
    """How batches of many papers are made: one ZIP of files.

    Attributes:
        papers: makes the files one after the other, when each is asked for.
    """

    papers: Callable[[BatchT], Iterable[Paper]]
    suffix = "zip"

    def write(self, batch: BatchT, file: IO[bytes]) -> bool:
        """Write one paper after the other; False once the batch is not ours."""
        orderer: User = batch.requested_by  # type: ignore[attr-defined]
        with (
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as folder,
            translation.override(orderer.language),
        ):
            for number, paper in enumerate(self.papers(batch), 1):
                folder.writestr(_entry(paper), paper.content)
                if not self.keep(batch, number):
                    return False
        return True


def _entry(paper: Paper) -> zipfile.ZipInfo:
    day = paper.day
    entry = zipfile.ZipInfo(paper.name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
