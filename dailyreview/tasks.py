"""Celery entry points. A task takes an id, calls one service, and may run twice with one effect."""

from celery import shared_task


@shared_task
def make_forms_task(batch_id: int) -> None:
    from dailyreview.services.batches import make_forms

    make_forms(batch_id)


@shared_task
def sweep_forms_task() -> None:
    from dailyreview.services.batches import sweep_forms

    sweep_forms()
