"""The Celery app and the only place where a schedule is written."""

import os

from celery import Celery

from config import filesystem_broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

filesystem_broker.register()
app = Celery("hengjian")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    # Work whose worker died goes back into the queue; without it a run would wait for ever.
    "sweep-expired-leases": {
        "task": "assessment.tasks.sweep_runs_task",
        "schedule": 15.0,
        # A sweep that nobody took in time is pointless: the next one does the same.
        "options": {"expires": 15.0},
    },
    "sweep-checks": {
        "task": "assessment.tasks.sweep_checks_task",
        "schedule": 15.0,
        "options": {"expires": 15.0},
    },
    "sweep-report-batches": {
        "task": "feedback.tasks.sweep_batches_task",
        "schedule": 15.0,
        "options": {"expires": 15.0},
    },
    "sweep-file-batches": {
        "task": "feedback.tasks.sweep_files_task",
        "schedule": 15.0,
        "options": {"expires": 15.0},
    },
    "sweep-form-batches": {
        "task": "dailyreview.tasks.sweep_forms_task",
        "schedule": 15.0,
        "options": {"expires": 15.0},
    },
    "sweep-dossier-lists": {
        "task": "dailyreview.tasks.sweep_dossier_lists_task",
        "schedule": 15.0,
        "options": {"expires": 15.0},
    },
    "sweep-formings": {
        "task": "evaluators.tasks.sweep_formings_task",
        "schedule": 15.0,
        "options": {"expires": 15.0},
    },
    "close-due-questionnaires": {
        "task": "feedback.tasks.close_due_questionnaires_task",
        "schedule": 3600.0,
    },
    # What a version of the points and a confirmation let slip in the same moment.
    "value-all-facts": {
        "task": "dailyreview.tasks.value_all_facts_task",
        "schedule": 3600.0,
    },
    "forget-contacts": {
        "task": "collection.tasks.forget_contacts_task",
        "schedule": 3600.0,
    },
    "remove-expired-grants": {
        "task": "organization.tasks.remove_expired_grants_task",
        "schedule": 3600.0,
    },
}
