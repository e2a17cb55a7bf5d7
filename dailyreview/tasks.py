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


@shared_task
def make_dossier_list_task(batch_id: int) -> None:
    from dailyreview.services.dossier_batches import make_dossier_list

    make_dossier_list(batch_id)


@shared_task
def sweep_dossier_lists_task() -> None:
    from dailyreview.services.dossier_batches import sweep_dossier_lists

    sweep_dossier_lists()


@shared_task
def value_facts_task(version_id: int) -> None:
    from dailyreview.services.merits import value_facts

    value_facts(version_id)


@shared_task
def value_all_facts_task() -> None:
    from dailyreview.services.merits import value_all_facts

    value_all_facts()
