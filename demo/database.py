"""The database of the demonstration: empty ones get their tables at once, others what is new."""

import gc

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def prepare_database() -> None:
    """Bring the tables up to date.

    An empty database takes them from the models of today, and every migration is noted as done:
    replaying the history of two hundred tables needs a minute, and nothing is there to convert.
    """
    executor = MigrationExecutor(connection)
    if executor.loader.applied_migrations:
        _migrate()
        return
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
    executor.recorder.ensure_schema()
    for app, name in executor.loader.graph.nodes:
        executor.recorder.record_applied(app, name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def _migrate() -> None:
    # Each step makes the classes of all models anew: collecting those of the last step after
    # every few hundred objects would take a third of the time.
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)
    call_command("migrate", verbosity=0)
    gc.set_threshold(*usual)
