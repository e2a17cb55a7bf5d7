"""Celery entry points. A task takes an id, calls one service, and may run twice with one effect."""

from celery import shared_task


@shared_task
def make_batch_task(batch_id: int) -> None:
    from feedback.services.batches import make_batch

    make_batch(batch_id)


@shared_task
def sweep_batches_task() -> None:
    from feedback.services.batches import sweep_batches

    sweep_batches()


@shared_task
def close_due_questionnaires_task() -> None:
    from feedback.services.questionnaires import close_due_questionnaires

    close_due_questionnaires()


@shared_task
def make_files_task(batch_id: int) -> None:
    from feedback.services.files import make_files

    make_files(batch_id)


@shared_task
def sweep_files_task() -> None:
    from feedback.services.files import sweep_files

    sweep_files()
