"""Celery entry points. A task takes an id, calls one service, and may run twice with one effect."""

from celery import shared_task


@shared_task
def form_plan_task(run_id: int) -> None:
    from evaluators.services.forming import form_plan

    form_plan(run_id)


@shared_task
def sweep_formings_task() -> None:
    from evaluators.services.forming import sweep_formings

    sweep_formings()
