"""Everything that the year-round record and the assessments know of one person, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from dailyreview.models import (
    AppointmentForm,
    DossierEntry,
    Mentoring,
    QuarterRecord,
    Reminder,
    ReviewStep,
    Revisit,
    WorkEntry,
    WorkGoal,
)
from dailyreview.rules.lrmx import Form
from dailyreview.selectors.contents import Content, content_of
from feedback.models import ResultUse
from feedback.selectors.files.access import Reader, reader_of
from feedback.selectors.files.years import Graded, grades_of_person
from organization.models import Appointment, Cadre, Unit, User


@dataclass(frozen=True)
class Material:
    """What the reader may know of a person; every list has the oldest first.

    Attributes:
        records: what was never handed in is the person's alone.
        contents: by record what it says: to others as it was handed in.
        entries: confirmed facts of the dossier.
        form: the confirmed appointment form, for who keeps it.
    """

    cadre: Cadre
    reader: Reader
    posts: Sequence[Appointment]
    goals: Sequence[WorkGoal]
    records: Sequence[QuarterRecord]
    contents: Mapping[int, Content]
    reminders: Sequence[Reminder]
    mentorings: Sequence[Mentoring]
    entries: Sequence[DossierEntry]
    grades: Sequence[Graded]
    uses: Sequence[ResultUse]
    form: Form | None


def material_of(cadre: Cadre, user: User) -> Material:
    """Read a person's file; as many queries whatever it holds."""
    reader = reader_of(cadre, user)
    grades, records = grades_of_person(cadre, reader), _records(cadre, user)
    forms = AppointmentForm.objects.visible_to(user).confirmed().filter(cadre=cadre)
    form = None if reader.is_own else forms.first()
    return Material(
        cadre=cadre,
        reader=reader,
        posts=list(
            Appointment.objects.visible_to(user)
            .filter(cadre=cadre)
            .select_related("unit")
            .order_by("starts_on", "pk")
        ),
        goals=_goals(cadre, reader),
        records=records,
        contents={record.pk: content_of(record, user) for record in records},
        reminders=list(
            Reminder.objects.visible_to(user)
            .filter(record__assessee__appointment__cadre=cadre)
            .select_related("record__quarter__plan")
            .order_by("written_at", "pk")
        ),
        mentorings=_mentorings(cadre, user),
        entries=list(
            DossierEntry.objects.visible_to(user)
            .confirmed()
            .filter(cadre=cadre)
            .order_by("happened_on", "pk")
        ),
        grades=grades,
        uses=_uses(grades, user),
        form=form.form if form else None,
    )


def _uses(grades: Sequence[Graded], user: User) -> list[ResultUse]:
    """What the grades that the reader knows of were used for."""
    uses = ResultUse.objects.visible_to(user).standing()
    uses = uses.filter(decision__assessee__in=[one.assessee.pk for one in grades])
    return list(uses.order_by("used_on", "pk"))


def _goals(cadre: Cadre, reader: Reader) -> list[WorkGoal]:
    goals = WorkGoal.objects.filter(appointment__cadre=cadre).select_related("plan")
    if not reader.is_own:
        units = Unit.objects.with_people_visible_to(reader.user)
        goals = goals.filter(appointment__unit__in=units)
    return list(goals.order_by("plan__year", "due_on", "pk"))


def _records(cadre: Cadre, user: User) -> list[QuarterRecord]:
    records = QuarterRecord.objects.visible_to(user).filter(
        assessee__appointment__cadre=cadre, submitted_at__isnull=False
    )
    return list(
        records.select_related("quarter__plan", "assessee__appointment", "attendance", "feedback")
        .prefetch_related(
            Prefetch("entries", WorkEntry.objects.order_by("position", "pk")),
            Prefetch("steps", ReviewStep.objects.order_by("pk")),
        )
        .order_by("quarter__plan__year", "quarter__number", "pk")
    )


def _mentorings(cadre: Cadre, user: User) -> list[Mentoring]:
    mentorings = Mentoring.objects.visible_to(user).filter(
        record__assessee__appointment__cadre=cadre
    )
    return list(
        mentorings.select_related("record__quarter__plan", "mentor")
        .prefetch_related(Prefetch("revisits", Revisit.objects.order_by("held_on", "pk")))
        .order_by("opened_at", "pk")
    )
