import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organization", "0002_user_session_round"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditMention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row_type", models.CharField(max_length=60, verbose_name="kind of object")),
                ("first_key", models.BigIntegerField(verbose_name="first key")),
                ("last_key", models.BigIntegerField(verbose_name="last key")),
                ("label", models.TextField(blank=True, verbose_name="row")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to="organization.auditevent",
                        verbose_name="event",
                    ),
                ),
            ],
            options={
                "verbose_name": "mention in the audit trail",
                "verbose_name_plural": "mentions in the audit trail",
                "ordering": ["-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["row_type", "last_key", "first_key"],
                        name="organization_audit_mention",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_key__lte", models.F("last_key"))),
                        name="organization_auditmention_key_order",
                    )
                ],
            },
        ),
    ]
