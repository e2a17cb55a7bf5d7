"""Celery entry points. A task takes an id, calls one service, and may run twice with one effect."""

from celery import shared_task


@shared_task
def freeze_run_task(run_id: int) -> None:
    from assessment.services.freezing import freeze_run

    freeze_run(run_id)


@shared_task
def compute_group_task(group_id: int) -> None:
    from assessment.services.groups import compute_group

    compute_group(group_id)


@shared_task
def sweep_runs_task() -> None:
    from assessment.services.groups import sweep_runs

    sweep_runs()


@shared_task
def make_check_task(check_id: int) -> None:
    from assessment.services.readiness import make_check

    make_check(check_id)


@shared_task
def sweep_checks_task() -> None:
    from assessment.services.readiness import sweep_checks

    sweep_checks()
