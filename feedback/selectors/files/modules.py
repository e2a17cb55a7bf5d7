"""The thirteen parts of a personal electronic file (个人电子档案), defined in this one place.

Each part is lines of a head and a text, taken from what is there. Colleagues' comments and marks
are in none of them, nor who sent a fact of the dossier.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from dailyreview.models import DossierEntry, Reminder, WorkEntry
from feedback.models import ResultUse
from feedback.selectors.files.basics import basics_of
from feedback.selectors.files.material import Material
from feedback.selectors.files.years import Graded
from organization.templatetags.figures import figure


@dataclass(frozen=True)
class Line:
    """One line of a part: a day, a period or a name, and what there is to say."""

    head: str
    text: str


@dataclass(frozen=True)
class Part:
    """One of the thirteen; without lines it is said to be empty."""

    key: str
    title: str
    lines: Sequence[Line]


def parts_of(material: Material) -> list[Part]:
    """All thirteen in their order, the empty ones too."""
    return [Part(key, str(title), list(read(material))) for key, title, read in MODULES]


def _basics(material: Material) -> Iterator[Line]:
    for label, value in basics_of(material):
        yield Line(label, value)


def _posts(material: Material) -> Iterator[Line]:
    for post in material.posts:
        until = f"{post.ends_on:%Y-%m}" if post.ends_on else _("until today")
        level = post.get_post_level_display()
        text = f"{post.unit.name} {post.post}" + (f" ({level})" if level else "")
        yield Line(f"{post.starts_on:%Y-%m} – {until}", _joined(text, post.remit))


def _goals(material: Material) -> Iterator[Line]:
    for goal in material.goals:
        done = _("done on %(day)s") % {"day": goal.done_on} if goal.done_on else ""
        due = _("due on %(day)s") % {"day": goal.due_on} if goal.due_on else ""
        yield Line(str(goal.plan.year), _joined(goal.title, goal.standard, due, done))


def _quarters(material: Material) -> Iterator[Line]:
    for record in material.records:
        told = material.contents[record.pk]
        best = _("Done best: %(words)s") % {"words": told.best} if told.best else ""
        regret = _("Most regretted: %(words)s") % {"words": told.regret} if told.regret else ""
        works = [
            _("%(kind)s: %(work)s")
            % {"kind": entry.get_kind_display(), "work": _joined(entry.title, entry.progress)}
            for entry in told.entries
            if entry.kind != WorkEntry.Kind.AD_HOC
        ]
        parts = (told.summary.strip(), *works, best, regret)
        yield Line(record.quarter.period, "\n".join(filter(None, parts)))


def _ad_hoc(material: Material) -> Iterator[Line]:
    for record in material.records:
        for entry in material.contents[record.pk].entries:
            if entry.kind == WorkEntry.Kind.AD_HOC:
                yield Line(record.quarter.period, _joined(entry.title, entry.progress))


def _attendance(material: Material) -> Iterator[Line]:
    for record in material.records:
        days = getattr(record, "attendance", None)
        if days is not None:
            told = (
                (_("days present"), figure(days.present)),
                (_("days of personal leave"), figure(days.personal_leave)),
                (_("days of sick leave"), figure(days.sick_leave)),
                (_("days absent without leave"), figure(days.absent)),
                (_("times late or leaving early"), str(days.late)),
            )
            yield Line(record.quarter.period, _joined(*(f"{name} {count}" for name, count in told)))


def _words(material: Material) -> Iterator[Line]:
    """Words and verdicts of the chain; its marks are for the scoring alone."""
    for record in material.records:
        for step in record.steps.all():
            words = _joined(step.get_verdict_display(), step.words)
            yield Line(record.quarter.period, f"{step.get_role_display()}: {words}")
        feedback = getattr(record, "feedback", None)
        if feedback is not None:
            told = {"words": _joined(feedback.words, feedback.answer)}
            yield Line(record.quarter.period, _("Told the person: %(words)s") % told)


def _quarter_grades(material: Material) -> Iterator[Line]:
    for one in material.grades:
        if one.quarter is not None:
            yield Line(one.period, told_grade(one))


def _reminders(material: Material) -> Iterator[Line]:
    for reminder in material.reminders:
        yield Line(reminder.record.quarter.period, told_reminder(reminder))


def _mentoring(material: Material) -> Iterator[Line]:
    for one in material.mentorings:
        mentor = _("Mentor: %(name)s") % {"name": one.mentor} if one.mentor else ""
        ended = _("ended on %(day)s") % {"day": one.ended_on} if one.ended_on else ""
        opened = _("opened on %(day)s") % {"day": timezone.localdate(one.opened_at)}
        yield Line(
            one.record.quarter.period, _joined(one.grade, opened, mentor, ended, one.outcome)
        )
        for visit in one.revisits.all():
            yield Line(str(visit.held_on), _("Revisit: %(words)s") % {"words": visit.words})


def _positive(material: Material) -> Iterator[Line]:
    return _entries(material, DossierEntry.Side.POSITIVE)


def _negative(material: Material) -> Iterator[Line]:
    return _entries(material, DossierEntry.Side.NEGATIVE)


def _entries(material: Material, side: str) -> Iterator[Line]:
    for entry in material.entries:
        if entry.side == side:
            # What proves a fact may tell who sent it: the person reads the fact.
            document = "" if material.reader.is_own else entry.document
            yield Line(str(entry.happened_on), _joined(told_entry(entry), document))


def _annual(material: Material) -> Iterator[Line]:
    for one in material.grades:
        if one.quarter is None:
            yield Line(one.period, _joined(one.assessee.cycle.name, told_grade(one)))
    for use in material.uses:
        yield Line(str(use.used_on), _joined(told_use(use), use.document))
    earlier = material.form.get("NianDuKaoHeJieGuo") if material.form else ""
    if earlier:
        yield Line(_("appointment form"), earlier)


# Key, title and where the lines come from.
MODULES: Sequence[tuple[str, str | Promise, Callable[[Material], Iterator[Line]]]] = (
    ("basics", gettext_lazy("Basic facts"), _basics),
    ("posts", gettext_lazy("Posts held"), _posts),
    ("goals", gettext_lazy("Goals of the year"), _goals),
    ("quarters", gettext_lazy("Records of quarters and key work"), _quarters),
    ("ad_hoc", gettext_lazy("Ad-hoc tasks"), _ad_hoc),
    ("attendance", pgettext_lazy("work", "Attendance"), _attendance),
    ("words", gettext_lazy("Words of the reviewers"), _words),
    ("quarter_grades", gettext_lazy("Grades of quarters"), _quarter_grades),
    ("reminders", gettext_lazy("Reminders and replies"), _reminders),
    ("mentoring", gettext_lazy("Mentoring and revisits"), _mentoring),
    ("positive", gettext_lazy("Dossier: positive list"), _positive),
    ("negative", gettext_lazy("Dossier: negative list"), _negative),
    ("annual", gettext_lazy("Annual results and their uses"), _annual),
)


def told_grade(one: Graded) -> str:
    """A grade with what the reader may know besides."""
    points = ""
    if one.result and one.total is not None:
        points = _("%(total)s points, place %(place)s of %(size)s") % {
            "total": figure(one.total, one.assessee.cycle.scheme.decimals),
            "place": one.result.rank,
            "size": one.result.group.size,
        }
    return _joined(one.grade, points, "" if one.is_published else _("not published"))


def told_reminder(reminder: Reminder) -> str:
    """A shortcoming with the reply and what came of it."""
    reply = _("Reply: %(words)s") % {"words": reminder.reply} if reminder.reply else ""
    closing = _("Closed: %(words)s") % {"words": reminder.closing} if reminder.closed_at else ""
    return _joined(reminder.words, reply, closing)


def told_entry(entry: DossierEntry) -> str:
    """A fact of the dossier, its kind first."""
    return _("%(kind)s: %(work)s") % {"kind": entry.get_kind_display(), "work": entry.fact}


def told_use(use: ResultUse) -> str:
    """What a result was used for, and who decided so."""
    used = _("Used for: %(use)s") % {"use": use.get_kind_display()}
    return _joined(used, use.body)


def _joined(*parts: str) -> str:
    """Parts as one sentence: what ends one of them gives way to the sign between them."""
    *earlier, last = [part for part in parts if part] or [""]
    return pgettext("list", "; ").join([*(part.rstrip("。；;.") for part in earlier), last])
