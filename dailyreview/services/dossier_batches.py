"""Lists of dossiers that a worker takes out of the search, and what is told of taking them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from dailyreview.models import DossierBatch
from dailyreview.paper.books import dossier_workbook
from dailyreview.selectors.dossier import PersonRow, find_people, rows_of
from organization.models import Cadre, User
from organization.services.audit import record_event
from organization.services.batches import Workbench

ROWS_AT_ONCE = 2000


@dataclass(frozen=True)
class ListBench(Workbench[DossierBatch]):
    """Makes the spreadsheet, as far as the person who ordered it sees people when it is made."""

    suffix = "xlsx"

    def write(self, batch: DossierBatch, file: IO[bytes]) -> bool:
        rows: list[PersonRow] = []
        with translation.override(batch.requested_by.language):
            for portion in _portions(batch):
                rows += portion
                if not self.keep(batch, len(rows)):
                    return False
            file.write(dossier_workbook(rows))
        return True


BENCH = ListBench(DossierBatch, "dailyreview.tasks.make_dossier_list_task")


def order_dossier_list(conditions: Mapping[str, Any], *, by: User) -> DossierBatch:
    """Queue the list of everybody the search finds under these conditions.

    Raises:
        ValidationError: nobody is found (`nobody`).
    """
    batch = DossierBatch(conditions=dict(conditions), requested_by=by)
    batch.total_count = find_people(by, batch.conditions).count()
    if not batch.total_count:
        raise ValidationError(_("Nobody fits. Take a condition away."), code="nobody")
    after = {"rows": batch.total_count, "text": urlencode(batch.conditions)}
    return BENCH.order(batch, by=by, after=after)


def cancel_dossier_list(batch: DossierBatch, *, by: User) -> None:
    """Stop a list; raises ValidationError when it is finished (`finished`)."""
    BENCH.cancel(batch, by=by)


def make_dossier_list(batch_id: int) -> bool:
    """Make the spreadsheet of a queued list, once; whether this call stored it."""
    return BENCH.make(batch_id)


def sweep_dossier_lists() -> None:
    """Return the lists of dead workers to the queue and call for whoever was not fetched."""
    BENCH.sweep()


@transaction.atomic
def record_download(batch: DossierBatch, *, by: User) -> None:
    """Leave in the audit trail who took how many people out, under which words."""
    after = {"rows": batch.total_count, "text": urlencode(batch.conditions)}
    record_event("dossier_exported", batch, by=by, after=after)


def _portions(batch: DossierBatch) -> Iterator[list[PersonRow]]:
    # The keys once: turning pages of the search would search anew for each of them.
    found = find_people(batch.requested_by, batch.conditions).values_list("pk", flat=True)
    keys = list(found)
    for start in range(0, len(keys), ROWS_AT_ONCE):
        people = Cadre.objects.in_bulk(keys[start : start + ROWS_AT_ONCE])
        yield rows_of([people[key] for key in keys[start : start + ROWS_AT_ONCE] if key in people])
