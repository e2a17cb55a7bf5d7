"""Frozen inputs are packed already: PostgreSQL need not try to compress them again."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def store_as_it_is(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE assessment_frozenbundle ALTER COLUMN content SET STORAGE EXTERNAL"
        )


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0001_initial"),
    ]

    operations = [migrations.RunPython(store_as_it_is, migrations.RunPython.noop)]
