"""`manage.py replay_run RUN_ID`: compute a run again from its frozen inputs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessment.models import ScoreRun
from assessment.services.replay import replay_run

SHOWN = 50


class Command(BaseCommand):
    help = "Computes a run again from its frozen inputs; fails when any micro-point differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run_id", type=int)

    def handle(self, *args: Any, run_id: int, **options: Any) -> None:
        try:
            run = ScoreRun.objects.get(pk=run_id)
        except ScoreRun.DoesNotExist as error:
            raise CommandError(f"There is no run {run_id}.") from error
        replay = replay_run(run)
        if not replay.same_engine:
            self.stdout.write(
                f"Computed with {run.engine or 'no engine'}, replayed with {replay.engine_now}."
            )
        for entry in replay.differences[:SHOWN]:
            place = " / ".join(filter(None, (entry.group, entry.assessee)))
            self.stderr.write(f"{place}: {entry.what}: {entry.stored} != {entry.replayed}")
        if not replay.agrees:
            raise CommandError(
                f"{len(replay.differences)} differences in {replay.checked} results."
            )
        if not replay.checked:
            raise CommandError("The run has no results to replay.")
        self.stdout.write(self.style.SUCCESS(f"{replay.checked} results agree to the micro-point."))
