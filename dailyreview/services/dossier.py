"""Dossiers: facts recorded by one and confirmed by another, years signed and archived."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dailyreview.models import DossierEntry, DossierSeal, FactUpload
from dailyreview.models.dossier import people_below, people_kept
from dailyreview.services.merits import value_entry
from organization.models import Appointment, Cadre, Role, Unit, User
from organization.services.audit import record_event

HOUR = dt.timedelta(hours=1)
STAFF = (Role.OFFICE_STAFF,)
State, Origin, Stage = DossierEntry.State, DossierEntry.Origin, DossierSeal.Stage


@transaction.atomic
def record_entry(
    cadre: Cadre, *, kind: str, fact: str, happened_on: dt.date, document: str, by: User
) -> DossierEntry:
    """Record a fact of oneself, or as the personnel office; it waits for a second person.

    Raises:
        PermissionDenied: neither the person nor the office that keeps the dossier.
        ValidationError: the day is still to come, no post on record, the year is archived, or
            signed while the person writes.
    """
    is_own = by.cadre_id == cadre.pk
    if not is_own and not people_kept(by, STAFF).filter(pk=cadre.pk).exists():
        raise PermissionDenied
    _lock(cadre)
    unit = unit_of(cadre, happened_on)
    if unit is None:
        raise ValidationError(_("Give the person a post first."), code="no_post")
    _refuse_sealed(cadre, happened_on.year, Stage.SIGNED if is_own else Stage.ARCHIVED)
    return _recorded(
        DossierEntry(
            cadre=cadre,
            unit=unit,
            year=happened_on.year,
            side=DossierEntry.side_of(kind),
            kind=kind,
            fact=fact,
            happened_on=happened_on,
            document=document,
            origin=Origin.OWN if is_own else Origin.OFFICE,
            source=unit if is_own else None,
            recorded_by=by,
        )
    )


@transaction.atomic
def receive_fact(
    source: Unit,
    *,
    name: str,
    id_number: str,
    unit_name: str,
    kind: str,
    fact: str,
    happened_on: dt.date,
    document: str,
    by: User,
) -> DossierEntry:
    """Take in what a department knows of somebody; the sender learns a receipt number, no more.

    Whether the person was found makes no difference to the sender: what fits nobody is taken in
    as well, and the office looks who is meant.

    Raises:
        PermissionDenied: the account reports no data for that department.
        ValidationError: the day is still to come, only a name is given, or the account has sent
            as many facts within the hour as it may (`too_many`).
    """
    _refuse_flood(by)
    return take_in(
        source,
        name=name,
        id_number=id_number,
        unit_name=unit_name,
        kind=kind,
        fact=fact,
        happened_on=happened_on,
        document=document,
        by=by,
    )


@transaction.atomic
def take_in(
    source: Unit,
    *,
    name: str,
    id_number: str,
    unit_name: str,
    kind: str,
    fact: str,
    happened_on: dt.date,
    document: str,
    upload: FactUpload | None = None,
    by: User,
) -> DossierEntry:
    """Take in one fact as `receive_fact`, whatever was sent before; a list has its own limit.

    Args:
        upload: the list it came with.
    """
    if source.pk not in by.unit_keys([Role.DATA_REPORTER]):
        raise PermissionDenied
    if not (id_number or unit_name):
        raise ValidationError(_("Give the ID number or the unit besides the name."), code="who")
    cadre = _person_meant(name, id_number, unit_name)
    return _recorded(
        DossierEntry(
            cadre=cadre,
            unit=unit_of(cadre, happened_on) if cadre else None,
            year=happened_on.year,
            side=DossierEntry.side_of(kind),
            kind=kind,
            fact=fact,
            happened_on=happened_on,
            document=document,
            origin=Origin.DEPARTMENT,
            source=source,
            named=name,
            named_unit=unit_name,
            named_number="" if cadre else id_number,
            upload=upload,
            recorded_by=by,
        )
    )


@transaction.atomic
def confirm_entry(entry: DossierEntry, *, cadre: Cadre | None = None, by: User) -> DossierEntry:
    """Confirm a fact that somebody else has recorded; it stands in the dossier from now on.

    Args:
        cadre: who is meant, where nobody was found under what a department wrote.

    Raises:
        PermissionDenied: not the account's to confirm: its own entry, about itself, out of reach.
        ValidationError: ruled on already, nobody found, or a person without a post.
    """
    entry = _to_rule(entry, by)
    person = entry.cadre or cadre
    if person is None:
        raise ValidationError({"id_number": _("Say who is meant.")}, code="nobody")
    if person.pk == by.cadre_id or not _reaches(person, by):
        raise PermissionDenied
    _lock(person)
    unit = entry.unit or unit_of(person, entry.happened_on)
    if unit is None:
        raise ValidationError(_("Give the person a post first."), code="no_post")
    year = _first_open_year(person, entry.year)
    _rule(entry, State.CONFIRMED, by, cadre=person, unit=unit, year=year)
    after = {"state": State.CONFIRMED, "year": year, "cadre": person.pk}
    record_event("dossier_entry_confirmed", entry, by=by, after=after)
    confirmed = DossierEntry.objects.select_related("unit").get(pk=entry.pk)
    value_entry(confirmed)
    return confirmed


@transaction.atomic
def reject_entry(entry: DossierEntry, *, reason: str, by: User) -> DossierEntry:
    """Reject a fact with the reason; raises as `confirm_entry`, and without a reason."""
    entry = _to_rule(entry, by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is rejected.")}, code="reason")
    _rule(entry, State.REJECTED, by, reason=reason)
    after = {"state": State.REJECTED, "reason": reason}
    record_event("dossier_entry_decided", entry, by=by, after=after)
    return DossierEntry.objects.get(pk=entry.pk)


@transaction.atomic
def sign_year(cadre: Cadre, *, year: int, by: User) -> DossierSeal:
    """A superior signs a year: the person adds nothing to it from now on (DOS-02).

    Raises:
        PermissionDenied: not a superior of the person.
        ValidationError: signed already, nothing stands in the year, or the person's own facts wait.
    """
    if not people_below(by).filter(pk=cadre.pk).exists():
        raise PermissionDenied
    _lock(cadre)
    _refuse_sealed(cadre, year, Stage.SIGNED)
    entries = DossierEntry.objects.filter(cadre=cadre, year=year)
    if not entries.confirmed().exists():
        raise ValidationError(_("Nothing stands in this year yet."), code="empty")
    _refuse_waiting(entries.waiting().filter(origin=Origin.OWN).exists())
    return _sealed(cadre, year, Stage.SIGNED, by)


@transaction.atomic
def archive_year(cadre: Cadre, *, year: int, by: User) -> DossierSeal:
    """The office archives a signed year: nothing of it is changed or added afterwards (DOS-02).

    Raises:
        PermissionDenied: not the office that keeps the dossier, or one's own dossier.
        ValidationError: archived already, not signed yet, or an entry waits.
    """
    if cadre.pk == by.cadre_id or not people_kept(by, STAFF).filter(pk=cadre.pk).exists():
        raise PermissionDenied
    _lock(cadre)
    _refuse_sealed(cadre, year, Stage.ARCHIVED)
    if not DossierSeal.objects.filter(cadre=cadre, year=year, stage=Stage.SIGNED).exists():
        raise ValidationError(_("A superior signs the year first."), code="unsigned")
    _refuse_waiting(DossierEntry.objects.filter(cadre=cadre, year=year).waiting().exists())
    return _sealed(cadre, year, Stage.ARCHIVED, by)


def unit_of(cadre: Cadre, day: dt.date) -> Unit | None:
    """The unit of the person on a day, else the last one; an office inside counts for its unit."""
    posts = cadre.appointments.select_related("unit__parent")
    post = posts.on(day).by_standing().first() or posts.order_by("-starts_on", "pk").first()
    unit = post.unit if post else None
    while unit and unit.level == Unit.Level.INTERNAL and unit.parent:
        unit = unit.parent
    return unit


def _recorded(entry: DossierEntry) -> DossierEntry:
    if entry.happened_on > timezone.localdate():
        raise ValidationError({"happened_on": _("This day has not come yet.")})
    entry.full_clean()
    entry.save()
    after = {"side": entry.side, "kind": entry.kind, "origin": entry.origin}
    record_event("dossier_entry_recorded", entry, by=entry.recorded_by, after=after)
    return entry


def _refuse_flood(by: User) -> None:
    """So many facts an hour of one account: who guesses names must not do it by the thousand."""
    # The account is locked, so that two pages sent at once are counted one after the other.
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    since = timezone.now() - HOUR
    sent = DossierEntry.objects.filter(
        recorded_by=by, origin=Origin.DEPARTMENT, upload__isnull=True, recorded_at__gt=since
    )
    most = settings.INTAKE_PER_HOUR
    moments = list(sent.order_by("-recorded_at").values_list("recorded_at", flat=True)[:most])
    if len(moments) < most:
        return
    again = date_format(timezone.localtime(moments[-1] + HOUR), "H:i")
    message = _(
        "This account has sent %(most)s facts within an hour, which is the most it may. "
        "What you typed stays here: send it after %(time)s."
    )
    raise ValidationError(message % {"most": most, "time": again}, code="too_many")


def _person_meant(name: str, id_number: str, unit_name: str) -> Cadre | None:
    """The one cadre whom name and number, or name and unit, fit exactly."""
    people = Cadre.objects.filter(name=name)
    if id_number:
        return people.filter(id_number=id_number).first()
    posts = Appointment.objects.filter(unit__name=unit_name)
    found = list(people.filter(pk__in=posts.values("cadre"))[:2])
    return found[0] if len(found) == 1 else None


def _to_rule(entry: DossierEntry, by: User) -> DossierEntry:
    entry = DossierEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.state != State.INTAKE:
        raise ValidationError(_("Somebody has ruled on this entry already."), code="ruled")
    if not DossierEntry.objects.waiting_for(by).filter(pk=entry.pk).exists():
        raise PermissionDenied
    return entry


def _rule(entry: DossierEntry, state: str, by: User, **columns: object) -> None:
    # Written once: only the columns left open are filled in, and only while nobody has ruled.
    DossierEntry.objects.filter(pk=entry.pk, state=State.INTAKE).update(
        state=state, ruled_by=by, ruled_at=timezone.now(), named_number="", **columns
    )


def _reaches(cadre: Cadre, by: User) -> bool:
    kept, below = people_kept(by, STAFF), people_below(by)
    return kept.filter(pk=cadre.pk).exists() or below.filter(pk=cadre.pk).exists()


def _lock(cadre: Cadre) -> None:
    """One change of a dossier at a time: a seal and an entry never pass each other."""
    Cadre.objects.select_for_update().get(pk=cadre.pk)


def _refuse_sealed(cadre: Cadre, year: int, stage: str) -> None:
    stages = DossierSeal.objects.filter(cadre=cadre, year=year).values_list("stage", flat=True)
    if Stage.ARCHIVED in stages:
        raise ValidationError(_("The year is archived; nothing is added."), code="archived")
    if stage in stages:
        raise ValidationError(_("The year is signed already."), code="signed")


def _refuse_waiting(waits: bool) -> None:
    if waits:
        raise ValidationError(_("An entry of the year waits for confirmation."), code="waiting")


def _first_open_year(cadre: Cadre, year: int) -> int:
    """What becomes known late stands in the first year that is not archived."""
    archived = set(
        DossierSeal.objects.filter(cadre=cadre, stage=Stage.ARCHIVED).values_list("year", flat=True)
    )
    while year in archived:
        year += 1
    return year


def _sealed(cadre: Cadre, year: int, stage: str, by: User) -> DossierSeal:
    seal = DossierSeal(cadre=cadre, year=year, stage=stage, sealed_by=by)
    seal.full_clean()
    seal.save()
    action = "dossier_year_confirmed" if stage == Stage.SIGNED else "dossier_year_frozen"
    record_event(action, seal, by=by, after={"stage": stage})
    return seal
