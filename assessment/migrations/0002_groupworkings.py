"""Keep how each comparison group was scored beside its results."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="GroupWorkings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.BinaryField(verbose_name="content")),
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workings",
                        to="assessment.rungroup",
                        verbose_name="unit of work",
                    ),
                ),
            ],
            options={
                "verbose_name": "workings",
                "verbose_name_plural": "workings",
                "ordering": ["group_id"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
    ]
