"""What the app offers in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluatorsConfig(AppConfig):
    name = "evaluators"
    verbose_name = _("Evaluators")
