"""What waits of surveys, opinions and comments: for the office, and for the units."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collection.models import Opinion, Survey, SurveySheet
from feedback.selectors.waiting.items import Waiting
from organization.models import Role, User

HEARING_ROLES = (
    Role.OFFICE_STAFF,
    Role.DATA_REPORTER,
    Role.UNIT_PRINCIPAL,
    Role.SUPERVISING_LEADER,
)


def people_work(user: User) -> list[Waiting]:
    """What the account checks for the office or answers for its units."""
    if user.has_role(Role.OFFICE_STAFF):
        return [*_of_office(user), *_of_units(user)]
    return list(_of_units(user))


def _of_office(user: User) -> Iterator[Waiting]:
    waiting = Opinion.objects.editable_by(user).waiting().filter(~_own(user)).count()
    if waiting:
        yield Waiting(
            ngettext(
                "%(count)s opinion or comment waits for verification.",
                "%(count)s opinions and comments wait for verification.",
                waiting,
            )
            % {"count": waiting},
            _("For the office: ask the unit, check it, or set it aside with a reason."),
            reverse("collection:opinion_list") + "?state=waiting",
        )
    unverified = Survey.objects.editable_by(user).filter(~_own(user), verified_at=None)
    for survey in unverified.filter(results__isnull=False).distinct():
        yield Waiting(
            _("%(survey)s: the results wait for verification.") % {"survey": survey},
            _("For somebody of the office who did not bring them in."),
            survey.get_absolute_url(),
        )


def _of_units(user: User) -> Iterator[Waiting]:
    asked = Opinion.objects.answerable_by(user).filter(answered_at=None).count()
    if asked:
        yield Waiting(
            ngettext(
                "%(count)s opinion waits for the answer of your unit.",
                "%(count)s opinions wait for the answer of your unit.",
                asked,
            )
            % {"count": asked},
            _("The office decides whether the answer is published."),
            reverse("collection:opinion_list"),
        )
    told = SurveySheet.objects.answerable_by(user).filter(answered_at=None)
    for sheet in told.select_related("survey", "unit").order_by("due_on")[:3]:
        yield Waiting(
            _("%(survey)s: %(unit)s answers with measures.")
            % {"survey": sheet.survey, "unit": sheet.unit},
            _("Until %(day)s.") % {"day": sheet.due_on.isoformat()},
            sheet.get_absolute_url(),
        )


def _own(user: User) -> Q:
    return Q(registered_by=user)
