from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import dailyreview.models.dossier


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("assessment", "0005_units_and_drawn_cycles"),
        ("indicators", "0002_staff_and_cycles"),
        ("organization", "0001_initial"),
        ("organization", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="MeritRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("key_work", "key work done"),
                            ("indicator", "provincial indicator reached"),
                            ("major_test", "conduct in a major test"),
                            ("award", "award"),
                            ("reform", "reform or innovation"),
                            ("other_merit", "other merit"),
                            ("discipline", "disciplinary measure"),
                            ("criticism", "notice of criticism"),
                            ("reminder_talk", "talk of admonition"),
                            ("petition", "petition found true"),
                            ("offence", "offence on police record"),
                            ("failure", "task failed or loss caused"),
                            ("other_fault", "other fault"),
                        ],
                        max_length=13,
                        verbose_name="kind",
                    ),
                ),
                (
                    "points",
                    models.DecimalField(
                        decimal_places=2, max_digits=6, verbose_name="points each time"
                    ),
                ),
            ],
            options={
                "verbose_name": "points of a kind of fact",
                "verbose_name_plural": "points of kinds of facts",
                "ordering": ["version_id", "-points", "kind"],
            },
        ),
        migrations.CreateModel(
            name="CadreTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30, verbose_name="code")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                (
                    "description",
                    models.CharField(
                        blank=True,
                        help_text="Points alone are no reason: say what else is looked at.",
                        max_length=200,
                        verbose_name="whom it is for",
                    ),
                ),
                (
                    "domain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cadre_tags",
                        to="organization.domain",
                        verbose_name="domain",
                    ),
                ),
            ],
            options={
                "verbose_name": "tag",
                "verbose_name_plural": "tags",
                "ordering": ["domain__position", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("domain", "code"),
                        name="dailyreview_cadretag_code",
                        violation_error_message="This domain has a tag of this code.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DailyPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "form_style",
                    models.CharField(
                        choices=[
                            ("summary", "own summary and opinions"),
                            ("indicators", "graded indicators"),
                        ],
                        default="summary",
                        help_text="With graded indicators it shows the first level of the system.",
                        max_length=10,
                        verbose_name="registration form",
                    ),
                ),
                (
                    "good_share_min",
                    models.DecimalField(
                        decimal_places=4,
                        default=Decimal("0.5"),
                        help_text="With fewer quarters of the best grade nobody is best in the year.",
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="least share of best grades",
                    ),
                ),
                (
                    "tolerated_place",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="Its position in the scheme; a worse one bars from the best of the year.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="worst grade tolerated",
                    ),
                ),
                (
                    "gate_clause",
                    models.CharField(
                        default="《公务员平时考核办法（试行）》",
                        help_text="Why the quarters bar from the best grade of the year.",
                        max_length=200,
                        verbose_name="clause of the gate",
                    ),
                ),
                (
                    "has_bonus",
                    models.BooleanField(
                        default=False,
                        help_text="Off unless the office switches it on.",
                        verbose_name="bonus sheet",
                    ),
                ),
                (
                    "bonus_gap_max",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("1300"),
                        help_text="Between the highest and the lowest bonus of one identity class.",
                        max_digits=8,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="largest gap, yuan",
                    ),
                ),
                (
                    "domain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="daily_plans",
                        to="organization.domain",
                        verbose_name="domain",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="daily_plans",
                        to="assessment.scheme",
                        verbose_name="scheme",
                    ),
                ),
                (
                    "systems",
                    models.ManyToManyField(
                        help_text="Systems for staff, one for each class of units.",
                        related_name="daily_plans",
                        to="indicators.indicatorsystem",
                        verbose_name="indicator systems",
                    ),
                ),
            ],
            options={
                "verbose_name": "plan of the daily review",
                "verbose_name_plural": "plans of the daily review",
                "ordering": ["-year", "domain__position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("domain", "year"),
                        name="dailyreview_dailyplan_year",
                        violation_error_message="This domain has a plan of this year already.",
                    ),
                    models.UniqueConstraint(
                        fields=("name",),
                        name="dailyreview_dailyplan_name",
                        violation_error_message="Another plan has this name.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BonusClass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "identity_class",
                    models.CharField(
                        choices=[
                            ("civil_servant", "Civil servant"),
                            ("institution_staff", "Institution staff"),
                            ("seconded_staff", "Seconded staff"),
                        ],
                        max_length=20,
                        verbose_name="identity class",
                    ),
                ),
                (
                    "pool",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="pool, yuan",
                    ),
                ),
                (
                    "floor",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=10,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="least for each, yuan",
                    ),
                ),
                (
                    "gap",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="Between the most and the fewest points of the class.",
                        max_digits=8,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="gap, yuan",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bonus_classes",
                        to="dailyreview.dailyplan",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "bonus of an identity class",
                "verbose_name_plural": "bonuses of identity classes",
                "ordering": ["plan_id", "identity_class"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "identity_class"),
                        name="dailyreview_bonusclass_once",
                        violation_error_message="This identity class has its bonus set already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "waiting"),
                            ("running", "running"),
                            ("complete", "complete"),
                            ("cancelled", "cancelled"),
                            ("failed", "failed"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=0, verbose_name="attempt")),
                (
                    "lease_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="lease until"),
                ),
                ("done_count", models.PositiveIntegerField(default=0, verbose_name="done")),
                ("total_count", models.PositiveIntegerField(verbose_name="of")),
                (
                    "file",
                    models.FileField(blank=True, upload_to="reports/%Y/%m", verbose_name="file"),
                ),
                ("error", models.TextField(blank=True, verbose_name="error")),
                (
                    "requested_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="ordered at"),
                ),
                (
                    "conditions",
                    models.JSONField(blank=True, default=dict, verbose_name="conditions"),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossier_batches",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ordered by",
                    ),
                ),
            ],
            options={
                "verbose_name": "list of dossiers",
                "verbose_name_plural": "lists of dossiers",
                "ordering": ["-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done_count__lte", models.F("total_count"))),
                        name="dailyreview_dossierbatch_progress",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DossierEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "receipt",
                    models.CharField(
                        default=dailyreview.models.dossier.new_receipt,
                        editable=False,
                        max_length=20,
                        unique=True,
                        verbose_name="receipt number",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1990),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("positive", "positive"), ("negative", "negative")],
                        max_length=8,
                        verbose_name="list",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("key_work", "key work done"),
                            ("indicator", "provincial indicator reached"),
                            ("major_test", "conduct in a major test"),
                            ("award", "award"),
                            ("reform", "reform or innovation"),
                            ("other_merit", "other merit"),
                            ("discipline", "disciplinary measure"),
                            ("criticism", "notice of criticism"),
                            ("reminder_talk", "talk of admonition"),
                            ("petition", "petition found true"),
                            ("offence", "offence on police record"),
                            ("failure", "task failed or loss caused"),
                            ("other_fault", "other fault"),
                        ],
                        max_length=13,
                        verbose_name="kind",
                    ),
                ),
                ("fact", models.CharField(max_length=500, verbose_name="fact")),
                ("happened_on", models.DateField(verbose_name="happened on")),
                (
                    "document",
                    models.CharField(
                        blank=True,
                        help_text="What proves it, with its number.",
                        max_length=200,
                        verbose_name="document",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("own", "the person"),
                            ("office", "personnel office"),
                            ("department", "department"),
                        ],
                        max_length=10,
                        verbose_name="written by",
                    ),
                ),
                (
                    "named",
                    models.CharField(blank=True, max_length=60, verbose_name="name as written"),
                ),
                (
                    "named_unit",
                    models.CharField(blank=True, max_length=100, verbose_name="unit as written"),
                ),
                (
                    "named_number",
                    models.CharField(
                        blank=True, max_length=18, verbose_name="ID number as written"
                    ),
                ),
                (
                    "secrecy",
                    models.CharField(
                        choices=[("general", "general")],
                        default="general",
                        max_length=8,
                        verbose_name="secrecy level",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="recorded at"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("intake", "waits for confirmation"),
                            ("confirmed", "confirmed"),
                            ("rejected", "rejected"),
                        ],
                        default="intake",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "ruled_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="confirmed or rejected at"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty while nobody is found under what a department wrote.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossier_entries",
                        to="organization.cadre",
                        verbose_name="cadre",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossier_entries",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "ruled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossier_rulings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed or rejected by",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        help_text="The department or unit it comes from; empty for the office itself.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossier_entries_sent",
                        to="organization.unit",
                        verbose_name="source",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossier_entries",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of a dossier",
                "verbose_name_plural": "entries of dossiers",
                "ordering": ["-year", "side", "happened_on", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="DossierSeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "stage",
                    models.CharField(
                        choices=[("signed", "signed"), ("archived", "archived")],
                        max_length=8,
                        verbose_name="stage",
                    ),
                ),
                ("sealed_at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossier_seals",
                        to="organization.cadre",
                        verbose_name="cadre",
                    ),
                ),
                (
                    "sealed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossier_seals",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "seal of a dossier",
                "verbose_name_plural": "seals of dossiers",
                "ordering": ["-year", "cadre_id", "-stage"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cadre", "year", "stage"),
                        name="dailyreview_dossierseal_once",
                        violation_error_message="This is done already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EventCitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(max_length=100, verbose_name="part played")),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="event_citation",
                        to="dailyreview.dossierentry",
                        verbose_name="fact",
                    ),
                ),
            ],
            options={
                "verbose_name": "person cited in an event",
                "verbose_name_plural": "people cited in events",
                "ordering": ["event_id", "entry__side", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="AwardProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("award", models.CharField(max_length=100, verbose_name="award")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                (
                    "proposed_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="proposed at"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("adopted", "adopted"),
                            ("declined", "declined"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="decided at"),
                ),
                (
                    "words",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="words on the decision"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awards_decided",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awards_proposed",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "citation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="award",
                        to="dailyreview.eventcitation",
                        verbose_name="person cited in an event",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal of an award",
                "verbose_name_plural": "proposals of awards",
                "ordering": ["-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("state", "proposed"),
                            ),
                            models.Q(
                                models.Q(("state", "proposed"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="dailyreview_awardproposal_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="dailyreview_awardproposal_four_eyes",
                        violation_error_message="Somebody else than who proposed decides.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("disaster", "flood or other disaster"),
                            ("stability", "public safety and stability"),
                            ("project", "major project"),
                            ("other", "other urgent or difficult task"),
                        ],
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                (
                    "ends_on",
                    models.DateField(
                        blank=True,
                        help_text="Empty while it is still going on.",
                        null=True,
                        verbose_name="to",
                    ),
                ),
                (
                    "description",
                    models.CharField(
                        blank=True,
                        help_text="Nothing that is a state secret or a work secret may stand here.",
                        max_length=500,
                        verbose_name="what happened",
                    ),
                ),
                (
                    "domain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="event_files",
                        to="organization.domain",
                        verbose_name="domain",
                    ),
                ),
            ],
            options={
                "verbose_name": "event file",
                "verbose_name_plural": "event files",
                "ordering": ["-starts_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("domain", "name"),
                        name="dailyreview_eventfile_name",
                        violation_error_message="This domain has a file of this name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="dailyreview_eventfile_days",
                        violation_error_message="The last day lies before the first.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="eventcitation",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="citations",
                to="dailyreview.eventfile",
                verbose_name="event",
            ),
        ),
        migrations.CreateModel(
            name="FactCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code in their system")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("key_work", "key work done"),
                            ("indicator", "provincial indicator reached"),
                            ("major_test", "conduct in a major test"),
                            ("award", "award"),
                            ("reform", "reform or innovation"),
                            ("other_merit", "other merit"),
                            ("discipline", "disciplinary measure"),
                            ("criticism", "notice of criticism"),
                            ("reminder_talk", "talk of admonition"),
                            ("petition", "petition found true"),
                            ("offence", "offence on police record"),
                            ("failure", "task failed or loss caused"),
                            ("other_fault", "other fault"),
                        ],
                        max_length=13,
                        verbose_name="kind",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fact_codes",
                        to="organization.unit",
                        verbose_name="department",
                    ),
                ),
            ],
            options={
                "verbose_name": "code of a department",
                "verbose_name_plural": "codes of departments",
                "ordering": ["source__code", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "code"),
                        name="dailyreview_factcode_once",
                        violation_error_message="This department has this code already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FactUpload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uploaded_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="uploaded at"),
                ),
                (
                    "file",
                    models.FileField(blank=True, upload_to="facts/%Y/%m", verbose_name="file"),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="file name")),
                ("digest", models.CharField(editable=False, max_length=64, verbose_name="digest")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("previewed", "waiting for confirmation"),
                            ("confirmed", "sent to the office"),
                            ("dropped", "dropped"),
                        ],
                        default="previewed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "created_count",
                    models.PositiveIntegerField(default=0, verbose_name="to be created"),
                ),
                ("refused_count", models.PositiveIntegerField(default=0, verbose_name="refused")),
                ("preview", models.JSONField(default=dict, editable=False, verbose_name="preview")),
                (
                    "receipts",
                    models.JSONField(default=list, editable=False, verbose_name="receipt numbers"),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fact_uploads",
                        to="organization.unit",
                        verbose_name="department",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fact_uploads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "uploaded list of facts",
                "verbose_name_plural": "uploaded lists of facts",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "confirmed")),
                        fields=("source", "digest"),
                        name="dailyreview_factupload_once",
                        violation_error_message="This very list was sent before.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="dossierentry",
            name="upload",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="dailyreview.factupload",
                verbose_name="uploaded list of facts",
            ),
        ),
        migrations.CreateModel(
            name="MeritLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "points",
                    models.DecimalField(decimal_places=2, max_digits=6, verbose_name="points"),
                ),
                ("valued_at", models.DateTimeField(auto_now_add=True, verbose_name="valued at")),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merit_line",
                        to="dailyreview.dossierentry",
                        verbose_name="fact",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="dailyreview.meritrule",
                        verbose_name="rule",
                    ),
                ),
            ],
            options={
                "verbose_name": "points of a fact",
                "verbose_name_plural": "points of facts",
                "ordering": ["entry__happened_on", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="MeritVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("clause", models.CharField(max_length=200, verbose_name="clause")),
                (
                    "domain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merit_versions",
                        to="organization.domain",
                        verbose_name="domain",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of the achievement points",
                "verbose_name_plural": "versions of the achievement points",
                "ordering": ["-valid_from", "domain__position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("domain", "valid_from"),
                        name="dailyreview_meritversion_day",
                        violation_error_message="A version of this domain begins on this day already.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="meritrule",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rules",
                to="dailyreview.meritversion",
                verbose_name="version",
            ),
        ),
        migrations.CreateModel(
            name="PilotUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "first_quarter",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="from quarter",
                    ),
                ),
                (
                    "chain",
                    models.CharField(
                        choices=[
                            ("three", "section head, leader in charge, principal"),
                            ("two", "leader in charge, principal"),
                            ("one", "principal"),
                        ],
                        default="three",
                        max_length=6,
                        verbose_name="reviewed by",
                    ),
                ),
                (
                    "asks_peers",
                    models.BooleanField(
                        default=False,
                        help_text="People of the same office may leave a comment for the reviewers.",
                        verbose_name="colleagues comment",
                    ),
                ),
                (
                    "asks_users",
                    models.BooleanField(
                        default=False,
                        help_text="Other units say how they were served; the office notes what others said.",
                        verbose_name="people served comment",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pilots",
                        to="dailyreview.dailyplan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="daily_pilots",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "unit of the daily review",
                "verbose_name_plural": "units of the daily review",
                "ordering": ["plan_id", "unit__code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "unit"),
                        name="dailyreview_pilotunit_once",
                        violation_error_message="This unit takes part already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProcessStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "from_quarter",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="from quarter",
                    ),
                ),
                (
                    "min_score",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="process score from",
                    ),
                ),
                (
                    "change",
                    models.DecimalField(
                        decimal_places=4,
                        help_text="0.05 adds five percentage points, -0.05 takes them away.",
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("-1")),
                            django.core.validators.MaxValueValidator(Decimal("1")),
                        ],
                        verbose_name="added to the share",
                    ),
                ),
                ("clause", models.CharField(blank=True, max_length=100, verbose_name="clause")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="process_steps",
                        to="dailyreview.dailyplan",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of the process score",
                "verbose_name_plural": "steps of the process score",
                "ordering": ["plan_id", "from_quarter", "-min_score"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "from_quarter", "min_score"),
                        name="dailyreview_processstep_once",
                        violation_error_message="This score has a step already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Quarter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                        verbose_name="quarter",
                    ),
                ),
                ("records_due_on", models.DateField(verbose_name="records due")),
                ("reviews_due_on", models.DateField(verbose_name="reviews due")),
                (
                    "cycle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="daily_quarter",
                        to="assessment.assessmentcycle",
                        verbose_name="cycle",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quarters",
                        to="dailyreview.dailyplan",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "quarter",
                "verbose_name_plural": "quarters",
                "ordering": ["plan_id", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "number"),
                        name="dailyreview_quarter_once",
                        violation_error_message="This quarter is open already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reviews_due_on__gte", models.F("records_due_on"))),
                        name="dailyreview_quarter_days",
                        violation_error_message="Reviews cannot be due before the records.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GuidanceVisit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("visited_on", models.DateField(verbose_name="visited on")),
                ("words", models.CharField(max_length=500, verbose_name="what was found")),
                (
                    "process_score",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="How well the unit reviews, out of 100; the newest counts for its quota.",
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="process score",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guidance_visits",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "visited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guidance_visits",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="visited by",
                    ),
                ),
                (
                    "quarter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="dailyreview.quarter",
                        verbose_name="quarter",
                    ),
                ),
            ],
            options={
                "verbose_name": "guidance visit",
                "verbose_name_plural": "guidance visits",
                "ordering": ["-visited_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="FormBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("docx", "DOCX")],
                        default="pdf",
                        max_length=4,
                        verbose_name="format",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "waiting"),
                            ("running", "running"),
                            ("complete", "complete"),
                            ("cancelled", "cancelled"),
                            ("failed", "failed"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=0, verbose_name="attempt")),
                (
                    "lease_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="lease until"),
                ),
                ("done_count", models.PositiveIntegerField(default=0, verbose_name="done")),
                ("total_count", models.PositiveIntegerField(verbose_name="of")),
                (
                    "file",
                    models.FileField(blank=True, upload_to="reports/%Y/%m", verbose_name="file"),
                ),
                ("error", models.TextField(blank=True, verbose_name="error")),
                (
                    "requested_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="ordered at"),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="form_batches",
                        to="dailyreview.dailyplan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="form_batches",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ordered by",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: all units.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="form_batches",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "quarter",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the forms of the annual assessment.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="form_batches",
                        to="dailyreview.quarter",
                        verbose_name="quarter",
                    ),
                ),
            ],
            options={
                "verbose_name": "batch of registration forms",
                "verbose_name_plural": "batches of registration forms",
                "ordering": ["-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done_count__lte", models.F("total_count"))),
                        name="dailyreview_formbatch_progress",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendanceUpload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uploaded_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="uploaded at"),
                ),
                ("file", models.FileField(upload_to="attendance/%Y/%m", verbose_name="file")),
                ("file_name", models.CharField(max_length=200, verbose_name="file name")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("previewed", "waiting for confirmation"),
                            ("confirmed", "stored"),
                            ("dropped", "dropped"),
                        ],
                        default="previewed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "created_count",
                    models.PositiveIntegerField(default=0, verbose_name="to be created"),
                ),
                (
                    "changed_count",
                    models.PositiveIntegerField(default=0, verbose_name="to be changed"),
                ),
                (
                    "unchanged_count",
                    models.PositiveIntegerField(default=0, verbose_name="unchanged"),
                ),
                ("refused_count", models.PositiveIntegerField(default=0, verbose_name="refused")),
                (
                    "preview",
                    models.JSONField(
                        default=dict,
                        editable=False,
                        help_text="What was shown row by row, and the digest that confirming compares with.",
                        verbose_name="preview",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance_uploads",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance_uploads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
                (
                    "quarter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance_uploads",
                        to="dailyreview.quarter",
                        verbose_name="quarter",
                    ),
                ),
            ],
            options={
                "verbose_name": "uploaded attendance",
                "verbose_name_plural": "uploaded attendance",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="QuarterRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being written"),
                            ("returned", "returned"),
                            ("in_review", "in review"),
                            ("reviewed", "reviewed"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "awaits",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("office_staff", "Assessment office staff"),
                            ("data_reporter", "Data reporter"),
                            ("unit_principal", "Unit principal"),
                            ("supervising_leader", "Leader in charge"),
                            ("section_head", "Section head"),
                            ("cadre", "Cadre"),
                            ("evaluator", "Evaluator"),
                            ("committee_member", "Committee member"),
                            ("system_admin", "System administrator"),
                            ("security_admin", "Security administrator"),
                            ("audit_admin", "Audit administrator"),
                        ],
                        editable=False,
                        max_length=24,
                        verbose_name="next step",
                    ),
                ),
                ("summary", models.TextField(blank=True, max_length=2000, verbose_name="summary")),
                (
                    "best",
                    models.CharField(blank=True, max_length=500, verbose_name="work done best"),
                ),
                (
                    "regret",
                    models.CharField(blank=True, max_length=500, verbose_name="most regretted"),
                ),
                (
                    "handed_in",
                    models.JSONField(
                        editable=False,
                        help_text="What others read while the person changes a returned record.",
                        null=True,
                        verbose_name="as handed in",
                    ),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="revision"),
                ),
                (
                    "saved_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="saved at"),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="handed in at"),
                ),
                (
                    "assessee",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quarter_record",
                        to="assessment.assessee",
                        verbose_name="assessee",
                    ),
                ),
                (
                    "quarter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="dailyreview.quarter",
                        verbose_name="quarter",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        help_text="Where the person works: an office inside the unit, or the unit itself.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quarter_records",
                        to="organization.unit",
                        verbose_name="office",
                    ),
                ),
            ],
            options={
                "verbose_name": "record of a quarter",
                "verbose_name_plural": "records of quarters",
                "ordering": ["quarter_id", "section__code", "assessee__key"],
                "indexes": [
                    models.Index(fields=["section", "awaits"], name="dailyreview_record_awaits")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "in_review"), models.Q(("awaits", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("state", "in_review"), _negated=True), ("awaits", "")
                            ),
                            _connector="OR",
                        ),
                        name="dailyreview_quarterrecord_awaits",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mentoring",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("grade", models.CharField(max_length=20, verbose_name="grade")),
                ("opened_at", models.DateTimeField(auto_now_add=True, verbose_name="opened at")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                ("outcome", models.CharField(blank=True, max_length=300, verbose_name="outcome")),
                (
                    "mentor",
                    models.ForeignKey(
                        blank=True,
                        help_text="Named by the unit; empty until then.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentorings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="mentor",
                    ),
                ),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentoring",
                        to="dailyreview.quarterrecord",
                        verbose_name="record",
                    ),
                ),
            ],
            options={
                "verbose_name": "mentoring",
                "verbose_name_plural": "mentorings",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ColleagueComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("colleague", "colleague"), ("user", "person served")],
                        default="colleague",
                        max_length=10,
                        verbose_name="from",
                    ),
                ),
                ("words", models.CharField(max_length=500, verbose_name="comment")),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Needed when the office notes what somebody else said.",
                        max_length=100,
                        verbose_name="who said it",
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="colleague_comments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="dailyreview.quarterrecord",
                        verbose_name="record",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment of a colleague",
                "verbose_name_plural": "comments of colleagues",
                "ordering": ["record_id", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record", "written_by", "source"),
                        name="dailyreview_colleaguecomment_once",
                        violation_error_message="You have commented on this record already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "present",
                    models.DecimalField(
                        decimal_places=1,
                        default=0,
                        max_digits=4,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="days present",
                    ),
                ),
                (
                    "personal_leave",
                    models.DecimalField(
                        decimal_places=1,
                        default=0,
                        max_digits=4,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="days of personal leave",
                    ),
                ),
                (
                    "sick_leave",
                    models.DecimalField(
                        decimal_places=1,
                        default=0,
                        max_digits=4,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="days of sick leave",
                    ),
                ),
                (
                    "absent",
                    models.DecimalField(
                        decimal_places=1,
                        default=0,
                        max_digits=4,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="days absent without leave",
                    ),
                ),
                (
                    "late",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="times late or leaving early"
                    ),
                ),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance",
                        to="dailyreview.quarterrecord",
                        verbose_name="record",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendance",
                "ordering": ["record_id"],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=500, verbose_name="shortcoming")),
                ("written_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                ("reply", models.CharField(blank=True, max_length=500, verbose_name="reply")),
                (
                    "replied_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="replied at"),
                ),
                (
                    "closing",
                    models.CharField(blank=True, max_length=300, verbose_name="what has changed"),
                ),
                (
                    "closed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="closed at"),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders_closed",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="closed by",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="dailyreview.quarterrecord",
                        verbose_name="record",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders_written",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder of a shortcoming",
                "verbose_name_plural": "reminders of shortcomings",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="dailyreview_reminder_closed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewFeedback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=500, verbose_name="feedback")),
                ("given_at", models.DateTimeField(auto_now_add=True, verbose_name="given at")),
                (
                    "answer",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="the person's answer"
                    ),
                ),
                (
                    "acknowledged_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="taken note of at"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_feedback_given",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
                    ),
                ),
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="dailyreview.quarterrecord",
                        verbose_name="record",
                    ),
                ),
            ],
            options={
                "verbose_name": "feedback on a quarter",
                "verbose_name_plural": "feedback on quarters",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReviewStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("office_staff", "Assessment office staff"),
                            ("data_reporter", "Data reporter"),
                            ("unit_principal", "Unit principal"),
                            ("supervising_leader", "Leader in charge"),
                            ("section_head", "Section head"),
                            ("cadre", "Cadre"),
                            ("evaluator", "Evaluator"),
                            ("committee_member", "Committee member"),
                            ("system_admin", "System administrator"),
                            ("security_admin", "Security administrator"),
                            ("audit_admin", "Audit administrator"),
                        ],
                        max_length=24,
                        verbose_name="as",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("forward", "passed on"), ("return", "returned")],
                        max_length=8,
                        verbose_name="verdict",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="words")),
                ("taken_at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="dailyreview.quarterrecord",
                        verbose_name="record",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_steps",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewer",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_steps",
                        to="assessment.scoresheet",
                        verbose_name="score sheet",
                    ),
                ),
                (
                    "stood_in_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_steps_by_others",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="in the place of",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a review",
                "verbose_name_plural": "steps of reviews",
                "ordering": ["record_id", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict", "forward"),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="dailyreview_reviewstep_words",
                        violation_error_message="Say what is to be changed.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Revisit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held_on", models.DateField(verbose_name="held on")),
                ("words", models.CharField(max_length=500, verbose_name="what was found")),
                (
                    "held_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisits",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="held by",
                    ),
                ),
                (
                    "mentoring",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisits",
                        to="dailyreview.mentoring",
                        verbose_name="mentoring",
                    ),
                ),
            ],
            options={
                "verbose_name": "revisit",
                "verbose_name_plural": "revisits",
                "ordering": ["mentoring_id", "held_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("query", models.CharField(max_length=500, verbose_name="conditions")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_searches",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "saved search",
                "verbose_name_plural": "saved searches",
                "ordering": ["owner_id", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "name"),
                        name="dailyreview_savedsearch_once",
                        violation_error_message="You have a search of this name.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StandIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="to")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "absent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stand_ins",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewer",
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standing_in_for",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="stands in",
                    ),
                ),
            ],
            options={
                "verbose_name": "stand-in",
                "verbose_name_plural": "stand-ins",
                "ordering": ["-starts_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="dailyreview_standin_days",
                        violation_error_message="The last day lies before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("absent", models.F("deputy")), _negated=True),
                        name="dailyreview_standin_other",
                        violation_error_message="Nobody stands in for themselves.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tagging",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("put_at", models.DateTimeField(auto_now_add=True, verbose_name="put on at")),
                (
                    "removed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="taken away at"),
                ),
                (
                    "removal_reason",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=300,
                        verbose_name="why it was taken away",
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taggings",
                        to="organization.cadre",
                        verbose_name="cadre",
                    ),
                ),
                (
                    "put_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taggings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="put on by",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taggings_removed",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken away by",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taggings",
                        to="dailyreview.cadretag",
                        verbose_name="tag",
                    ),
                ),
            ],
            options={
                "verbose_name": "tag on a person",
                "verbose_name_plural": "tags on people",
                "ordering": ["cadre__name", "cadre_id", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("tag", "cadre"),
                        name="dailyreview_tagging_once",
                        violation_error_message="The person has this tag already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("removal_reason", ""),
                                ("removed_at__isnull", True),
                                ("removed_by__isnull", True),
                            ),
                            models.Q(
                                ("removed_at__isnull", False),
                                ("removed_by__isnull", False),
                                models.Q(("removal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="dailyreview_tagging_removed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkGoal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="task")),
                ("standard", models.CharField(blank=True, max_length=300, verbose_name="standard")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work_goals",
                        to="organization.appointment",
                        verbose_name="post",
                    ),
                ),
                (
                    "handed_down_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the person's own.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals_handed_down",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="handed down by",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="goals",
                        to="dailyreview.dailyplan",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "goal of the year",
                "verbose_name_plural": "goals of the year",
                "ordering": ["plan_id", "appointment_id", "due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="WorkEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("key", "key work"),
                            ("ad_hoc", "ad-hoc task"),
                            ("handed_down", "task from the unit's goals"),
                        ],
                        default="key",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="task")),
                ("standard", models.CharField(blank=True, max_length=300, verbose_name="standard")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                (
                    "progress",
                    models.CharField(blank=True, max_length=500, verbose_name="what was done"),
                ),
                ("is_done", models.BooleanField(default=False, verbose_name="done")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="dailyreview.quarterrecord",
                        verbose_name="record",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="entries",
                        to="dailyreview.workgoal",
                        verbose_name="goal",
                    ),
                ),
            ],
            options={
                "verbose_name": "piece of work",
                "verbose_name_plural": "pieces of work",
                "ordering": ["record_id", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AppointmentForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("texts", models.JSONField(blank=True, default=list, verbose_name="texts")),
                ("family", models.JSONField(blank=True, default=list, verbose_name="family")),
                (
                    "attributes",
                    models.JSONField(blank=True, default=list, verbose_name="attributes"),
                ),
                (
                    "imported_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="imported at"),
                ),
                (
                    "offered",
                    models.JSONField(blank=True, null=True, verbose_name="file to confirm"),
                ),
                (
                    "cadre",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appointment_form",
                        to="organization.cadre",
                        verbose_name="cadre",
                    ),
                ),
                (
                    "imported_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointment_forms",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="imported by",
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointment_forms_offered",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="read in by",
                    ),
                ),
            ],
            options={
                "verbose_name": "appointment form",
                "verbose_name_plural": "appointment forms",
                "ordering": ["cadre__name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("imported_at__isnull", True), ("imported_by__isnull", True)),
                            models.Q(
                                ("imported_at__isnull", False), ("imported_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="dailyreview_appointmentform_imported",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="dossierentry",
            index=models.Index(fields=["cadre", "state", "side"], name="dailyreview_entry_cadre"),
        ),
        migrations.AddIndex(
            model_name="dossierentry",
            index=models.Index(
                fields=["unit", "state", "happened_on"], name="dailyreview_entry_unit"
            ),
        ),
        migrations.AddIndex(
            model_name="dossierentry",
            index=models.Index(fields=["state", "kind", "year"], name="dailyreview_entry_kind"),
        ),
        migrations.AddConstraint(
            model_name="dossierentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "kind__in",
                            [
                                "key_work",
                                "indicator",
                                "major_test",
                                "award",
                                "reform",
                                "other_merit",
                            ],
                        ),
                        ("side", "positive"),
                    ),
                    models.Q(
                        (
                            "kind__in",
                            [
                                "discipline",
                                "criticism",
                                "reminder_talk",
                                "petition",
                                "offence",
                                "failure",
                                "other_fault",
                            ],
                        ),
                        ("side", "negative"),
                    ),
                    _connector="OR",
                ),
                name="dailyreview_dossierentry_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ruled_at__isnull", True), ("ruled_by__isnull", True), ("state", "intake")
                    ),
                    models.Q(
                        ("cadre__isnull", False),
                        ("ruled_at__isnull", False),
                        ("ruled_by__isnull", False),
                        ("state", "confirmed"),
                        ("unit__isnull", False),
                    ),
                    models.Q(
                        ("ruled_at__isnull", False),
                        ("ruled_by__isnull", False),
                        ("state", "rejected"),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="dailyreview_dossierentry_ruled",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ruled_by__isnull", True),
                    models.Q(("ruled_by", models.F("recorded_by")), _negated=True),
                    _connector="OR",
                ),
                name="dailyreview_dossierentry_four_eyes",
                violation_error_message="Somebody else than the writer confirms it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("origin", "department"), ("source__isnull", False)),
                    models.Q(
                        models.Q(("origin", "department"), _negated=True), ("cadre__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="dailyreview_dossierentry_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("secrecy", "general")), name="dailyreview_dossierentry_secrecy"
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 1990), ("year__lte", 2100)),
                name="dailyreview_dossierentry_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="meritrule",
            constraint=models.UniqueConstraint(
                fields=("version", "kind"), name="dailyreview_meritrule_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="meritrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("points", 0), _negated=True),
                name="dailyreview_meritrule_worth_something",
            ),
        ),
    ]
