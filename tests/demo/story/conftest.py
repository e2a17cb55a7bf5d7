"""The demonstration told once for all its tests: they share one process (tests/conftest.py)."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from assessment.models import ReadinessCheck, ScoreRun
from assessment.services.readiness import make_check
from demo import story
from evaluators.models import FormingRun
from evaluators.rules.problem import Limits
from evaluators.services import proposing
from evaluators.services.forming import form_plan
from tests.assessment.worlds import work_off

UNHURRIED = 1800.0


@pytest.fixture(scope="package")
def told(
    django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], None]]:
    """The story, told once by the office; gives the worker it was told with, this process."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        translation.override("zh-hans"),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(settings, "VAR_DIR", tmp_path_factory.mktemp("var"))
        # A busy machine must not stop a search.
        for stage in ("SPLIT", "SEAT"):
            patch.setattr(proposing, f"{stage}_LIMITS", Limits(seconds=UNHURRIED))
            patch.setattr(proposing, f"{stage}_SECONDS", UNHURRIED)
        story.tell(refresh_statistics, work)
        yield work
        transaction.set_rollback(True)


def refresh_statistics(_step: str) -> None:
    """Between two steps a site commits, and PostgreSQL counts its rows; here it is told to.

    It may have counted none meanwhile, in what earlier tests rolled back: joins would take hours.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("analyze")


def work() -> None:
    """What waits for the worker, done here."""
    for forming in FormingRun.objects.filter(state=FormingRun.State.WAITING):
        form_plan(forming.pk)
    for run in ScoreRun.objects.unfinished():
        work_off(run)
    for check in ReadinessCheck.objects.unfinished():
        make_check(check.pk)
