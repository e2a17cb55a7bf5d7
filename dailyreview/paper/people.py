"""What the forms of a person have in common."""

from django.utils.translation import gettext as _

from dailyreview.models import ReviewStep
from dailyreview.paper.sheet import Cell, prose
from dailyreview.selectors.conduct import told
from dailyreview.selectors.registration import PersonQuarter
from organization.models import Cadre, Role


def is_servant(one: PersonQuarter) -> bool:
    """Whether the form of civil servants is theirs, by the class in which they were reviewed."""
    # Borrowed staff have the status of an institution and are registered on its form.
    identity = one.record.assessee.identity_class or one.post.cadre.identity_class
    return identity == Cadre.IdentityClass.CIVIL_SERVANT


def place_of(one: PersonQuarter) -> str:
    """Office and post."""
    return f"{one.record.section.name} {one.post.post}".strip()


def leader_words(one: PersonQuarter) -> str:
    """What the reviewers wrote on passing the record on, the leader in charge last."""
    passed = [step for step in one.record.steps.all() if step.verdict == ReviewStep.Verdict.FORWARD]
    passed = [step for step in passed if step.role != Role.UNIT_PRINCIPAL and step.words]
    return "\n".join(
        _("%(role)s: %(words)s") % {"role": step.get_role_display(), "words": step.words}
        for step in passed
    )


def decided_grade(one: PersonQuarter) -> str:
    """The grade as the box of the last decision has it."""
    return _("Grade: %(grade)s") % {"grade": one.grade} if one.grade else ""


def conduct(one: PersonQuarter, *, span: int) -> Cell:
    """Awards, penalties and bad conduct in the quarter, one in a line."""
    return prose("\n".join(told(entry) for entry in one.facts), span=span)
