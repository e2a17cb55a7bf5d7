import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import organization.models.units


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organization", "0001_initial"),
        ("organization", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="FieldPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("dispatched", "groups drawn from the pool"),
                            ("in_house", "groups of the office's own divisions"),
                        ],
                        default="dispatched",
                        max_length=12,
                        verbose_name="mode",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="to")),
                (
                    "years_in_a_row",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="The same evaluator judges the same unit at most so many years running.",
                        verbose_name="years in a row",
                    ),
                ),
                (
                    "core_min",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="Every group has at least so many evaluators of the core tier.",
                        verbose_name="core members a group",
                    ),
                ),
                (
                    "home_max",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=2,
                        help_text="Empty sets no limit; groups of the office itself have none.",
                        null=True,
                        verbose_name="people of one department in a group",
                    ),
                ),
                (
                    "new_max_percent",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=50,
                        help_text="Empty sets no limit.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="newcomers in a group, at most percent",
                    ),
                ),
                (
                    "link_guests",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="So many members of a group also mark a few units of the next group of the category, so that strict groups can be told from weak fields. 0 means no links.",
                        verbose_name="guests of a link",
                    ),
                ),
                (
                    "seed",
                    models.PositiveIntegerField(
                        default=1,
                        help_text="Orders equal choices; the same seed gives the same.",
                        verbose_name="seed",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "in preparation"),
                            ("confirmed", "confirmed"),
                            ("closed", "closed"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="version"),
                ),
            ],
            options={
                "verbose_name": "field plan",
                "verbose_name_plural": "field plans",
                "ordering": ["-year", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="GroupRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "lowest_post_level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("111", "Provincial, principal"),
                            ("112", "Provincial, deputy"),
                            ("121", "Bureau, principal"),
                            ("122", "Bureau, deputy"),
                            ("131", "County, principal"),
                            ("132", "County, deputy"),
                            ("141", "Township, principal"),
                            ("142", "Township, deputy"),
                            ("150", "Section member"),
                            ("160", "Clerk"),
                        ],
                        help_text="The level itself or one above; empty means any.",
                        max_length=3,
                        verbose_name="lowest post level",
                    ),
                ),
                (
                    "reserve",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("leader", "leader reserve"),
                            ("deputy_leader", "deputy leader reserve"),
                            ("liaison", "liaison reserve"),
                        ],
                        max_length=14,
                        verbose_name="filled from the reserve",
                    ),
                ),
                (
                    "marks_sheets",
                    models.BooleanField(
                        default=True,
                        help_text="Else the role reads and reports only.",
                        verbose_name="fills score sheets",
                    ),
                ),
                (
                    "leads",
                    models.BooleanField(
                        default=False,
                        help_text="Reviews the members after field work.",
                        verbose_name="leads the group",
                    ),
                ),
            ],
            options={
                "verbose_name": "group role",
                "verbose_name_plural": "group roles",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="GroupTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
            ],
            options={
                "verbose_name": "group template",
                "verbose_name_plural": "group templates",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="PointsItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "points",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="Below 0 it deducts.",
                        max_digits=6,
                        verbose_name="points each time",
                    ),
                ),
                (
                    "colour",
                    models.CharField(
                        choices=[
                            ("red", "red point"),
                            ("black", "black point"),
                            ("none", "no point of colour"),
                        ],
                        default="none",
                        max_length=5,
                        verbose_name="colour",
                    ),
                ),
                (
                    "cap",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="The most that entries of this kind add or take in a year; empty for no limit.",
                        max_digits=6,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="most a year",
                    ),
                ),
                (
                    "is_misconduct",
                    models.BooleanField(
                        default=False,
                        help_text="Makes a candidate for exit whatever the points.",
                        verbose_name="misconduct",
                    ),
                ),
                (
                    "home_points",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="An entry proposes to take so many points off the yearly score of the unit that sent the person; empty proposes nothing.",
                        max_digits=6,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="deduction for the home unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "kind of points entry",
                "verbose_name_plural": "kinds of points entries",
                "ordering": ["version_id", "-points", "code"],
            },
        ),
        migrations.CreateModel(
            name="PointsVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="name")),
                ("valid_from", models.DateField(unique=True, verbose_name="valid from")),
                ("clause", models.CharField(max_length=200, verbose_name="clause")),
                (
                    "base",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=7,
                        verbose_name="points to start with",
                    ),
                ),
                (
                    "exit_bottom_percent",
                    models.DecimalField(
                        decimal_places=2,
                        default=5,
                        help_text="Those at the bottom become candidates for exit; a person decides.",
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="bottom of the ranking, percent",
                    ),
                ),
                (
                    "exit_black_max",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="One more makes a candidate.",
                        verbose_name="black points still borne",
                    ),
                ),
                (
                    "exit_age_max",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty sets no limit.",
                        null=True,
                        verbose_name="highest age",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of the points rules",
                "verbose_name_plural": "versions of the points rules",
                "ordering": ["-valid_from"],
            },
        ),
        migrations.CreateModel(
            name="PoolPolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(unique=True, verbose_name="valid from")),
                ("clause", models.CharField(max_length=200, verbose_name="clause")),
                (
                    "yearly_exit_share",
                    models.DecimalField(
                        decimal_places=4,
                        default="0.25",
                        help_text="Share of the roster at the start of the year; 0.25 means a quarter.",
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="largest yearly exchange",
                    ),
                ),
                (
                    "training_months",
                    models.PositiveSmallIntegerField(
                        default=6,
                        help_text="A newcomer without training after so many months cannot be placed.",
                        verbose_name="months until the first training",
                    ),
                ),
                (
                    "needs_certificate",
                    models.BooleanField(default=True, verbose_name="duty needs a certificate"),
                ),
                (
                    "needs_policy_training",
                    models.BooleanField(
                        default=False,
                        verbose_name="duty needs the policy training at the start of the year",
                    ),
                ),
                (
                    "needs_practice_training",
                    models.BooleanField(
                        default=False,
                        verbose_name="duty needs the practice training at the end of the year",
                    ),
                ),
                (
                    "answers_min",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="A reverse evaluation with fewer answers stays hidden: one would be known.",
                        validators=[django.core.validators.MinValueValidator(2)],
                        verbose_name="least answers shown",
                    ),
                ),
            ],
            options={
                "verbose_name": "policy of the pool",
                "verbose_name_plural": "policies of the pool",
                "ordering": ["-valid_from"],
            },
        ),
        migrations.CreateModel(
            name="ReverseQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                ("text", models.CharField(max_length=200, verbose_name="wording")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("is_asked", models.BooleanField(default=True, verbose_name="asked")),
            ],
            options={
                "verbose_name": "question of the reverse evaluation",
                "verbose_name_plural": "questions of the reverse evaluation",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="Tag",
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
                            ("origin", "origin"),
                            ("speciality", "speciality"),
                            ("experience", "experience"),
                            ("strength", "strength shown in the field"),
                            ("capacity", "capacity"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
            ],
            options={
                "verbose_name": "tag of evaluators",
                "verbose_name_plural": "tags of evaluators",
                "ordering": ["kind", "code"],
            },
        ),
        migrations.CreateModel(
            name="TrainingResource",
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
                        choices=[("base", "training base"), ("handbook", "handbook")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ],
            options={
                "verbose_name": "training base or handbook",
                "verbose_name_plural": "training bases and handbooks",
                "ordering": ["kind", "name"],
            },
        ),
        migrations.CreateModel(
            name="AssessmentGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessment_groups",
                        to="organization.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="groups",
                        to="evaluators.fieldplan",
                        verbose_name="field plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment group",
                "verbose_name_plural": "assessment groups",
                "ordering": ["plan_id", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "number"), name="evaluators_assessmentgroup_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Evaluator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="full name")),
                (
                    "sex",
                    models.CharField(
                        choices=[("1", "male"), ("2", "female")], max_length=1, verbose_name="sex"
                    ),
                ),
                (
                    "birth_month",
                    models.DateField(
                        help_text="Stored as the month's first day.", verbose_name="month of birth"
                    ),
                ),
                (
                    "pool",
                    models.CharField(
                        choices=[("expert", "expert"), ("professional", "professional")],
                        max_length=12,
                        verbose_name="pool",
                    ),
                ),
                (
                    "subtype",
                    models.CharField(
                        choices=[
                            ("leader", "leader"),
                            ("scholar", "scholar"),
                            ("think_tank", "think tank"),
                            ("third_party", "third party"),
                            ("office", "assessment office"),
                            ("lead_department", "lead department"),
                            ("assessed_unit", "assessed unit"),
                        ],
                        max_length=16,
                        verbose_name="subtype",
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        choices=[("core", "core"), ("main", "main"), ("auxiliary", "auxiliary")],
                        default="main",
                        max_length=10,
                        verbose_name="tier",
                    ),
                ),
                (
                    "organisation",
                    models.CharField(
                        blank=True,
                        help_text="For a person from outside the registered units.",
                        max_length=100,
                        verbose_name="organisation",
                    ),
                ),
                ("post", models.CharField(blank=True, max_length=100, verbose_name="post")),
                (
                    "post_level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("111", "Provincial, principal"),
                            ("112", "Provincial, deputy"),
                            ("121", "Bureau, principal"),
                            ("122", "Bureau, deputy"),
                            ("131", "County, principal"),
                            ("132", "County, deputy"),
                            ("141", "Township, principal"),
                            ("142", "Township, deputy"),
                            ("150", "Section member"),
                            ("160", "Clerk"),
                        ],
                        max_length=3,
                        verbose_name="post level",
                    ),
                ),
                (
                    "native_place",
                    models.CharField(
                        blank=True,
                        max_length=6,
                        validators=[organization.models.units.validate_region_code],
                        verbose_name="native place",
                    ),
                ),
                (
                    "growth_place",
                    models.CharField(
                        blank=True,
                        max_length=6,
                        validators=[organization.models.units.validate_region_code],
                        verbose_name="place of growth",
                    ),
                ),
                (
                    "is_invented",
                    models.BooleanField(
                        default=False,
                        help_text="Demonstration data; pages say so.",
                        verbose_name="invented person",
                    ),
                ),
                (
                    "account",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluator",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "cadre",
                    models.OneToOneField(
                        blank=True,
                        help_text="Set for an evaluator who is assessed as well: the posts held count too.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluator",
                        to="organization.cadre",
                        verbose_name="cadre",
                    ),
                ),
                (
                    "home_unit",
                    models.ForeignKey(
                        blank=True,
                        help_text="The unit that sends the person and answers for them.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluators",
                        to="organization.unit",
                        verbose_name="home unit",
                    ),
                ),
                (
                    "tags",
                    models.ManyToManyField(
                        blank=True,
                        related_name="evaluators",
                        to="evaluators.tag",
                        verbose_name="tags",
                    ),
                ),
            ],
            options={
                "verbose_name": "evaluator",
                "verbose_name_plural": "evaluators",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("birth_month__day", 1)),
                        name="evaluators_evaluator_birth_first_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("home_unit__isnull", False),
                            models.Q(("organisation", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="evaluators_evaluator_from_somewhere",
                        violation_error_message="Name the home unit, or the organisation outside.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FieldPractice",
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
                        choices=[("on_the_job", "training on the job"), ("shadowing", "shadowing")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("place", models.CharField(max_length=100, verbose_name="place")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "evaluator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="practices",
                        to="evaluators.evaluator",
                        verbose_name="evaluator",
                    ),
                ),
            ],
            options={
                "verbose_name": "field practice",
                "verbose_name_plural": "field practices",
                "ordering": ["-starts_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="evaluators_fieldpractice_date_order",
                        violation_error_message="The last day lies before the first.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FormingRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("plan_version", models.PositiveIntegerField(verbose_name="version of the plan")),
                (
                    "deals_units",
                    models.BooleanField(
                        default=True,
                        help_text="Else every unit stays with the group that it has.",
                        verbose_name="deal the units out anew",
                    ),
                ),
                ("seed", models.PositiveIntegerField(verbose_name="seed")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "being computed"),
                            ("done", "done"),
                            ("failed", "failed"),
                            ("cancelled", "cancelled"),
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
                    models.DateTimeField(blank=True, null=True, verbose_name="lease until"),
                ),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("units", "dealing the units out to the groups"),
                            ("seats", "filling the seats"),
                            ("reasons", "finding out why no groups can be formed"),
                        ],
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                ("step_count", models.PositiveSmallIntegerField(default=0, verbose_name="steps")),
                (
                    "done_count",
                    models.PositiveSmallIntegerField(default=0, verbose_name="steps done"),
                ),
                (
                    "proof",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Status, objective, bound and gap of the seats, and status of the units.",
                        verbose_name="proof",
                    ),
                ),
                (
                    "result",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Units, seats and links by keys.",
                        verbose_name="proposal",
                    ),
                ),
                (
                    "diagnosis",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Why there is no proposal, by keys.",
                        verbose_name="diagnosis",
                    ),
                ),
                (
                    "applied_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="adopted at"),
                ),
                ("error", models.TextField(blank=True, verbose_name="error")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="runs",
                        to="evaluators.fieldplan",
                        verbose_name="field plan",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forming_runs",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="requested by",
                    ),
                ),
            ],
            options={
                "verbose_name": "forming of groups",
                "verbose_name_plural": "formings of groups",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "running"])),
                        fields=("plan",),
                        name="evaluators_formingrun_one_at_a_time",
                        violation_error_message="Groups of this plan are being formed already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GateCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "gate",
                    models.CharField(
                        choices=[
                            ("political", "political gate"),
                            ("professional", "professional gate"),
                            ("record", "career record gate"),
                        ],
                        max_length=12,
                        verbose_name="gate",
                    ),
                ),
                ("passed", models.BooleanField(verbose_name="passed")),
                ("checked_on", models.DateField(verbose_name="checked on")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "checked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gate_checks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="checked by",
                    ),
                ),
                (
                    "evaluator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gate_checks",
                        to="evaluators.evaluator",
                        verbose_name="evaluator",
                    ),
                ),
            ],
            options={
                "verbose_name": "gate check",
                "verbose_name_plural": "gate checks",
                "ordering": ["evaluator_id", "gate"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluator", "gate"),
                        name="evaluators_gatecheck_once",
                        violation_error_message="This gate has been checked already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("passed", True), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="evaluators_gatecheck_reason",
                        violation_error_message="Say why the gate was not passed.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="fieldplan",
            name="template",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="evaluators.grouptemplate",
                verbose_name="group template",
            ),
        ),
        migrations.CreateModel(
            name="LetterVersion",
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
                            ("pledge", "pledge letter"),
                            ("secrecy", "secrecy letter"),
                            ("nine_donts", "nine don'ts"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("text", models.TextField(verbose_name="text")),
            ],
            options={
                "verbose_name": "version of a letter",
                "verbose_name_plural": "versions of letters",
                "ordering": ["kind", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "valid_from"),
                        name="evaluators_letterversion_day",
                        violation_error_message="Another version is valid from this day.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Breach",
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
                            django.core.validators.MaxValueValidator(9),
                        ],
                        verbose_name="which of the nine",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="happened on")),
                ("finding", models.CharField(max_length=500, verbose_name="what was found")),
                ("noted_at", models.DateTimeField(auto_now_add=True, verbose_name="noted at")),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noted by",
                    ),
                ),
                (
                    "evaluator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="breaches",
                        to="evaluators.evaluator",
                        verbose_name="evaluator",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="breaches",
                        to="evaluators.fieldplan",
                        verbose_name="field plan",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        limit_choices_to={"kind": "nine_donts"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="breaches",
                        to="evaluators.letterversion",
                        verbose_name="letter",
                    ),
                ),
            ],
            options={
                "verbose_name": "breach of the nine don'ts",
                "verbose_name_plural": "breaches of the nine don'ts",
                "ordering": ["-happened_on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Nomination",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "wanted",
                    models.CharField(
                        help_text="The post or speciality that is looked for.",
                        max_length=200,
                        verbose_name="wanted",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("directed", "waits for the unit"),
                            ("nominated", "waits for review"),
                            ("accepted", "accepted"),
                            ("refused", "refused"),
                        ],
                        default="directed",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("directed_at", models.DateTimeField(auto_now_add=True, verbose_name="asked at")),
                (
                    "nominated_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="nominated at"),
                ),
                (
                    "reviewed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="reviewed at"),
                ),
                ("opinion", models.CharField(blank=True, max_length=200, verbose_name="opinion")),
                (
                    "directed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "evaluator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nominations",
                        to="evaluators.evaluator",
                        verbose_name="nominated person",
                    ),
                ),
                (
                    "nominated_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="nominated by",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewed by",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nominations",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "nomination",
                "verbose_name_plural": "nominations",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("evaluator__isnull", True),
                                ("nominated_at__isnull", True),
                                ("state", "directed"),
                            ),
                            models.Q(
                                models.Q(("state", "directed"), _negated=True),
                                ("evaluator__isnull", False),
                                ("nominated_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="evaluators_nomination_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reviewed_at__isnull", True),
                                ("state__in", ["directed", "nominated"]),
                            ),
                            models.Q(
                                ("reviewed_at__isnull", False),
                                ("state__in", ["accepted", "refused"]),
                            ),
                            _connector="OR",
                        ),
                        name="evaluators_nomination_review",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanSeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("count", models.PositiveSmallIntegerField(default=1, verbose_name="seats")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plan_seats",
                        to="evaluators.fieldplan",
                        verbose_name="field plan",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evaluators.grouprole",
                        verbose_name="group role",
                    ),
                ),
            ],
            options={
                "verbose_name": "seats of a plan",
                "verbose_name_plural": "seats of plans",
                "ordering": ["plan_id", "role__position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "role"), name="evaluators_planseat_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="plan_units",
                        to="evaluators.assessmentgroup",
                        verbose_name="assessment group",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plan_units",
                        to="evaluators.fieldplan",
                        verbose_name="field plan",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_units",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "unit of a plan",
                "verbose_name_plural": "units of plans",
                "ordering": ["plan_id", "unit__code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "unit"),
                        name="evaluators_planunit_once",
                        violation_error_message="The plan visits this unit already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "from_group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links_out",
                        to="evaluators.assessmentgroup",
                        verbose_name="from group",
                    ),
                ),
                (
                    "guests",
                    models.ManyToManyField(
                        related_name="guest_links", to="evaluators.evaluator", verbose_name="guests"
                    ),
                ),
                (
                    "to_group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links_in",
                        to="evaluators.assessmentgroup",
                        verbose_name="to group",
                    ),
                ),
                (
                    "anchors",
                    models.ManyToManyField(
                        related_name="links",
                        to="evaluators.planunit",
                        verbose_name="units marked as well",
                    ),
                ),
            ],
            options={
                "verbose_name": "link of groups",
                "verbose_name_plural": "links of groups",
                "ordering": ["from_group__number", "to_group__number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("from_group", "to_group"), name="evaluators_grouplink_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_group", models.F("to_group")), _negated=True),
                        name="evaluators_grouplink_two_groups",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PointsEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="happened on")),
                (
                    "times",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="times",
                    ),
                ),
                ("evidence", models.CharField(max_length=500, verbose_name="evidence")),
                (
                    "file",
                    models.FileField(blank=True, upload_to="points/%Y/%m", verbose_name="file"),
                ),
                ("entered_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "evaluator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points_entries",
                        to="evaluators.evaluator",
                        verbose_name="evaluator",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points_entries",
                        to="evaluators.fieldplan",
                        verbose_name="field plan",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversal",
                        to="evaluators.pointsentry",
                        verbose_name="reverses",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="evaluators.pointsitem",
                        verbose_name="kind",
                    ),
                ),
            ],
            options={
                "verbose_name": "points entry",
                "verbose_name_plural": "points entries",
                "ordering": ["happened_on", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="HomeDeduction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "points",
                    models.DecimalField(
                        decimal_places=2, max_digits=6, verbose_name="points to deduct"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "waits for a decision"),
                            ("accepted", "followed"),
                            ("refused", "not followed"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("opinion", models.CharField(blank=True, max_length=200, verbose_name="opinion")),
                (
                    "decided_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="decided at"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluator_deductions",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="home_deduction",
                        to="evaluators.pointsentry",
                        verbose_name="points entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "deduction for a home unit",
                "verbose_name_plural": "deductions for home units",
                "ordering": ["-year", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None), ("decided_by", None), ("state", "proposed")
                            ),
                            models.Q(
                                models.Q(("state", "proposed"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="evaluators_homededuction_decided",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="pointsitem",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="evaluators.pointsversion",
                verbose_name="version",
            ),
        ),
        migrations.CreateModel(
            name="RecheckSample",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "percent",
                    models.DecimalField(
                        decimal_places=2,
                        default=5,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="percent",
                    ),
                ),
                ("seed", models.CharField(max_length=64, verbose_name="seed")),
                (
                    "population",
                    models.JSONField(
                        help_text="Codes of the units that could be drawn.",
                        verbose_name="population",
                    ),
                ),
                ("drawn_at", models.DateTimeField(auto_now_add=True, verbose_name="drawn at")),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="drawn by",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="samples",
                        to="evaluators.fieldplan",
                        verbose_name="field plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "spot recheck",
                "verbose_name_plural": "spot rechecks",
                "ordering": ["-drawn_at", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="RecheckCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(verbose_name="order of drawing")),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirmed", "stands"),
                            ("corrected", "to be corrected"),
                            ("favoured", "favouritism found"),
                        ],
                        max_length=10,
                        verbose_name="finding",
                    ),
                ),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="remark")),
                (
                    "checked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="checked at"),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="checked by",
                    ),
                ),
                (
                    "plan_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rechecks",
                        to="evaluators.planunit",
                        verbose_name="unit of a plan",
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="evaluators.rechecksample",
                        verbose_name="spot recheck",
                    ),
                ),
            ],
            options={
                "verbose_name": "case of a spot recheck",
                "verbose_name_plural": "cases of spot rechecks",
                "ordering": ["sample_id", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sample", "plan_unit"), name="evaluators_recheckcase_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_at", None), ("checked_by", None), ("finding", "")),
                            models.Q(
                                models.Q(("finding", ""), _negated=True),
                                ("checked_at__isnull", False),
                                ("checked_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="evaluators_recheckcase_checked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("best_evaluator", "best evaluator of the year"),
                            ("best_report", "best report of the year"),
                            ("promotion", "recommended for promotion"),
                        ],
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                (
                    "recommended_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="recommended at"),
                ),
                (
                    "evaluator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="evaluators.evaluator",
                        verbose_name="evaluator",
                    ),
                ),
                (
                    "recommended_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recommended by",
                    ),
                ),
            ],
            options={
                "verbose_name": "recommendation",
                "verbose_name_plural": "recommendations",
                "ordering": ["-year", "kind", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluator", "year", "kind"),
                        name="evaluators_recommendation_once",
                        violation_error_message="The evaluator is on this list already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ResearchTopic",
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
                        validators=[django.core.validators.MinValueValidator(1990)],
                        verbose_name="year",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("led_by", models.CharField(blank=True, max_length=100, verbose_name="led by")),
                ("outcome", models.CharField(blank=True, max_length=300, verbose_name="outcome")),
            ],
            options={
                "verbose_name": "research topic",
                "verbose_name_plural": "research topics",
                "ordering": ["-year", "title"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "title"),
                        name="evaluators_researchtopic_once",
                        violation_error_message="This topic is on record already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReservePlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reserve",
                    models.CharField(
                        choices=[
                            ("leader", "leader reserve"),
                            ("deputy_leader", "deputy leader reserve"),
                            ("liaison", "liaison reserve"),
                        ],
                        max_length=14,
                        verbose_name="reserve",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("since", models.DateField(verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "evaluator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reserves",
                        to="evaluators.evaluator",
                        verbose_name="evaluator",
                    ),
                ),
            ],
            options={
                "verbose_name": "place in a reserve",
                "verbose_name_plural": "places in reserves",
                "ordering": ["reserve", "evaluator_id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("evaluator", "reserve"),
                        name="evaluators_reserveplace_once",
                        violation_error_message="The evaluator stands in this reserve already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReverseEvaluation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "questions",
                    models.JSONField(
                        help_text="Code and text, as they were asked.", verbose_name="questions"
                    ),
                ),
                (
                    "answers_min",
                    models.PositiveSmallIntegerField(verbose_name="least answers shown"),
                ),
                ("opened_at", models.DateTimeField(auto_now_add=True, verbose_name="opened at")),
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
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="closed by",
                    ),
                ),
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reverse_evaluation",
                        to="evaluators.assessmentgroup",
                        verbose_name="assessment group",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="opened by",
                    ),
                ),
            ],
            options={
                "verbose_name": "reverse evaluation",
                "verbose_name_plural": "reverse evaluations",
                "ordering": ["-opened_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="evaluators_reverseevaluation_who_and_when",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReverseAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "marks",
                    models.JSONField(
                        help_text="From 1 to 5 by the code of the question.", verbose_name="marks"
                    ),
                ),
                ("comment", models.CharField(blank=True, max_length=500, verbose_name="comment")),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="evaluators.reverseevaluation",
                        verbose_name="reverse evaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a reverse evaluation",
                "verbose_name_plural": "answers to reverse evaluations",
                "ordering": ["pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ReverseInvitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_answered", models.BooleanField(default=False, verbose_name="answered")),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="evaluators.reverseevaluation",
                        verbose_name="reverse evaluation",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reverse_invitations",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation to a reverse evaluation",
                "verbose_name_plural": "invitations to reverse evaluations",
                "ordering": ["evaluation_id", "unit__code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluation", "unit"), name="evaluators_reverseinvitation_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterSpell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("joined_on", models.DateField(verbose_name="joined on")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("pool", "screened from the pool"),
                            ("nomination", "nominated by a unit"),
                            ("third_party", "chosen by a third party"),
                        ],
                        max_length=12,
                        verbose_name="channel",
                    ),
                ),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "exit_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("low_rank", "low points"),
                            ("misconduct", "misconduct"),
                            ("age", "age"),
                            ("post_change", "change of post"),
                            ("own_wish", "own wish"),
                            ("other", "other"),
                        ],
                        max_length=12,
                        verbose_name="reason of leaving",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "evaluator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spells",
                        to="evaluators.evaluator",
                        verbose_name="evaluator",
                    ),
                ),
            ],
            options={
                "verbose_name": "time in the pool",
                "verbose_name_plural": "times in the pool",
                "ordering": ["-joined_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on__isnull", True),
                            ("left_on__gte", models.F("joined_on")),
                            _connector="OR",
                        ),
                        name="evaluators_rosterspell_date_order",
                        violation_error_message="The last day lies before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("exit_reason", ""), ("left_on__isnull", True)),
                            models.Q(
                                ("left_on__isnull", False),
                                models.Q(("exit_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="evaluators_rosterspell_exit",
                        violation_error_message="Leaving has a last day and a reason.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("left_on__isnull", True)),
                        fields=("evaluator",),
                        name="evaluators_rosterspell_one_open",
                        violation_error_message="The evaluator is in the pool already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pool", "screened from the pool"),
                            ("nomination", "nominated by a unit"),
                            ("third_party", "chosen by a third party"),
                        ],
                        help_text="How the person had come into the pool when placed.",
                        max_length=12,
                        verbose_name="channel",
                    ),
                ),
                (
                    "empty_reason",
                    models.CharField(
                        blank=True,
                        help_text="A plan is confirmed with an empty seat only if somebody says why.",
                        max_length=200,
                        verbose_name="why it stays empty",
                    ),
                ),
                (
                    "evaluator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="evaluators.evaluator",
                        verbose_name="evaluator",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="evaluators.assessmentgroup",
                        verbose_name="assessment group",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="evaluators.grouprole",
                        verbose_name="group role",
                    ),
                ),
            ],
            options={
                "verbose_name": "seat",
                "verbose_name_plural": "seats",
                "ordering": ["group_id", "role__position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("group", "evaluator"),
                        name="evaluators_seat_once",
                        violation_error_message="The evaluator sits in this group already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("evaluator__isnull", True), ("empty_reason", ""), _connector="OR"
                        ),
                        name="evaluators_seat_empty_or_held",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("evaluator__isnull", False), ("channel", ""), _connector="OR"
                        ),
                        name="evaluators_seat_channel",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EvaluatorReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("leader", "group leader"),
                            ("assessed_unit", "assessed unit"),
                            ("discipline", "resident discipline body"),
                        ],
                        max_length=14,
                        verbose_name="who reviews",
                    ),
                ),
                (
                    "rating",
                    models.CharField(
                        choices=[
                            ("excellent", "excellent"),
                            ("good", "good"),
                            ("fair", "fair"),
                            ("poor", "poor"),
                        ],
                        max_length=10,
                        verbose_name="rating",
                    ),
                ),
                ("remark", models.CharField(max_length=500, verbose_name="remark")),
                ("written_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.unit",
                        verbose_name="reviewing unit",
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
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="evaluators.seat",
                        verbose_name="seat",
                    ),
                ),
            ],
            options={
                "verbose_name": "review of an evaluator",
                "verbose_name_plural": "reviews of evaluators",
                "ordering": ["seat_id", "source", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("unit__isnull", True)),
                        fields=("seat", "source"),
                        name="evaluators_evaluatorreview_once",
                        violation_error_message="This source has spoken already.",
                    ),
                    models.UniqueConstraint(
                        fields=("seat", "source", "unit"),
                        name="evaluators_evaluatorreview_unit_once",
                        violation_error_message="This source has spoken already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", "assessed_unit"), ("unit__isnull", False)),
                            models.Q(
                                models.Q(("source", "assessed_unit"), _negated=True),
                                ("unit__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="evaluators_evaluatorreview_unit",
                        violation_error_message="An assessed unit is named; other sources have none.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signed_at", models.DateTimeField(auto_now_add=True, verbose_name="signed at")),
                (
                    "evaluator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="evaluators.evaluator",
                        verbose_name="evaluator",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="evaluators.letterversion",
                        verbose_name="letter",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="evaluators.fieldplan",
                        verbose_name="field plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
                "ordering": ["plan_id", "evaluator_id", "letter_id"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("letter", "evaluator", "plan"),
                        name="evaluators_signature_once",
                        violation_error_message="This letter is signed already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StarLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stars",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="stars",
                    ),
                ),
                (
                    "points_min",
                    models.DecimalField(
                        decimal_places=2, max_digits=7, verbose_name="least points"
                    ),
                ),
                (
                    "red_min",
                    models.PositiveSmallIntegerField(default=0, verbose_name="least red points"),
                ),
                (
                    "black_max",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty sets no limit.",
                        null=True,
                        verbose_name="most black points",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="levels",
                        to="evaluators.pointsversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "star level",
                "verbose_name_plural": "star levels",
                "ordering": ["version_id", "-stars"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "stars"), name="evaluators_starlevel_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="match_rules",
                        to="organization.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty means every role.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="match_rules",
                        to="evaluators.grouprole",
                        verbose_name="group role",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="match_rules",
                        to="evaluators.tag",
                        verbose_name="tag",
                    ),
                ),
            ],
            options={
                "verbose_name": "matching rule",
                "verbose_name_plural": "matching rules",
                "ordering": ["category_id", "role__position", "tag__code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("category", "role", "tag"), name="evaluators_matchrule_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("role__isnull", True)),
                        fields=("category", "tag"),
                        name="evaluators_matchrule_any_role",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="grouprole",
            name="origins",
            field=models.ManyToManyField(
                blank=True,
                help_text="Who holds the role needs one of them; none means any.",
                related_name="roles",
                to="evaluators.tag",
                verbose_name="one of these tags",
            ),
        ),
        migrations.CreateModel(
            name="TemplateSeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("count", models.PositiveSmallIntegerField(default=1, verbose_name="seats")),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="evaluators.grouprole",
                        verbose_name="group role",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="evaluators.grouptemplate",
                    ),
                ),
            ],
            options={
                "verbose_name": "seats of a template",
                "verbose_name_plural": "seats of templates",
                "ordering": ["template_id", "role__position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("template", "role"), name="evaluators_templateseat_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="grouptemplate",
            name="roles",
            field=models.ManyToManyField(
                related_name="templates",
                through="evaluators.TemplateSeat",
                to="evaluators.grouprole",
            ),
        ),
        migrations.CreateModel(
            name="Tie",
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
                            ("spouse", "spouse"),
                            ("lineal", "lineal relative"),
                            ("collateral", "collateral relative within three generations"),
                            ("in_law", "close in-law"),
                            ("interest", "other interest"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "declared_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="declared at"),
                ),
                (
                    "declared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declared_ties",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="declared by",
                    ),
                ),
                (
                    "evaluator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ties",
                        to="evaluators.evaluator",
                        verbose_name="evaluator",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ties_of_evaluators",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "tie to a unit",
                "verbose_name_plural": "ties to units",
                "ordering": ["evaluator_id", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluator", "unit", "kind"),
                        name="evaluators_tie_once",
                        violation_error_message="This tie is on record already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingSession",
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
                            ("policy", "policy training at the start of the year"),
                            ("practice", "practice training at the end of the year"),
                            ("rotation", "rotation training"),
                            ("pre_field", "training before field work"),
                            ("on_demand", "training on demand"),
                            ("e_learning", "e-learning"),
                            ("it", "information technology training"),
                            ("case_study", "discipline case study"),
                            ("leaders", "training of leaders"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("held_on", models.DateField(verbose_name="held on")),
                ("led_by", models.CharField(blank=True, max_length=60, verbose_name="led by")),
                (
                    "others",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="People outside the pool, counted without names.",
                        verbose_name="further attendees",
                    ),
                ),
                (
                    "base",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "base"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="evaluators.trainingresource",
                        verbose_name="training base",
                    ),
                ),
                (
                    "capacities",
                    models.ManyToManyField(
                        blank=True,
                        related_name="training_sessions",
                        to="evaluators.tag",
                        verbose_name="capacities",
                    ),
                ),
            ],
            options={
                "verbose_name": "training session",
                "verbose_name_plural": "training sessions",
                "ordering": ["-held_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="TrainingNeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(max_length=100, verbose_name="topic")),
                ("noted_on", models.DateField(verbose_name="noted on")),
                (
                    "evaluator",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty for the need of a whole unit.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="training_needs",
                        to="evaluators.evaluator",
                        verbose_name="evaluator",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="training_needs",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="needs",
                        to="evaluators.trainingsession",
                        verbose_name="met by",
                    ),
                ),
            ],
            options={
                "verbose_name": "training need",
                "verbose_name_plural": "training needs",
                "ordering": ["-noted_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("evaluator__isnull", False), ("unit__isnull", False), _connector="XOR"
                        ),
                        name="evaluators_trainingneed_whose",
                        violation_error_message="A need belongs to a person or to a unit.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingAttendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "evaluator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="evaluators.evaluator",
                        verbose_name="evaluator",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="evaluators.trainingsession",
                        verbose_name="training session",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendances",
                "ordering": ["session_id", "evaluator_id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "evaluator"),
                        name="evaluators_trainingattendance_once",
                        violation_error_message="This attendance is on record already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PoolUpload",
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
                            ("evaluators", "evaluators"),
                            ("attendees", "attendees of a session"),
                            ("topics", "research topics"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "uploaded_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="uploaded at"),
                ),
                ("file", models.FileField(upload_to="pool/%Y/%m", verbose_name="file")),
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
                        related_name="pool_uploads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uploads",
                        to="evaluators.trainingsession",
                        verbose_name="training session",
                    ),
                ),
            ],
            options={
                "verbose_name": "uploaded list of the pool",
                "verbose_name_plural": "uploaded lists of the pool",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "attendees"), ("session__isnull", False)),
                            models.Q(
                                models.Q(("kind", "attendees"), _negated=True),
                                ("session__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="evaluators_poolupload_session",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("superior_subordinate", "superior or subordinate unit"),
                            ("native_place", "native place"),
                            ("growth_place", "place of growth"),
                            ("workplace", "worked there"),
                            ("interest", "other interest"),
                            ("mutual_rating", "mutual rating"),
                            ("rotation", "too many years in a row"),
                        ],
                        max_length=20,
                        verbose_name="recusal rule",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "waits for approval"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                        ],
                        default="requested",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "requested_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="requested at"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decided_waivers",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "evaluator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waivers",
                        to="evaluators.evaluator",
                        verbose_name="evaluator",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waivers",
                        to="evaluators.fieldplan",
                        verbose_name="field plan",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requested_waivers",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="requested by",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waivers",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "waiver of a recusal",
                "verbose_name_plural": "waivers of recusals",
                "ordering": ["plan_id", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "evaluator", "unit", "rule"),
                        name="evaluators_waiver_once",
                        violation_error_message="This waiver is on record already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rule__in", ["kinship", "own_unit"]), _negated=True),
                        name="evaluators_waiver_rule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("state", "requested"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("state__in", ["approved", "refused"]),
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("requested_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="evaluators_waiver_two_people",
                        violation_error_message="Somebody else decides on a waiver.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Workplace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "region_code",
                    models.CharField(
                        blank=True,
                        max_length=6,
                        validators=[organization.models.units.validate_region_code],
                        verbose_name="region code",
                    ),
                ),
                ("post", models.CharField(blank=True, max_length=100, verbose_name="post")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "evaluator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="workplaces",
                        to="evaluators.evaluator",
                        verbose_name="evaluator",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_evaluators",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "former workplace",
                "verbose_name_plural": "former workplaces",
                "ordering": ["-starts_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit__isnull", False),
                            models.Q(("region_code", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="evaluators_workplace_somewhere",
                        violation_error_message="Name the unit or the region.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="evaluators_workplace_date_order",
                        violation_error_message="The last day lies before the first.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="YearStars",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "points",
                    models.DecimalField(decimal_places=2, max_digits=9, verbose_name="points"),
                ),
                ("red", models.PositiveSmallIntegerField(verbose_name="red points")),
                ("black", models.PositiveSmallIntegerField(verbose_name="black points")),
                ("proposed", models.PositiveSmallIntegerField(verbose_name="proposed stars")),
                (
                    "confirmed",
                    models.PositiveSmallIntegerField(
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(5)],
                        verbose_name="confirmed stars",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "confirmed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="confirmed at"),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "evaluator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stars",
                        to="evaluators.evaluator",
                        verbose_name="evaluator",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evaluators.pointsversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "stars of a year",
                "verbose_name_plural": "stars of years",
                "ordering": ["-year", "evaluator__name", "evaluator_id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluator", "year"), name="evaluators_yearstars_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed", None), ("confirmed_at", None), ("confirmed_by", None)
                            ),
                            models.Q(
                                ("confirmed__isnull", False),
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="evaluators_yearstars_who_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed", None),
                            ("confirmed", models.F("proposed")),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="evaluators_yearstars_reason",
                        violation_error_message="Say why it differs from the proposal.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("received_on", models.DateField(verbose_name="received on")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "hotline"),
                            ("letter", "by letter"),
                            ("visit", "visit"),
                            ("online", "online"),
                        ],
                        max_length=8,
                        verbose_name="came by",
                    ),
                ),
                (
                    "informant",
                    models.CharField(
                        blank=True,
                        help_text="Empty when anonymous.",
                        max_length=60,
                        verbose_name="informant",
                    ),
                ),
                ("matter", models.CharField(max_length=1000, verbose_name="what it is about")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("founded", "founded"),
                            ("partly", "partly founded"),
                            ("unfounded", "unfounded"),
                        ],
                        max_length=10,
                        verbose_name="result of handling",
                    ),
                ),
                (
                    "answer",
                    models.CharField(blank=True, max_length=1000, verbose_name="what was done"),
                ),
                (
                    "settled_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="settled at"),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="evaluators.assessmentgroup",
                        verbose_name="assessment group",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken in by",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="settled by",
                    ),
                ),
                (
                    "evaluator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="evaluators.evaluator",
                        verbose_name="evaluator",
                    ),
                ),
            ],
            options={
                "verbose_name": "complaint",
                "verbose_name_plural": "complaints",
                "ordering": ["-received_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("settled_at", None), ("settled_by", None)),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="evaluators_complaint_settled",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(max_length=40, unique=True, verbose_name="certificate number"),
                ),
                ("issued_on", models.DateField(verbose_name="issued on")),
                ("expires_on", models.DateField(verbose_name="valid until")),
                (
                    "test_score",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="test score",
                    ),
                ),
                (
                    "evaluator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="certificates",
                        to="evaluators.evaluator",
                        verbose_name="evaluator",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate",
                "verbose_name_plural": "certificates",
                "ordering": ["-expires_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_on__gte", models.F("issued_on"))),
                        name="evaluators_certificate_date_order",
                        violation_error_message="The last day lies before the first.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CareerOutcome",
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
                            ("promoted", "promoted"),
                            ("weightier", "given a weightier post"),
                            ("moved", "moved to another post"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("post", models.CharField(max_length=100, verbose_name="new post")),
                (
                    "evaluator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="evaluators.evaluator",
                        verbose_name="evaluator",
                    ),
                ),
            ],
            options={
                "verbose_name": "career outcome",
                "verbose_name_plural": "career outcomes",
                "ordering": ["-since", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluator", "since"),
                        name="evaluators_careeroutcome_once",
                        violation_error_message="An outcome of this day is on record already.",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="fieldplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="evaluators_fieldplan_date_order",
                violation_error_message="The last day lies before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pointsitem",
            constraint=models.UniqueConstraint(
                fields=("version", "code"), name="evaluators_pointsitem_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="pointsitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("points", 0), _negated=True),
                name="evaluators_pointsitem_worth_something",
            ),
        ),
    ]
