from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import indicators.models.library
import indicators.models.values


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organization", "0001_initial"),
        ("organization", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "unit_of_measure",
                    models.CharField(
                        blank=True,
                        max_length=12,
                        validators=[indicators.models.library.validate_measure],
                        verbose_name="unit of measure",
                    ),
                ),
                (
                    "direction",
                    models.SmallIntegerField(
                        choices=[(1, "more is better"), (-1, "less is better"), (0, "neutral")],
                        default=1,
                        verbose_name="direction",
                    ),
                ),
                ("definition", models.TextField(blank=True, verbose_name="definition")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_indicators",
                        to="organization.unit",
                        verbose_name="responsible department",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator",
                "verbose_name_plural": "indicators",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="IndicatorSystem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "assessee_kind",
                    models.CharField(
                        choices=[
                            ("unit", "units"),
                            ("principal", "principals"),
                            ("deputy", "deputies"),
                        ],
                        default="unit",
                        max_length=10,
                        verbose_name="for",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "full_marks",
                    models.DecimalField(
                        decimal_places=4,
                        default=Decimal("100"),
                        help_text="What the weights must add up to, bonus left out.",
                        max_digits=9,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.0001")),
                            django.core.validators.MaxValueValidator(2000),
                        ],
                        verbose_name="full marks",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("published", "published"),
                            ("frozen", "frozen"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="published at"),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="systems",
                        to="organization.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published_systems",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator system",
                "verbose_name_plural": "indicator systems",
                "ordering": [
                    "-year",
                    "category__domain__position",
                    "category__position",
                    "-version",
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("category", "assessee_kind", "year", "version"),
                        name="indicators_indicatorsystem_version",
                        violation_error_message="This version exists already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("published_at__isnull", True),
                                ("published_by__isnull", True),
                                ("state", "draft"),
                            ),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("published_at__isnull", False),
                                ("published_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="indicators_indicatorsystem_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportedValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        max_length=7,
                        validators=[indicators.models.values.validate_period],
                        verbose_name="period",
                    ),
                ),
                (
                    "series",
                    models.CharField(
                        choices=[
                            ("actual", "actual value"),
                            ("target", "target value"),
                            ("benchmark", "benchmark value"),
                        ],
                        default="actual",
                        max_length=10,
                        verbose_name="series",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(decimal_places=6, max_digits=24, verbose_name="value"),
                ),
                (
                    "unit_of_measure",
                    models.CharField(
                        max_length=12,
                        validators=[indicators.models.library.validate_measure],
                        verbose_name="unit of measure",
                    ),
                ),
                (
                    "source_department",
                    models.CharField(blank=True, max_length=100, verbose_name="source department"),
                ),
                (
                    "evidence",
                    models.FileField(
                        blank=True, upload_to="evidence/%Y/%m", verbose_name="evidence"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("reported_at", models.DateTimeField(auto_now=True, verbose_name="reported at")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="indicators.indicator",
                        verbose_name="indicator",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reported_values",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reported by",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty for a benchmark that holds for every unit.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reported_values",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "reported value",
                "verbose_name_plural": "reported values",
                "ordering": ["indicator__code", "period", "unit__code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "unit", "period", "series"),
                        name="indicators_reportedvalue_once",
                        violation_error_message="This figure has been reported already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("unit__isnull", True)),
                        fields=("indicator", "period", "series"),
                        name="indicators_reportedvalue_common",
                        violation_error_message="This figure has been reported already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit__isnull", False), ("series", "benchmark"), _connector="OR"
                        ),
                        name="indicators_reportedvalue_has_unit",
                        violation_error_message="Only a benchmark may stand without a unit.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SystemNode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "kind",
                    models.CharField(
                        choices=[("scored", "scored"), ("bonus", "bonus or deduction")],
                        default="scored",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=4,
                        max_digits=9,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="weight",
                    ),
                ),
                (
                    "cap",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=9,
                        null=True,
                        verbose_name="most points",
                    ),
                ),
                (
                    "floor",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=9,
                        null=True,
                        verbose_name="fewest points",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reported", "reported values"),
                            ("judged", "score sheets"),
                            ("team", "the leadership team's score"),
                            ("members", "the deputies' scores"),
                            ("linked", "results of other units (joint liability)"),
                        ],
                        max_length=10,
                        verbose_name="source",
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=20, verbose_name="rule")),
                (
                    "params",
                    models.JSONField(blank=True, default=dict, verbose_name="rule parameters"),
                ),
                (
                    "missing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hold", "hold the total"),
                            ("renormalise", "weight goes to the siblings"),
                            ("floor", "a stated value"),
                        ],
                        help_text="Empty: as the scheme says.",
                        max_length=12,
                        verbose_name="when missing",
                    ),
                ),
                (
                    "missing_share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="Share of full marks; 0.6 means 60 %.",
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="stated share when missing",
                    ),
                ),
                (
                    "standard",
                    models.TextField(
                        blank=True,
                        help_text="Score bands in words; a judged leaf needs it.",
                        verbose_name="standard",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nodes",
                        to="indicators.indicator",
                        verbose_name="indicator",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="indicators.systemnode",
                        verbose_name="parent",
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="nodes",
                        to="indicators.indicatorsystem",
                        verbose_name="system",
                    ),
                ),
            ],
            options={
                "verbose_name": "node of a system",
                "verbose_name_plural": "nodes of a system",
                "ordering": ["system_id", "position", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("system", "code"),
                        name="indicators_systemnode_code",
                        violation_error_message="The code is taken in this system.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 0)),
                        name="indicators_systemnode_weight_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("missing", "floor"), ("missing_share__isnull", False)),
                            models.Q(
                                models.Q(("missing", "floor"), _negated=True),
                                ("missing_share__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="indicators_systemnode_missing_share",
                        violation_error_message="State the share for a missing value, for this choice only.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ResultLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=4, default=1, max_digits=9, verbose_name="weight"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="read_by_links",
                        to="organization.unit",
                        verbose_name="unit whose result is read",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="result_links",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="indicators.systemnode",
                        verbose_name="node",
                    ),
                ),
            ],
            options={
                "verbose_name": "linked result",
                "verbose_name_plural": "linked results",
                "ordering": ["unit__code", "node__position", "target__code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("node", "unit", "target"), name="indicators_resultlink_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit", models.F("target")), _negated=True),
                        name="indicators_resultlink_not_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exemption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exemptions",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exemptions",
                        to="indicators.systemnode",
                        verbose_name="node",
                    ),
                ),
            ],
            options={
                "verbose_name": "exemption",
                "verbose_name_plural": "exemptions",
                "ordering": ["unit__code", "node__position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("node", "unit"),
                        name="indicators_exemption_once",
                        violation_error_message="The unit is exempt from this node already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WeightOverride",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=4,
                        max_digits=9,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="weight",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="overrides",
                        to="indicators.systemnode",
                        verbose_name="node",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="weight_overrides",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "own weight of a unit",
                "verbose_name_plural": "own weights of units",
                "ordering": ["unit__code", "node__position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("node", "unit"),
                        name="indicators_weightoverride_once",
                        violation_error_message="The unit has an own weight for this node already.",
                    )
                ],
            },
        ),
    ]
