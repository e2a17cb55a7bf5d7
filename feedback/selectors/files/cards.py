"""What stands on the card of a person and of a team: nothing that is not on record (DOS-05).

Traits, gaps and advice are what reminders, the dossier, records, reports and talks say, after the
words that the office itself has written on the card.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from assessment.models import TalkBlock, TalkRecord
from dailyreview.models import AppointmentForm, DossierEntry
from feedback.content import report_content
from feedback.models import PersonCard, ReportAdvice, ResultUse, TeamCard
from feedback.rules.cards import BANDS, age_on, band_of
from feedback.selectors.files.access import Reader
from feedback.selectors.files.basics import education_of, party_of
from feedback.selectors.files.material import Material
from feedback.selectors.files.modules import told_entry, told_reminder, told_use
from feedback.selectors.files.years import FEWEST_YEARS, Year, grades_of_unit, years_of
from feedback.selectors.health_checks import health_check, reported_results
from feedback.selectors.reports import REPORT_READERS, reports_for
from organization.models import Appointment, Role, Unit

Kind, Standing = DossierEntry.Kind, Appointment.Standing
# The dossier's negative facts that are penalties; the others are matters to watch.
PENALTIES = (Kind.DISCIPLINE, Kind.CRITICISM)


@dataclass(frozen=True)
class PersonFacts:
    """The card of a person; of each box the most pressing line comes first."""

    material: Material
    day: dt.date
    posts: Sequence[Appointment]
    years: Sequence[Year]
    gaps: Sequence[str]
    rewards: Sequence[str]
    matters: Sequence[str]


@dataclass(frozen=True)
class Places:
    """Posts of one standing: how many there may be, None where nobody has said, and are."""

    standing: str
    allowed: int | None
    filled: int

    @property
    def missing(self) -> int | None:
        """Posts to be filled; below 0 there are too many."""
        return None if self.allowed is None else self.allowed - self.filled


@dataclass(frozen=True)
class Structure:
    """A way of counting the team: what is counted, and of how many people it is known."""

    label: str
    counts: Sequence[tuple[str, int]]
    known: int


@dataclass(frozen=True)
class TeamFacts:
    """The card of a team on a day."""

    unit: Unit
    day: dt.date
    posts: Sequence[Appointment]
    places: Sequence[Places]
    structures: Sequence[Structure]
    years: Sequence[Year]
    traits: Sequence[str]
    gaps: Sequence[str]
    advice: Sequence[str]


def person_facts(material: Material, day: dt.date) -> PersonFacts:
    """The card of a person whose file was read."""
    card = PersonCard.objects.visible_to(material.reader.user).filter(cadre=material.cadre).first()
    return PersonFacts(
        material=material,
        day=day,
        posts=[
            post
            for post in material.posts
            if post.starts_on <= day and (post.ends_on is None or post.ends_on >= day)
        ],
        years=_last(years_of(material.grades).years),
        gaps=[*_own(card.gaps if card else ""), *_gaps(material)],
        rewards=[*_uses(material), *_entries(material, rewards=True)],
        matters=[*_own(card.matters if card else ""), *_matters(material)],
    )


def team_facts(unit: Unit, reader: Reader, day: dt.date) -> TeamFacts:
    """The card of a unit's team."""
    card = TeamCard.objects.filter(unit=unit).first()
    words = TeamCard.objects.visible_to(reader.user).filter(unit=unit).first() or TeamCard()
    posts = list(
        Appointment.objects.visible_to(reader.user)
        .filter(unit=unit, in_team=True)
        .on(day)
        .select_related("cadre")
        .by_standing()
    )
    places = _places(card or TeamCard(), posts)
    strengths, losses, advice = _report(unit, reader)
    return TeamFacts(
        unit=unit,
        day=day,
        posts=posts,
        places=places,
        structures=_structures(posts, reader, day),
        years=_last(years_of(grades_of_unit(unit, reader)).years),
        traits=[*_own(words.traits), *strengths],
        gaps=[*_own(words.gaps), *_vacancies(places), *losses],
        advice=[*_own(words.advice), *advice, *_talks(unit, reader)],
    )


def _last(years: Sequence[Year]) -> list[Year]:
    return list(years)[-FEWEST_YEARS:]


def _own(words: str) -> list[str]:
    """What the office has written on the card."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return [_("Office: %(words)s") % {"words": line} for line in lines]


def _gaps(material: Material) -> Iterator[str]:
    open_first = sorted(material.reminders, key=lambda one: (one.closed_at is not None, -one.pk))
    for reminder in open_first:
        told = {"period": reminder.record.quarter.period, "words": told_reminder(reminder)}
        yield _("%(period)s, reminder: %(words)s") % told
    keys = [one.result.pk for one in material.grades if one.result]
    advice = ReportAdvice.objects.filter(result__in=keys).order_by("-pk")
    for one in advice:
        yield _("Report: %(words)s") % {"words": " ".join(one.text.split())}
    for record in reversed(material.records):
        if regret := material.contents[record.pk].regret:
            told = {"period": record.quarter.period, "words": regret}
            yield _("%(period)s, most regretted: %(words)s") % told


def _uses(material: Material) -> Iterator[str]:
    for use in reversed(material.uses):
        if use.kind != ResultUse.Kind.NOT_USED:
            yield f"{use.used_on} {told_use(use)}"


def _entries(material: Material, *, rewards: bool) -> Iterator[str]:
    for entry in reversed(material.entries):
        is_reward = entry.side == DossierEntry.Side.POSITIVE or entry.kind in PENALTIES
        if is_reward == rewards:
            yield f"{entry.happened_on} {told_entry(entry)}"


def _matters(material: Material) -> Iterator[str]:
    for one in reversed(material.mentorings):
        if one.ended_on is None:
            told = {"period": one.record.quarter.period, "grade": one.grade}
            yield _("Mentoring under way since %(period)s (%(grade)s)") % told
    yield from _entries(material, rewards=False)


def _places(card: TeamCard, posts: Sequence[Appointment]) -> list[Places]:
    filled = Counter(post.standing for post in posts)
    allowed = {
        Standing.PRINCIPAL: card.principal_places,
        Standing.DEPUTY: card.deputy_places,
        Standing.MEMBER: card.member_places,
    }
    return [Places(str(one.label), allowed[one], filled[one]) for one in Standing]


def _vacancies(places: Sequence[Places]) -> Iterator[str]:
    for one in places:
        if one.missing:
            words = (
                _("%(standing)s: %(count)s posts to be filled")
                if one.missing > 0
                else _("%(standing)s: %(count)s more than the posts allow")
            )
            yield words % {"standing": one.standing, "count": abs(one.missing)}


def _structures(posts: Sequence[Appointment], reader: Reader, day: dt.date) -> list[Structure]:
    cadres = {post.cadre_id: post.cadre for post in posts}
    months = [(one.birth_month.year, one.birth_month.month) for one in cadres.values()]
    bands = Counter(band_of(age_on(month, (day.year, day.month))) for month in months)
    forms = [
        one.form
        for one in AppointmentForm.objects.visible_to(reader.user)
        .confirmed()
        .filter(cadre__in=cadres)
    ]
    return [
        Structure(_("Age"), [(_band(band), bands[band]) for band in sorted(bands)], len(cadres)),
        _counted(_("Sex"), [one.get_sex_display() for one in cadres.values()]),
        _counted(_("Education"), [education_of(form) for form in forms]),
        _counted(_("Political status"), [party_of(form) for form in forms]),
    ]


def _counted(label: str, values: Sequence[str]) -> Structure:
    known = [value for value in values if value]
    return Structure(label, Counter(known).most_common(), len(known))


def _band(place: int) -> str:
    if place == 0:
        return _("35 and younger")
    if place == len(BANDS) - 1:
        return _("%(age)s and older") % {"age": BANDS[place]}
    return _("%(first)s–%(last)s years") % {
        "first": BANDS[place],
        "last": BANDS[place + 1] - 1,
    }


def _report(unit: Unit, reader: Reader) -> tuple[list[str], list[str], list[str]]:
    """Strengths, losses and advice of the unit's newest report, if the account reads reports."""
    if not reader.user.has_role(*REPORT_READERS):
        return [], [], []
    newest = reports_for(reader.user).filter(
        assessee__unit=unit, assessee__appointment__isnull=True, group__workings__isnull=False
    )
    key = newest.values_list("pk", flat=True).first()
    if key is None:
        return [], [], []
    result = reported_results(reader.user).get(pk=key)
    report = report_content(health_check(result, get_language() or "zh-hans"))
    remark = report["remark"]
    return (
        [f"{one['name']} {one['sentence']}" for one in report["strengths"]],
        [_sentence(one["name"], one["reason"]) for one in report["top_losses"]],
        [*(_("Report: %(words)s") % {"words": line} for line in remark), *report["advice"]],
    )


def _talks(unit: Unit, reader: Reader) -> Iterator[str]:
    """What signed talks told the unit; whom they were with is the group's and the office's."""
    if not (reader.answers_for(unit) and reader.user.has_role(Role.OFFICE_STAFF)):
        return
    talks = TalkRecord.objects.filter(
        assessee__unit=unit, assessee__appointment__isnull=True, state=TalkRecord.State.SIGNED
    )
    for talk in talks.prefetch_related("form__blocks").order_by("-talked_on", "-pk"):
        for block in talk.form.blocks.all():
            words = talk.answers.get(block.code, "").strip()
            if block.side == TalkBlock.Side.TELL and words:
                told = {"day": talk.talked_on, "block": block.name, "words": words}
                yield _("Talk of %(day)s, %(block)s: %(words)s") % told


def _sentence(name: str, reason: str) -> str:
    return pgettext("list", "; ").join(part for part in (name, reason) if part)
