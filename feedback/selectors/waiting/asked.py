"""Questionnaires that wait for somebody's answers; nobody else is told whose."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from feedback.models import Questionnaire
from feedback.selectors.waiting.items import Waiting
from organization.models import User


def questionnaire_work(user: User) -> list[Waiting]:
    """What the account is asked and has not answered, the first due first."""
    asking = Questionnaire.objects.taking_answers().filter(
        respondents__user=user, respondents__has_answered=False
    )
    return [
        Waiting(
            _("%(questionnaire)s: a questionnaire asks you.") % {"questionnaire": one},
            _("Without your name, until %(day)s, if you like.")
            % {"day": date_format(one.due_on, "Y-m-d")},
            reverse("feedback:answer_create", args=[one.pk]),
        )
        for one in asking.order_by("due_on", "pk")
    ]
