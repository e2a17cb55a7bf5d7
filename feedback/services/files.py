"""Files of people and teams: the office's words on cards, exports, and the batch of a unit."""

import datetime as dt
from collections.abc import Iterator

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dailyreview.models.dossier import people_kept
from dailyreview.paper import PRINTERS, Sheet
from feedback.models import FileBatch, PersonCard, TeamCard
from feedback.paper.files import file_sheet
from feedback.selectors.files.access import files_open_to
from feedback.selectors.files.material import material_of
from feedback.selectors.files.modules import parts_of
from organization.models import Appointment, Cadre, Role, Unit, User, offices_inside
from organization.paper.file_names import file_name
from organization.services.audit import mention_rows, record_event, save_recorded
from organization.services.batches import Paper, Workshop


@transaction.atomic
def write_person_card(cadre: Cadre, *, gaps: str, matters: str, by: User) -> PersonCard:
    """Put the office's words on the card of a person, in the place of what stood there.

    Raises:
        PermissionDenied: not the office that keeps the person, or the own card.
    """
    kept = people_kept(by, [Role.OFFICE_STAFF]).filter(pk=cadre.pk).exists()
    if not kept or cadre.pk == by.cadre_id:
        raise PermissionDenied
    card = PersonCard.objects.filter(cadre=cadre).first() or PersonCard(cadre=cadre)
    card.gaps, card.matters, card.written_by = gaps, matters, by
    save_recorded(card, by=by)
    return card


@transaction.atomic
def write_team_card(
    unit: Unit,
    *,
    principal_places: int | None,
    deputy_places: int | None,
    member_places: int | None,
    traits: str,
    gaps: str,
    advice: str,
    by: User,
) -> TeamCard:
    """Put the posts that a team may fill and the office's words on its card.

    Raises:
        PermissionDenied: not the office of the unit's domain.
    """
    if not Unit.objects.editable_by(by).filter(pk=unit.pk).exists():
        raise PermissionDenied
    card = TeamCard.objects.filter(unit=unit).first() or TeamCard(unit=unit)
    card.principal_places, card.deputy_places = principal_places, deputy_places
    card.member_places, card.written_by = member_places, by
    card.traits, card.gaps, card.advice = traits, gaps, advice
    save_recorded(card, by=by)
    return card


@transaction.atomic
def export_file(cadre: Cadre, *, format: str, by: User) -> bytes:
    """The electronic file of one person as the account may read it; the trail tells of it.

    Args:
        format: one of `PRINTERS`.
    """
    content = PRINTERS[format](_sheet(cadre, by))
    record_event("file_exported", cadre, by=by, after={"format": format})
    return content


@transaction.atomic
def order_files(unit: Unit, *, format: str, by: User) -> FileBatch:
    """Queue the files of everybody who serves in a unit today, as far as the account reads them.

    Raises:
        ValidationError: nobody serves there whose file the account reads (`nobody`).
    """
    batch = FileBatch(unit=unit, format=format, requested_by=by)
    people = list(_people(batch).values_list("pk", flat=True))
    batch.total_count = len(people)
    if not people:
        raise ValidationError(_("Nobody whose file you read serves here."), code="nobody")
    after = {"unit": unit.code, "format": format, "reports": len(people)}
    WORKSHOP.order(batch, by=by, after=after)
    # So that the trail of each person tells who took the file out.
    event = record_event("files_exported", unit, by=by, after=after)
    mention_rows(event, Cadre, created=people)
    return batch


def cancel_files(batch: FileBatch, *, by: User) -> None:
    """Stop a batch; raises ValidationError when it is finished (`finished`)."""
    WORKSHOP.cancel(batch, by=by)


def make_files(batch_id: int) -> bool:
    """Make the ZIP of a queued batch, once; whether this call stored it."""
    return WORKSHOP.make(batch_id)


def sweep_files() -> None:
    """Return the batches of dead workers to the queue and call for whoever was not fetched."""
    WORKSHOP.sweep()


def _sheet(cadre: Cadre, reader: User) -> Sheet:
    return file_sheet(cadre, parts_of(material_of(cadre, reader)), timezone.localdate())


def _people(batch: FileBatch) -> QuerySet[Cadre]:
    homes = offices_inside([batch.unit_id])
    posts = Appointment.objects.on(timezone.localdate()).filter(unit__in=homes)
    people = files_open_to(batch.requested_by).filter(pk__in=posts.values("cadre"))
    return people.order_by("name", "pk")


def _papers(batch: FileBatch) -> Iterator[Paper]:
    draw, day = PRINTERS[batch.format], _day(batch)
    for cadre in _people(batch):
        # The key behind the name: two of one name serve in one unit.
        name = file_name(cadre.name, str(cadre.pk), suffix=batch.format)
        yield Paper(name, day, draw(_sheet(cadre, batch.requested_by)))


def _day(batch: FileBatch) -> dt.date:
    return timezone.localdate(batch.requested_at)


WORKSHOP = Workshop(FileBatch, "feedback.tasks.make_files_task", _papers)
