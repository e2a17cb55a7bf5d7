from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import assessment.models.fields
import indicators.models.values


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("evaluators", "0001_initial"),
        ("indicators", "0001_initial"),
        ("organization", "0001_initial"),
        ("organization", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="RunGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80, verbose_name="comparison group")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "stage",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Groups of a later stage read results of earlier ones.",
                        verbose_name="stage",
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="assessees")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("claimed", "being computed"),
                            ("done", "done"),
                            ("cancelled", "cancelled"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=0, verbose_name="attempt")),
                (
                    "lease_until",
                    models.DateTimeField(
                        blank=True,
                        help_text="Claimed: when its worker counts as lost. Waiting: when it is called again.",
                        null=True,
                        verbose_name="lease until",
                    ),
                ),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="finished at"),
                ),
                ("error", models.TextField(blank=True, verbose_name="error")),
                ("digest", models.CharField(max_length=64, verbose_name="digest of the inputs")),
                (
                    "outcome_digest",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="digest of the outcome"
                    ),
                ),
                (
                    "proposal",
                    models.JSONField(blank=True, default=dict, verbose_name="quota arithmetic"),
                ),
            ],
            options={
                "verbose_name": "unit of work",
                "verbose_name_plural": "units of work",
                "ordering": ["run_id", "stage", "key"],
            },
        ),
        migrations.CreateModel(
            name="Scheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "clause",
                    models.CharField(
                        help_text="The document and article these rules come from.",
                        max_length=200,
                        verbose_name="clause",
                    ),
                ),
                (
                    "decimals",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[django.core.validators.MaxValueValidator(6)],
                        verbose_name="decimals of a total",
                    ),
                ),
                (
                    "tie_method",
                    models.CharField(
                        choices=[("competition", "1, 2, 2, 4"), ("dense", "1, 2, 2, 3")],
                        default="competition",
                        max_length=12,
                        verbose_name="places with ties",
                    ),
                ),
                (
                    "missing_value",
                    models.CharField(
                        choices=[
                            ("hold", "hold the total"),
                            ("renormalise", "weight goes to the siblings"),
                        ],
                        default="hold",
                        max_length=12,
                        verbose_name="when a value is missing",
                    ),
                ),
                (
                    "missing_class",
                    models.CharField(
                        choices=[
                            ("hold", "hold the total"),
                            ("renormalise", "weight goes to the siblings"),
                        ],
                        default="renormalise",
                        max_length=12,
                        verbose_name="when a rater class has no vote",
                    ),
                ),
                (
                    "neutral_share",
                    models.DecimalField(
                        decimal_places=4,
                        default=Decimal("0.8"),
                        help_text="Share of full marks where a group is too small or has no spread.",
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="neutral share",
                    ),
                ),
                (
                    "bonus_cap",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=9,
                        null=True,
                        verbose_name="most bonus points of a cycle",
                    ),
                ),
                (
                    "bonus_floor",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="As a negative number.",
                        max_digits=9,
                        null=True,
                        verbose_name="most points deducted in a cycle",
                    ),
                ),
                (
                    "remark_below_share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="Share of full marks; 1 asks for the reason of every deduction. Empty: never.",
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="a reason is due below",
                    ),
                ),
                (
                    "remark_above_share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="Share of full marks, as 0.95. Empty: never.",
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="a reason is due above",
                    ),
                ),
                (
                    "flat_different_min",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="Share of pairs of an evaluator's sheets with different totals; with less the marking is returned as flat. Empty: not asked.",
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="least share of differing sheets",
                    ),
                ),
                (
                    "flat_width_min",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Between the quarter points, out of 100. Empty: not asked.",
                        max_digits=7,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="least width of an evaluator's totals",
                    ),
                ),
                (
                    "flat_field_min",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="With fewer sheets of one comparison group nothing is said.",
                        verbose_name="smallest field for it",
                    ),
                ),
            ],
            options={
                "verbose_name": "scheme",
                "verbose_name_plural": "schemes",
                "ordering": ["-year", "code"],
            },
        ),
        migrations.CreateModel(
            name="TalkForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("valid_from", models.DateField(unique=True, verbose_name="valid from")),
                ("clause", models.CharField(max_length=200, verbose_name="clause")),
                (
                    "opening",
                    models.TextField(
                        blank=True,
                        help_text="What every outline begins with, before the questions about one assessee.",
                        verbose_name="opening of an outline",
                    ),
                ),
            ],
            options={
                "verbose_name": "talk form",
                "verbose_name_plural": "talk forms",
                "ordering": ["-valid_from"],
            },
        ),
        migrations.CreateModel(
            name="AssessmentCycle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("annual", "annual assessment"),
                            ("daily", "daily assessment"),
                            ("special", "special assessment"),
                            ("term", "term assessment"),
                        ],
                        default="annual",
                        max_length=8,
                        verbose_name="kind",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "in preparation"),
                            ("open", "open"),
                            ("closed", "closed"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "opened_on",
                    models.DateField(editable=False, null=True, verbose_name="opened on"),
                ),
                (
                    "sheets_due_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="After this moment no sheet is changed or handed in.",
                        null=True,
                        verbose_name="score sheets due",
                    ),
                ),
                (
                    "marking_closed_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="marking closed at"
                    ),
                ),
                (
                    "field_plan",
                    models.ForeignKey(
                        blank=True,
                        help_text="Its groups fill the score sheets; empty without field work.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cycles",
                        to="evaluators.fieldplan",
                        verbose_name="field plan",
                    ),
                ),
                (
                    "systems",
                    models.ManyToManyField(
                        blank=True,
                        related_name="cycles",
                        to="indicators.indicatorsystem",
                        verbose_name="indicator systems",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cycles",
                        to="assessment.scheme",
                        verbose_name="scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment cycle",
                "verbose_name_plural": "assessment cycles",
                "ordering": ["-period", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name",),
                        name="assessment_assessmentcycle_name",
                        violation_error_message="Another cycle has this name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opened_on__isnull", True), ("state", "draft")),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                ("opened_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_assessmentcycle_opened",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60, verbose_name="key")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("group_key", models.CharField(max_length=80, verbose_name="comparison group")),
                (
                    "group_name",
                    models.CharField(max_length=120, verbose_name="name of the comparison group"),
                ),
                (
                    "identity_class",
                    models.CharField(
                        blank=True,
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
                    "area",
                    models.CharField(
                        blank=True,
                        help_text="Region code of the unit.",
                        max_length=6,
                        verbose_name="area",
                    ),
                ),
                (
                    "appointment",
                    models.ForeignKey(
                        blank=True,
                        help_text="Set for a person; empty for a unit.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessees",
                        to="organization.appointment",
                        verbose_name="post",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessees",
                        to="organization.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessees",
                        to="indicators.indicatorsystem",
                        verbose_name="indicator system",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessees",
                        to="organization.leadershipteam",
                        verbose_name="leadership team",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessees",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessees",
                        to="assessment.assessmentcycle",
                        verbose_name="cycle",
                    ),
                ),
            ],
            options={
                "verbose_name": "assessee",
                "verbose_name_plural": "assessees",
                "ordering": ["cycle_id", "group_key", "key"],
                "indexes": [
                    models.Index(fields=["cycle", "group_key"], name="assessment_assessee_group")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("cycle", "key"), name="assessment_assessee_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="DebriefComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField(max_length=2000, verbose_name="comment")),
                ("written_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="debrief_comments",
                        to="evaluators.assessmentgroup",
                        verbose_name="assessment group",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment at the debrief",
                "verbose_name_plural": "comments at the debrief",
                "ordering": ["group_id", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="FieldQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=500, verbose_name="question")),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="asked at")),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="answer")),
                (
                    "answered_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="answered at"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="evaluators.assessmentgroup",
                        verbose_name="asked by the group",
                    ),
                ),
            ],
            options={
                "verbose_name": "question to the command group",
                "verbose_name_plural": "questions to the command group",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_fieldquestion_answered",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupClosing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("closed_at", models.DateTimeField(auto_now_add=True, verbose_name="closed at")),
                (
                    "closed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="closed by",
                    ),
                ),
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closing",
                        to="evaluators.assessmentgroup",
                        verbose_name="assessment group",
                    ),
                ),
            ],
            options={
                "verbose_name": "end of a group's task",
                "verbose_name_plural": "ends of groups' tasks",
                "ordering": ["group_id"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="GroupReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held_on", models.DateField(verbose_name="held on")),
                ("words", models.TextField(max_length=4000, verbose_name="what was agreed")),
                (
                    "recorded_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="recorded at"),
                ),
                (
                    "attendees",
                    models.ManyToManyField(
                        related_name="group_reviews",
                        to="evaluators.evaluator",
                        verbose_name="who was there",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="evaluators.assessmentgroup",
                        verbose_name="assessment group",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "review of a group",
                "verbose_name_plural": "reviews of groups",
                "ordering": ["group_id", "held_on", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="OverlayFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "effect",
                    models.CharField(
                        choices=[
                            ("bar_top", "barred from the best grade"),
                            ("downgrade", "one grade lower"),
                            ("limit", "no better than a grade"),
                        ],
                        max_length=10,
                        verbose_name="effect",
                    ),
                ),
                (
                    "limit",
                    models.CharField(
                        blank=True,
                        help_text="Code of a grade of the scheme.",
                        max_length=20,
                        verbose_name="best grade left",
                    ),
                ),
                ("clause", models.CharField(max_length=200, verbose_name="clause")),
                ("fact", models.CharField(max_length=300, verbose_name="fact")),
                (
                    "recorded_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="recorded at"),
                ),
                (
                    "assessee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="overlay_facts",
                        to="assessment.assessee",
                        verbose_name="assessee",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recorded_overlay_facts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "veto or downgrade",
                "verbose_name_plural": "vetoes and downgrades",
                "ordering": ["assessee_id", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("effect", "limit"), models.Q(("limit", ""), _negated=True)),
                            models.Q(models.Q(("effect", "limit"), _negated=True), ("limit", "")),
                            _connector="OR",
                        ),
                        name="assessment_overlayfact_limit",
                        violation_error_message="Name the best grade left, for this effect only.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadinessCheck",
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
                            ("waiting", "waiting"),
                            ("claimed", "being computed"),
                            ("done", "done"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "requested_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="requested at"),
                ),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="finished at"),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=0, verbose_name="attempt")),
                (
                    "lease_until",
                    models.DateTimeField(
                        blank=True,
                        help_text="Claimed: when its worker counts as lost. Waiting: when it is called again.",
                        null=True,
                        verbose_name="lease until",
                    ),
                ),
                (
                    "group_count",
                    models.PositiveIntegerField(default=0, verbose_name="comparison groups"),
                ),
                ("done_count", models.PositiveIntegerField(default=0, verbose_name="groups done")),
                (
                    "findings",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Codes, figures and keys; each reader gets the words in the own language.",
                        verbose_name="findings",
                    ),
                ),
                ("error", models.TextField(blank=True, verbose_name="error")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="assessment.assessmentcycle",
                        verbose_name="cycle",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readiness_checks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="requested by",
                    ),
                ),
            ],
            options={
                "verbose_name": "check before a run",
                "verbose_name_plural": "checks before a run",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "claimed"])),
                        fields=("cycle",),
                        name="assessment_readinesscheck_one_at_a_time",
                        violation_error_message="A check of this cycle is under way.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "total",
                    models.DecimalField(
                        decimal_places=6, max_digits=14, null=True, verbose_name="total"
                    ),
                ),
                (
                    "exact_total",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=14,
                        null=True,
                        verbose_name="total before rounding",
                    ),
                ),
                ("rank", models.PositiveIntegerField(null=True, verbose_name="place")),
                (
                    "points",
                    assessment.models.fields.PackedIntegersField(
                        dtype="int64", verbose_name="points of the nodes"
                    ),
                ),
                (
                    "full_marks",
                    assessment.models.fields.PackedIntegersField(
                        dtype="int64", verbose_name="full marks of the nodes"
                    ),
                ),
                (
                    "missing",
                    models.JSONField(blank=True, default=list, verbose_name="what is missing"),
                ),
                (
                    "proposed_grade",
                    models.CharField(blank=True, max_length=20, verbose_name="proposed grade"),
                ),
                (
                    "grade_reason",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="why this grade is proposed"
                    ),
                ),
                (
                    "assessee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="assessment.assessee",
                        verbose_name="assessee",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="assessment.rungroup",
                        verbose_name="comparison group",
                    ),
                ),
            ],
            options={
                "verbose_name": "result",
                "verbose_name_plural": "results",
                "ordering": ["group_id", "rank", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("group", "assessee"), name="assessment_result_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="published at"),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication",
                        to="assessment.rungroup",
                        verbose_name="comparison group",
                    ),
                ),
            ],
            options={
                "verbose_name": "publication",
                "verbose_name_plural": "publications",
                "ordering": ["-pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
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
        migrations.CreateModel(
            name="FrozenBundle",
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
                        related_name="frozen",
                        to="assessment.rungroup",
                        verbose_name="unit of work",
                    ),
                ),
            ],
            options={
                "verbose_name": "frozen inputs",
                "verbose_name_plural": "frozen inputs",
                "ordering": ["group_id"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="RaterClass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=20, verbose_name="code")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                (
                    "weight",
                    models.DecimalField(decimal_places=4, max_digits=7, verbose_name="weight"),
                ),
                (
                    "aggregation",
                    models.CharField(
                        choices=[
                            ("mean", "mean"),
                            ("median", "median"),
                            ("trimmed", "trimmed mean"),
                        ],
                        default="mean",
                        max_length=8,
                        verbose_name="aggregation",
                    ),
                ),
                (
                    "trim_above",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="Only for the trimmed mean.",
                        verbose_name="trim with more raters than",
                    ),
                ),
                (
                    "trim_each_end",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="left out at each end"
                    ),
                ),
                (
                    "roles",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Members of the assessment groups with these roles mark as this class.",
                        related_name="rater_classes",
                        to="evaluators.grouprole",
                        verbose_name="group roles",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rater_classes",
                        to="assessment.scheme",
                        verbose_name="scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "rater class",
                "verbose_name_plural": "rater classes",
                "ordering": ["scheme_id", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "code"), name="assessment_raterclass_code"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SchemeGrade",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=20, verbose_name="code")),
                ("name", models.CharField(max_length=20, verbose_name="name")),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        help_text="1 is the best grade.", verbose_name="position"
                    ),
                ),
                (
                    "min_score",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=9,
                        null=True,
                        verbose_name="score at least",
                    ),
                ),
                ("clause", models.CharField(blank=True, max_length=200, verbose_name="clause")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grades",
                        to="assessment.scheme",
                        verbose_name="scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "grade of a scheme",
                "verbose_name_plural": "grades of a scheme",
                "ordering": ["scheme_id", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "code"), name="assessment_schemegrade_code"
                    ),
                    models.UniqueConstraint(
                        fields=("scheme", "position"),
                        name="assessment_schemegrade_position",
                        violation_error_message="Two grades of a scheme cannot have the same position.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SchemeQuota",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[("group", "each comparison group"), ("cycle", "the whole cycle")],
                        default="group",
                        max_length=8,
                        verbose_name="counted over",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("identity_class", "identity class"),
                            ("unit", "unit (its team)"),
                            ("area", "area"),
                            ("whole", "as a whole"),
                        ],
                        default="whole",
                        max_length=16,
                        verbose_name="level",
                    ),
                ),
                (
                    "value",
                    models.CharField(
                        blank=True,
                        help_text="One identity class, unit code or region code; empty: all without a row of their own.",
                        max_length=30,
                        verbose_name="only for",
                    ),
                ),
                (
                    "share",
                    models.DecimalField(
                        decimal_places=4,
                        help_text="Largest share of those with a total; 0.3 means 30 %.",
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="share",
                    ),
                ),
                (
                    "rounding",
                    models.CharField(
                        choices=[("floor", "down"), ("half_up", "half up"), ("ceil", "up")],
                        default="floor",
                        max_length=8,
                        verbose_name="rounding of the quota",
                    ),
                ),
                (
                    "tie_law",
                    models.CharField(
                        choices=[
                            ("ask", "left to the people who decide"),
                            ("exclude", "none of the tied"),
                            ("include", "all of the tied"),
                        ],
                        default="ask",
                        max_length=8,
                        verbose_name="ties at the edge",
                    ),
                ),
                (
                    "pool_below",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Parts of a level with fewer people are counted together; 0 pools none.",
                        verbose_name="pooled below",
                    ),
                ),
                (
                    "is_strict",
                    models.BooleanField(
                        default=False,
                        help_text="A decision beyond the quota is refused, not only pointed out.",
                        verbose_name="refuse more",
                    ),
                ),
                ("clause", models.CharField(blank=True, max_length=200, verbose_name="clause")),
                (
                    "grade",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotas",
                        to="assessment.schemegrade",
                        verbose_name="grade",
                    ),
                ),
            ],
            options={
                "verbose_name": "quota of a scheme",
                "verbose_name_plural": "quotas of a scheme",
                "ordering": ["grade_id", "scope", "level", "value"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("grade", "scope", "level", "value"),
                        name="assessment_schemequota_once",
                        violation_error_message="This quota stands twice.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", "whole"), _negated=True),
                            models.Q(("pool_below", 0), ("value", "")),
                            _connector="OR",
                        ),
                        name="assessment_schemequota_whole",
                        violation_error_message="A whole has no parts to choose or to pool.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScoreRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
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
                (
                    "requested_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="started at"),
                ),
                (
                    "frozen_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="inputs frozen at"),
                ),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="finished at"),
                ),
                (
                    "attempt",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="How often freezing the inputs was begun.",
                        verbose_name="attempt",
                    ),
                ),
                (
                    "lease_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="lease until"),
                ),
                ("error", models.TextField(blank=True, verbose_name="error")),
                (
                    "engine",
                    models.CharField(blank=True, max_length=40, verbose_name="engine version"),
                ),
                (
                    "digest",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="digest of the snapshot"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="assessment.assessmentcycle",
                        verbose_name="cycle",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="score_runs",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="started by",
                    ),
                ),
            ],
            options={
                "verbose_name": "score run",
                "verbose_name_plural": "score runs",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cycle", "number"), name="assessment_scorerun_number"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["queued", "running"])),
                        fields=("cycle",),
                        name="assessment_scorerun_one_at_a_time",
                        violation_error_message="A run of this cycle is under way.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="rungroup",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="groups",
                to="assessment.scorerun",
                verbose_name="run",
            ),
        ),
        migrations.CreateModel(
            name="GradeDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "proposed_grade",
                    models.CharField(blank=True, max_length=20, verbose_name="proposed grade"),
                ),
                ("grade", models.CharField(max_length=20, verbose_name="decided grade")),
                (
                    "body",
                    models.CharField(
                        help_text="As in the minutes, for example the committee.",
                        max_length=100,
                        verbose_name="deciding body",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="decided on")),
                (
                    "recorded_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="recorded at"),
                ),
                (
                    "departure_reason",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        verbose_name="reason for departing from the proposal",
                    ),
                ),
                (
                    "assessee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="assessment.assessee",
                        verbose_name="assessee",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grade_decisions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "superseded_by",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supersedes",
                        to="assessment.gradedecision",
                        verbose_name="superseded by",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="assessment.scorerun",
                        verbose_name="run",
                    ),
                ),
            ],
            options={
                "verbose_name": "grade decision",
                "verbose_name_plural": "grade decisions",
                "ordering": ["-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("grade", models.F("proposed_grade")),
                            models.Q(("departure_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="assessment_gradedecision_departure",
                        violation_error_message="Say why the grade departs from the proposal.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("superseded_by__isnull", True)),
                        fields=("assessee",),
                        name="assessment_gradedecision_one_in_force",
                        violation_error_message="A decision is in force for this assessee.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScoreSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rater_class", models.CharField(max_length=20, verbose_name="rater class")),
                (
                    "marks",
                    assessment.models.fields.PackedIntegersField(
                        dtype="int16", verbose_name="marks"
                    ),
                ),
                (
                    "remarks",
                    models.JSONField(
                        blank=True,
                        db_default=models.Value({}, output_field=models.JSONField()),
                        default=dict,
                        verbose_name="remarks",
                    ),
                ),
                (
                    "advice",
                    models.TextField(blank=True, db_default="", default="", verbose_name="advice"),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="submitted at"),
                ),
                (
                    "submission_key",
                    models.UUIDField(
                        blank=True,
                        help_text="Chosen by the sender: what is sent twice is stored once.",
                        null=True,
                        unique=True,
                        verbose_name="key of the submission",
                    ),
                ),
                (
                    "body_digest",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=64,
                        verbose_name="digest of the submission",
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="reopened at"),
                ),
                (
                    "withdrawn_reason",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=200,
                        verbose_name="reason of reopening",
                    ),
                ),
                (
                    "assessee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sheets",
                        to="assessment.assessee",
                        verbose_name="assessee",
                    ),
                ),
                (
                    "evaluator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="score_sheets",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="evaluator",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawn_sheets",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reopened by",
                    ),
                ),
            ],
            options={
                "verbose_name": "score sheet",
                "verbose_name_plural": "score sheets",
                "ordering": ["assessee_id", "evaluator_id", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("assessee", "evaluator"),
                        name="assessment_scoresheet_once",
                        violation_error_message="This evaluator has submitted a sheet already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_reason", "")),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdrawn_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_scoresheet_withdrawn",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SheetDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("marks", models.JSONField(blank=True, default=dict, verbose_name="marks")),
                ("remarks", models.JSONField(blank=True, default=dict, verbose_name="remarks")),
                ("advice", models.TextField(blank=True, verbose_name="advice")),
                (
                    "stamps",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="revisions of the fields"
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="revision")),
                ("saved_at", models.DateTimeField(auto_now=True, verbose_name="saved at")),
                (
                    "returned_reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="reason of the return"
                    ),
                ),
                (
                    "returned_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="returned at"),
                ),
                (
                    "assessee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="assessment.assessee",
                        verbose_name="assessee",
                    ),
                ),
                (
                    "evaluator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheet_drafts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="evaluator",
                    ),
                ),
            ],
            options={
                "verbose_name": "draft of a score sheet",
                "verbose_name_plural": "drafts of score sheets",
                "ordering": ["assessee_id", "evaluator_id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assessee", "evaluator"), name="assessment_sheetdraft_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TalkBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=20, verbose_name="code")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                (
                    "side",
                    models.CharField(
                        choices=[("ask", "must ask"), ("tell", "must tell")],
                        max_length=4,
                        verbose_name="side",
                    ),
                ),
                ("prompt", models.CharField(blank=True, max_length=200, verbose_name="prompt")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blocks",
                        to="assessment.talkform",
                        verbose_name="talk form",
                    ),
                ),
            ],
            options={
                "verbose_name": "block of a talk",
                "verbose_name_plural": "blocks of talks",
                "ordering": ["form_id", "position", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("form", "code"), name="assessment_talkblock_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TalkOutline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=8000, verbose_name="outline")),
                ("written_at", models.DateTimeField(auto_now=True, verbose_name="written at")),
                (
                    "assessee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="talk_outlines",
                        to="assessment.assessee",
                        verbose_name="assessee",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talk_outlines",
                        to="evaluators.assessmentgroup",
                        verbose_name="assessment group",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "talk outline",
                "verbose_name_plural": "talk outlines",
                "ordering": ["group_id", "assessee_id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("group", "assessee"), name="assessment_talkoutline_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TalkRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("with_whom", models.CharField(max_length=100, verbose_name="with whom")),
                ("talked_on", models.DateField(verbose_name="talked on")),
                (
                    "answers",
                    models.JSONField(
                        default=dict, help_text="Text by code of the block", verbose_name="answers"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("incomplete", "incomplete"),
                            ("complete", "complete, to be signed"),
                            ("signed", "signed"),
                        ],
                        default="incomplete",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="revision"),
                ),
                ("saved_at", models.DateTimeField(auto_now=True, verbose_name="saved at")),
                (
                    "signed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="signed at"),
                ),
                (
                    "assessee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="talks",
                        to="assessment.assessee",
                        verbose_name="assessee",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talks",
                        to="assessment.talkform",
                        verbose_name="talk form",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talks",
                        to="evaluators.assessmentgroup",
                        verbose_name="assessment group",
                    ),
                ),
                (
                    "talked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="talked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "talk record",
                "verbose_name_plural": "talk records",
                "ordering": ["group_id", "assessee_id", "talked_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at__isnull", False), ("state", "signed")),
                            models.Q(
                                models.Q(("state", "signed"), _negated=True),
                                ("signed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_talkrecord_signed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "doubt",
                    models.CharField(
                        help_text="The statement or figure, and why it is doubted.",
                        max_length=500,
                        verbose_name="what is doubted",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("papers", "papers"),
                            ("site_visit", "site visit"),
                            ("small_meeting", "small meeting"),
                        ],
                        max_length=14,
                        verbose_name="way",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due on")),
                ("raised_at", models.DateTimeField(auto_now_add=True, verbose_name="raised at")),
                (
                    "conclusion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirmed", "confirmed"),
                            ("corrected", "corrected"),
                            ("rejected", "rejected"),
                        ],
                        max_length=10,
                        verbose_name="conclusion",
                    ),
                ),
                (
                    "findings",
                    models.TextField(blank=True, max_length=4000, verbose_name="findings"),
                ),
                (
                    "concluded_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="concluded at"),
                ),
                (
                    "assessee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verifications",
                        to="assessment.assessee",
                        verbose_name="assessee",
                    ),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verifications",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who looks into it",
                    ),
                ),
                (
                    "concluded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="concluded by",
                    ),
                ),
                (
                    "figure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="verifications",
                        to="indicators.reportedvalue",
                        verbose_name="reported figure",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verifications",
                        to="evaluators.assessmentgroup",
                        verbose_name="assessment group",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verifications",
                        to="indicators.systemnode",
                        verbose_name="indicator",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="raised by",
                    ),
                ),
            ],
            options={
                "verbose_name": "verification",
                "verbose_name_plural": "verifications",
                "ordering": ["group_id", "due_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("concluded_at__isnull", True), ("conclusion", ""), ("findings", "")
                            ),
                            models.Q(
                                models.Q(("conclusion", ""), _negated=True),
                                models.Q(("findings", ""), _negated=True),
                                ("concluded_at__isnull", False),
                                ("concluded_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_verification_concluded",
                        violation_error_message="A conclusion has words, a person and a moment.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VerificationFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(upload_to="verifications/%Y/%m", verbose_name="file")),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                (
                    "attached_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="attached at"),
                ),
                (
                    "attached_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="attached by",
                    ),
                ),
                (
                    "verification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="assessment.verification",
                        verbose_name="verification",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a verification",
                "verbose_name_plural": "files of verifications",
                "ordering": ["verification_id", "pk"],
            },
        ),
        migrations.CreateModel(
            name="WorkbookImport",
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
                ("file", models.FileField(upload_to="imports/%Y/%m", verbose_name="file")),
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
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workbook_imports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "workbook import",
                "verbose_name_plural": "workbook imports",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="WorkLogEntry",
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
                            ("note", "note"),
                            ("report", "report of the supervisor"),
                            ("talk_signed", "talk signed"),
                            ("doubt_raised", "verification begun"),
                            ("doubt_concluded", "verification concluded"),
                            ("question_asked", "question asked"),
                            ("reviewed", "review held"),
                            ("commented", "comment at the debrief"),
                            ("closed", "task closed"),
                        ],
                        default="note",
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=1000, verbose_name="words")),
                ("written_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                (
                    "assessee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work_log",
                        to="assessment.assessee",
                        verbose_name="assessee",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="work_log",
                        to="evaluators.assessmentgroup",
                        verbose_name="assessment group",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of a work log",
                "verbose_name_plural": "entries of work logs",
                "ordering": ["group_id", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddIndex(
            model_name="rungroup",
            index=models.Index(fields=["state", "lease_until"], name="assessment_rungroup_lease"),
        ),
        migrations.AddConstraint(
            model_name="rungroup",
            constraint=models.UniqueConstraint(
                fields=("run", "key"), name="assessment_rungroup_key"
            ),
        ),
    ]
