from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import collection.models.comment_points
import collection.models.rounds
import indicators.models.values


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("indicators", "0016_person_weights"),
        ("organization", "0001_initial"),
        ("organization", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="milestone")),
                ("due_on", models.DateField(verbose_name="due")),
                (
                    "reached_on",
                    models.DateField(editable=False, null=True, verbose_name="reached on"),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "verbose_name_plural": "milestones",
                "ordering": ["task_id", "due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Checklist",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "about",
                    models.CharField(
                        choices=[("unit", "units and their leadership teams"), ("cadre", "cadres")],
                        max_length=5,
                        verbose_name="about",
                    ),
                ),
                ("clause", models.CharField(max_length=200, verbose_name="clause")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "domain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checklists",
                        to="organization.domain",
                        verbose_name="domain",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        help_text="Leaves with this indicator and the source “checklists” read the result.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checklists",
                        to="indicators.indicator",
                        verbose_name="indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "checklist",
                "verbose_name_plural": "checklists",
                "ordering": ["domain__position", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("domain", "code"),
                        name="collection_checklist_code",
                        violation_error_message="The code is taken in this domain.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)),
                        fields=("domain", "indicator", "about"),
                        name="collection_checklist_indicator",
                        violation_error_message="Another checklist in use feeds this indicator.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistBand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=20, verbose_name="result")),
                ("least", models.PositiveSmallIntegerField(verbose_name="least good answers")),
                (
                    "consequence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "nothing"),
                            ("bar_top", "barred from the best grade"),
                            ("downgrade", "one grade lower"),
                        ],
                        max_length=9,
                        verbose_name="for the grade",
                    ),
                ),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bands",
                        to="collection.checklist",
                        verbose_name="checklist",
                    ),
                ),
            ],
            options={
                "verbose_name": "result of a checklist",
                "verbose_name_plural": "results of checklists",
                "ordering": ["checklist_id", "-least"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("checklist", "least"), name="collection_checklistband_least"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("text", models.CharField(max_length=200, verbose_name="text")),
                (
                    "side",
                    models.CharField(
                        choices=[("positive", "positive list"), ("negative", "negative list")],
                        max_length=8,
                        verbose_name="list",
                    ),
                ),
                ("is_reversed", models.BooleanField(default=False, verbose_name="no is good")),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="collection.checklist",
                        verbose_name="checklist",
                    ),
                ),
            ],
            options={
                "verbose_name": "point of a checklist",
                "verbose_name_plural": "points of checklists",
                "ordering": ["checklist_id", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("checklist", "number"), name="collection_checklistitem_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckSheet",
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
                    "answers",
                    models.JSONField(
                        help_text="By number of the point: yes or no, and the remark.",
                        verbose_name="answers",
                    ),
                ),
                (
                    "good_count",
                    models.PositiveSmallIntegerField(editable=False, verbose_name="good answers"),
                ),
                (
                    "evidence",
                    models.FileField(
                        blank=True, upload_to="evidence/%Y/%m", verbose_name="evidence"
                    ),
                ),
                ("filled_at", models.DateTimeField(auto_now_add=True, verbose_name="filled in at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for confirmation"),
                            ("confirmed", "confirmed"),
                            ("refused", "not confirmed"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "ruled_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="confirmed or refused at"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_sheets",
                        to="organization.cadre",
                        verbose_name="cadre",
                    ),
                ),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="collection.checklist",
                        verbose_name="checklist",
                    ),
                ),
                (
                    "filled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_sheets",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="filled in by",
                    ),
                ),
                (
                    "ruled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_rulings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed or refused by",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_sheets",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "checklist filled in",
                "verbose_name_plural": "checklists filled in",
                "ordering": ["-period", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("cadre__isnull", True), models.Q(("state", "refused"), _negated=True)
                        ),
                        fields=("checklist", "unit", "period"),
                        name="collection_checksheet_of_unit",
                        violation_error_message="The checklist is filled in for this period already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("cadre__isnull", False), models.Q(("state", "refused"), _negated=True)
                        ),
                        fields=("checklist", "cadre", "period"),
                        name="collection_checksheet_of_cadre",
                        violation_error_message="The checklist is filled in for this period already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ruled_at__isnull", True),
                                ("ruled_by__isnull", True),
                                ("state", "waiting"),
                            ),
                            models.Q(
                                ("ruled_at__isnull", False),
                                ("ruled_by__isnull", False),
                                ("state", "confirmed"),
                            ),
                            models.Q(
                                ("ruled_at__isnull", False),
                                ("ruled_by__isnull", False),
                                ("state", "refused"),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="collection_checksheet_ruled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ruled_by__isnull", True),
                            models.Q(("ruled_by", models.F("filled_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="collection_checksheet_four_eyes",
                        violation_error_message="Somebody else than the writer confirms it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommentDesk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "is_open",
                    models.BooleanField(
                        default=False,
                        help_text="Off: every comment page is closed.",
                        verbose_name="takes comments",
                    ),
                ),
                (
                    "contacts",
                    models.TextField(
                        help_text="Telephone, letterbox, address and hours; the comment page shows them.",
                        max_length=500,
                        verbose_name="contacts of the office",
                    ),
                ),
                (
                    "public_address",
                    models.CharField(
                        blank=True,
                        help_text="How the public reaches this site, as https://pj.example.gov.cn.",
                        max_length=200,
                        validators=[django.core.validators.URLValidator(["https", "http"])],
                        verbose_name="public address",
                    ),
                ),
                (
                    "per_sender",
                    models.PositiveIntegerField(
                        default=10,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="comments an hour from one sender",
                    ),
                ),
                (
                    "per_point",
                    models.PositiveIntegerField(
                        default=60,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="comments an hour at one address",
                    ),
                ),
                (
                    "contact_days",
                    models.PositiveIntegerField(
                        default=90,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="days that contacts of writers are kept",
                    ),
                ),
                (
                    "domain",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comment_desk",
                        to="organization.domain",
                        verbose_name="domain",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment desk",
                "verbose_name_plural": "comment desks",
                "ordering": ["domain__position", "domain__code"],
            },
        ),
        migrations.CreateModel(
            name="CommentPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        help_text="Empty: the unit as a whole.",
                        max_length=60,
                        verbose_name="window or place",
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=collection.models.comment_points.new_token,
                        editable=False,
                        max_length=40,
                        unique=True,
                        verbose_name="key in the address",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="from"),
                ),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
                ("is_active", models.BooleanField(default=True, verbose_name="takes comments")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comment_points",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "address for comments",
                "verbose_name_plural": "addresses for comments",
                "ordering": ["unit__code", "place", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="collection_commentpoint_date_order",
                        violation_error_message="The last day lies before the first.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DataNeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("datum", models.CharField(max_length=200, verbose_name="which datum")),
                ("purpose", models.CharField(max_length=300, verbose_name="what for")),
                ("due_on", models.DateField(verbose_name="needed until")),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="asked at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for an answer"),
                            ("answered", "answered"),
                            ("declined", "declined"),
                        ],
                        default="open",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="answer")),
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
                        related_name="data_needs_answered",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "asked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_needs_received",
                        to="organization.unit",
                        verbose_name="department asked",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_needs",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "asking",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty where the assessment office asks.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_needs",
                        to="organization.unit",
                        verbose_name="asking unit",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_needs",
                        to="indicators.indicator",
                        verbose_name="indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "data-need form",
                "verbose_name_plural": "data-need forms",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                                ("state", "open"),
                            ),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="collection_dataneed_answered",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DepartmentReport",
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
                            ("draft", "to be reported"),
                            ("submitted", "to be verified"),
                            ("returned", "returned"),
                            ("verified", "verified"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="submitted at"),
                ),
                (
                    "verified_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="verified at"),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="reason for returning"
                    ),
                ),
                (
                    "reminded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="reminded at"),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="department_reports",
                        to="organization.unit",
                        verbose_name="responsible department",
                    ),
                ),
                (
                    "reminded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reminded by",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submitted_reports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="submitted by",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verified_reports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="verified by",
                    ),
                ),
            ],
            options={
                "verbose_name": "table of a department",
                "verbose_name_plural": "tables of departments",
                "ordering": ["round__due_on", "department__code", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EventKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "colour",
                    models.CharField(
                        choices=[
                            ("red", "red point"),
                            ("black", "black point"),
                            ("bonus", "bonus"),
                            ("deduction", "deduction"),
                        ],
                        max_length=9,
                        verbose_name="colour",
                    ),
                ),
                (
                    "counts_as",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("1"),
                        help_text="Times the points that the leaf's rule gives for one event.",
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.01")),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="counts as (events)",
                    ),
                ),
                ("clause", models.CharField(max_length=200, verbose_name="clause")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "domain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="event_kinds",
                        to="organization.domain",
                        verbose_name="domain",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        help_text="Leaves with this indicator and the source “events” count it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="event_kinds",
                        to="indicators.indicator",
                        verbose_name="indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "kind of event",
                "verbose_name_plural": "kinds of events",
                "ordering": ["domain__position", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("domain", "code"),
                        name="collection_eventkind_code",
                        violation_error_message="The code is taken in this domain.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("counts_as__gt", 0)), name="collection_eventkind_counts"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="level")),
                (
                    "counts_as",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=6,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.01")),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="counts as (events)",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="levels",
                        to="collection.eventkind",
                        verbose_name="kind",
                    ),
                ),
            ],
            options={
                "verbose_name": "level of a kind of event",
                "verbose_name_plural": "levels of kinds of events",
                "ordering": ["kind_id", "-counts_as", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "name"), name="collection_eventlevel_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("counts_as__gt", 0)),
                        name="collection_eventlevel_counts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventUpload",
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
                ("file", models.FileField(upload_to="events/%Y/%m", verbose_name="file")),
                ("evidence", models.FileField(upload_to="evidence/%Y/%m", verbose_name="evidence")),
                (
                    "domain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="event_uploads",
                        to="organization.domain",
                        verbose_name="domain",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="event_uploads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "uploaded list of events",
                "verbose_name_plural": "uploaded lists of events",
                "ordering": ["-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MilestoneReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="what was done")),
                (
                    "figure",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=20,
                        null=True,
                        verbose_name="figure",
                    ),
                ),
                (
                    "evidence",
                    models.FileField(blank=True, upload_to="tasks/%Y/%m", verbose_name="evidence"),
                ),
                (
                    "reported_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="reported at"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for the office"),
                            ("verified", "verified"),
                            ("returned", "returned"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "ruled_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="verified at"),
                ),
                (
                    "words",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="words"
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="collection.milestone",
                        verbose_name="milestone",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestone_reports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reported by",
                    ),
                ),
                (
                    "ruled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestone_rulings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="verified by",
                    ),
                ),
            ],
            options={
                "verbose_name": "report on a milestone",
                "verbose_name_plural": "reports on milestones",
                "ordering": ["milestone_id", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("milestone",),
                        name="collection_milestonereport_one_waiting",
                        violation_error_message="A report on this milestone waits already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ruled_at__isnull", True),
                                ("ruled_by__isnull", True),
                                ("state", "waiting"),
                            ),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("ruled_at__isnull", False),
                                ("ruled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="collection_milestonereport_ruled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ruled_by__isnull", True),
                            models.Q(("ruled_by", models.F("reported_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="collection_milestonereport_four_eyes",
                        violation_error_message="Somebody else than who reported verifies.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=40, verbose_name="figure")),
                ("remark", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="revision")),
                ("saved_at", models.DateTimeField(auto_now=True, verbose_name="saved at")),
                (
                    "returned_reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="reason for returning"
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_entries",
                        to="indicators.indicator",
                        verbose_name="indicator",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="collection.departmentreport",
                        verbose_name="table of a department",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_entries",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="saved by",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_entries",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "cell of a table",
                "verbose_name_plural": "cells of tables",
                "ordering": ["indicator__code", "unit__code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "indicator", "unit"), name="collection_reportentry_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportingPlan",
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
                        choices=[("figures", "figures"), ("scores", "scores of departments")],
                        default="figures",
                        help_text="Scores are reported by leaves measured in points, figures by the others.",
                        max_length=8,
                        verbose_name="what is reported",
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
                (
                    "rhythms",
                    models.JSONField(
                        default=list,
                        validators=[collection.models.rounds.validate_rhythms],
                        verbose_name="rhythm",
                    ),
                ),
                (
                    "due_days",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[django.core.validators.MaxValueValidator(120)],
                        verbose_name="due so many days after the period",
                    ),
                ),
                (
                    "in_working_days",
                    models.BooleanField(
                        default=False,
                        help_text="Saturdays and Sundays do not count; put public holidays right by hand.",
                        verbose_name="count working days",
                    ),
                ),
                (
                    "late_days",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="A table that is so late stands on the office's board.",
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="on the board so many days after",
                    ),
                ),
                (
                    "highest_score",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("100"),
                        max_digits=7,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="highest score",
                    ),
                ),
                (
                    "different_min",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        help_text="Share of pairs of units with different scores; a table with less is returned as flat. Empty: not asked.",
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="least share of differing scores",
                    ),
                ),
                (
                    "width_min",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Between the quarter points, in points. Empty: not asked.",
                        max_digits=7,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="least width of the scores",
                    ),
                ),
                (
                    "systems",
                    models.ManyToManyField(
                        related_name="reporting_plans",
                        to="indicators.indicatorsystem",
                        verbose_name="indicator systems",
                    ),
                ),
            ],
            options={
                "verbose_name": "reporting plan",
                "verbose_name_plural": "reporting plans",
                "ordering": ["-year", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name", "year"),
                        name="collection_reportingplan_once",
                        violation_error_message="A plan of this year has this name already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LeafTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rhythms",
                    models.JSONField(
                        blank=True,
                        null=True,
                        validators=[collection.models.rounds.validate_rhythms],
                        verbose_name="rhythm",
                    ),
                ),
                (
                    "different_min",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="least share of differing scores",
                    ),
                ),
                (
                    "width_min",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=7,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="least width of the scores",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reporting_terms",
                        to="indicators.systemnode",
                        verbose_name="indicator",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="terms",
                        to="collection.reportingplan",
                        verbose_name="reporting plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "reporting of one indicator",
                "verbose_name_plural": "reporting of single indicators",
                "ordering": ["plan_id", "node__position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "node"), name="collection_leafterm_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportingRound",
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
                        verbose_name="reporting period",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("due_on", models.DateField(verbose_name="due day")),
                ("late_on", models.DateField(verbose_name="on the board from")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rounds",
                        to="collection.reportingplan",
                        verbose_name="reporting plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "reporting round",
                "verbose_name_plural": "reporting rounds",
                "ordering": ["due_on", "plan__name", "period"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "period"), name="collection_reportinground_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_on__gte", models.F("ends_on")),
                            ("late_on__gte", models.F("due_on")),
                        ),
                        name="collection_reportinground_date_order",
                        violation_error_message="A report cannot be due before its period is over.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="departmentreport",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reports",
                to="collection.reportinground",
                verbose_name="reporting round",
            ),
        ),
        migrations.CreateModel(
            name="ReportProof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(upload_to="proofs/%Y/%m", verbose_name="file")),
                ("file_name", models.CharField(max_length=200, verbose_name="file name")),
                (
                    "uploaded_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="uploaded at"),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proofs",
                        to="collection.reportentry",
                        verbose_name="cell of a table",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proofs",
                        to="collection.departmentreport",
                        verbose_name="table of a department",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_proofs",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence file",
                "verbose_name_plural": "evidence files",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportUpload",
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
                ("file", models.FileField(upload_to="reporting/%Y/%m", verbose_name="file")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uploads",
                        to="collection.departmentreport",
                        verbose_name="table of a department",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_uploads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "uploaded table",
                "verbose_name_plural": "uploaded tables",
                "ordering": ["-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "body",
                    models.CharField(
                        help_text="For example the statistics bureau, line 12340.",
                        max_length=100,
                        verbose_name="carried out by",
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        help_text="Cycles of this period score it: 2023, 2023H1, 2023Q1 or 2023-01.",
                        max_length=7,
                        validators=[indicators.models.values.validate_period],
                        verbose_name="reporting period",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("phone", "by telephone"),
                            ("visit", "face to face"),
                            ("paper", "on paper"),
                            ("online", "online"),
                            ("mixed", "several ways"),
                        ],
                        max_length=6,
                        verbose_name="method",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="field work from")),
                ("to_on", models.DateField(verbose_name="field work to")),
                (
                    "least_sample",
                    models.PositiveIntegerField(
                        default=30,
                        help_text="Results of fewer answers are marked; whoever verifies decides whether to go.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="smallest sample",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=500, verbose_name="note")),
                (
                    "registered_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="registered at"),
                ),
                (
                    "verified_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="verified at"),
                ),
                (
                    "domain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surveys",
                        to="organization.domain",
                        verbose_name="domain",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surveys",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="registered by",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surveys_verified",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="verified by",
                    ),
                ),
            ],
            options={
                "verbose_name": "satisfaction survey",
                "verbose_name_plural": "satisfaction surveys",
                "ordering": ["-to_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on__gte", models.F("from_on"))),
                        name="collection_survey_date_order",
                        violation_error_message="The last day lies before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verified_at__isnull", True), ("verified_by__isnull", True)),
                            models.Q(
                                ("verified_at__isnull", False),
                                ("verified_by__isnull", False),
                                models.Q(("verified_by", models.F("registered_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="collection_survey_two_people",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveySheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sent_at", models.DateTimeField(auto_now_add=True, verbose_name="sent at")),
                ("due_on", models.DateField(verbose_name="answer due on")),
                (
                    "measures",
                    models.TextField(blank=True, max_length=2000, verbose_name="measures"),
                ),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
                (
                    "remark",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="remark of the office"
                    ),
                ),
                ("noted_at", models.DateTimeField(null=True, verbose_name="taken note of at")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_sheets_answered",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_sheets_noted",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken note of by",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_sheets_sent",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="collection.survey",
                        verbose_name="survey",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_sheets",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "survey feedback sheet",
                "verbose_name_plural": "survey feedback sheets",
                "ordering": ["-survey_id", "unit__code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("survey", "unit"), name="collection_surveysheet_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("noted_at__isnull", True),
                            ("answered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="collection_surveysheet_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyTheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="theme")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "indicator",
                    models.OneToOneField(
                        blank=True,
                        help_text="A leaf with the source “satisfaction surveys” and this indicator scores the theme.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_theme",
                        to="indicators.indicator",
                        verbose_name="indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "theme of surveys and opinions",
                "verbose_name_plural": "themes of surveys and opinions",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="SurveyResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "score",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="satisfaction",
                    ),
                ),
                (
                    "sample_size",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="sample size",
                    ),
                ),
                (
                    "margin",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="stated margin",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="results",
                        to="collection.survey",
                        verbose_name="survey",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_results",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="collection.surveytheme",
                        verbose_name="theme",
                    ),
                ),
            ],
            options={
                "verbose_name": "result of a survey",
                "verbose_name_plural": "results of surveys",
                "ordering": ["survey_id", "unit__code", "theme__position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("survey", "unit", "theme"), name="collection_surveyresult_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sample_size__gte", 1), ("score__gte", 0), ("score__lte", 100)
                        ),
                        name="collection_surveyresult_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
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
                        choices=[
                            ("surveyor", "surveyors"),
                            ("form", "forms"),
                            ("box", "letterbox"),
                            ("meeting", "meetings"),
                            ("visit", "visits"),
                            ("hotline", "hotline"),
                            ("web", "website"),
                            ("forum", "forum"),
                            ("comment", "comment page"),
                        ],
                        max_length=8,
                        verbose_name="channel",
                    ),
                ),
                (
                    "attitude",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (5, "very satisfied"),
                            (4, "satisfied"),
                            (3, "neither nor"),
                            (2, "dissatisfied"),
                            (1, "very dissatisfied"),
                        ],
                        verbose_name="attitude",
                    ),
                ),
                ("text", models.TextField(max_length=500, verbose_name="what was said")),
                (
                    "received_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="received on"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True, editable=False, max_length=12, verbose_name="number"
                    ),
                ),
                (
                    "contact",
                    models.CharField(
                        blank=True, editable=False, max_length=100, verbose_name="contact"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for verification"),
                            ("confirmed", "true"),
                            ("partly", "partly true"),
                            ("unfounded", "not true"),
                            ("unclear", "cannot be checked"),
                            ("dismissed", "set aside"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=500,
                        verbose_name="what checking found",
                    ),
                ),
                (
                    "checked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="checked at"),
                ),
                (
                    "forwarded_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="forwarded at"),
                ),
                (
                    "answer",
                    models.TextField(
                        blank=True,
                        editable=False,
                        max_length=1000,
                        verbose_name="answer of the unit",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="answered at"),
                ),
                (
                    "is_published",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="answer published"
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions_answered",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions_checked",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="checked by",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="collection.commentpoint",
                        verbose_name="address for comments",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="registered by",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: something else.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="collection.surveytheme",
                        verbose_name="theme",
                    ),
                ),
            ],
            options={
                "verbose_name": "opinion",
                "verbose_name_plural": "opinions",
                "ordering": ["-received_on", "-pk"],
                "indexes": [models.Index(fields=["unit", "state"], name="collection_opinion_unit")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("number",),
                        name="collection_opinion_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_by__isnull", True), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("checked_by__isnull", False),
                                models.Q(
                                    ("registered_by__isnull", True),
                                    models.Q(
                                        ("checked_by", models.F("registered_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="collection_opinion_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("number", ""), _negated=True),
                                ("channel", "comment"),
                                ("point__isnull", False),
                                ("registered_by__isnull", True),
                            ),
                            models.Q(
                                models.Q(("channel", "comment"), _negated=True),
                                ("number", ""),
                                ("point__isnull", True),
                                ("registered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="collection_opinion_origin",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_published", False), ("answered_at__isnull", False), _connector="OR"
                        ),
                        name="collection_opinion_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyUpload",
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
                ("file", models.FileField(upload_to="surveys/%Y/%m", verbose_name="file")),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uploads",
                        to="collection.survey",
                        verbose_name="survey",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_uploads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "uploaded list of survey results",
                "verbose_name_plural": "uploaded lists of survey results",
                "ordering": ["-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, verbose_name="number")),
                ("title", models.CharField(max_length=200, verbose_name="task")),
                (
                    "text",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="what is to be done"
                    ),
                ),
                ("category", models.CharField(blank=True, max_length=40, verbose_name="kind")),
                ("sub_plan", models.CharField(blank=True, max_length=100, verbose_name="sub-plan")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("due_on", models.DateField(verbose_name="due")),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("1"),
                        max_digits=7,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="weight",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to be claimed"),
                            ("claimed", "claimed, the Party group reviews"),
                            ("reviewed", "reviewed, the office checks"),
                            ("in_force", "in force"),
                        ],
                        default="open",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks_checked",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="checked by",
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks_claimed",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="claimed by",
                    ),
                ),
                (
                    "indicators",
                    models.ManyToManyField(
                        blank=True,
                        related_name="tasks",
                        to="indicators.indicator",
                        verbose_name="indicators",
                    ),
                ),
                (
                    "lead_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks_led",
                        to="organization.unit",
                        verbose_name="lead unit",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks_led",
                        to="organization.cadre",
                        verbose_name="leader in charge",
                    ),
                ),
                (
                    "other_units",
                    models.ManyToManyField(
                        blank=True,
                        related_name="tasks_joined",
                        to="organization.unit",
                        verbose_name="other units",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="organization.cadre",
                        verbose_name="responsible cadre",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks_reviewed",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "task",
                "verbose_name_plural": "tasks",
                "ordering": ["task_list_id", "number"],
            },
        ),
        migrations.AddField(
            model_name="milestone",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="milestones",
                to="collection.task",
                verbose_name="task",
            ),
        ),
        migrations.CreateModel(
            name="FollowUpOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("demand", models.CharField(max_length=300, verbose_name="what is demanded")),
                ("due_on", models.DateField(verbose_name="reply due")),
                ("ordered_at", models.DateTimeField(auto_now_add=True, verbose_name="ordered at")),
                ("reply", models.CharField(blank=True, max_length=500, verbose_name="reply")),
                (
                    "replied_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="replied at"),
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
                        related_name="followups_closed",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="closed by",
                    ),
                ),
                (
                    "ordered_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followup_orders",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ordered by",
                    ),
                ),
                (
                    "replied_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followup_replies",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="replied by",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="orders",
                        to="collection.task",
                        verbose_name="task",
                    ),
                ),
            ],
            options={
                "verbose_name": "task under supervision",
                "verbose_name_plural": "tasks under supervision",
                "ordering": ["due_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="collection_followuporder_closed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("replied_at__isnull", True),
                                ("replied_by__isnull", True),
                                ("reply", ""),
                            ),
                            models.Q(
                                models.Q(("reply", ""), _negated=True),
                                ("replied_at__isnull", False),
                                ("replied_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="collection_followuporder_replied",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConductNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "attitude",
                    models.CharField(
                        choices=[("good", "good"), ("fair", "fair"), ("poor", "poor")],
                        max_length=4,
                        verbose_name="attitude",
                    ),
                ),
                (
                    "attitude_text",
                    models.CharField(max_length=300, verbose_name="facts on the attitude"),
                ),
                (
                    "measures",
                    models.CharField(
                        choices=[("good", "good"), ("fair", "fair"), ("poor", "poor")],
                        max_length=4,
                        verbose_name="measures",
                    ),
                ),
                (
                    "measures_text",
                    models.CharField(max_length=300, verbose_name="facts on the measures"),
                ),
                (
                    "delivery",
                    models.CharField(
                        choices=[("good", "good"), ("fair", "fair"), ("poor", "poor")],
                        max_length=4,
                        verbose_name="delivery",
                    ),
                ),
                (
                    "delivery_text",
                    models.CharField(max_length=300, verbose_name="facts on the delivery"),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True, verbose_name="written at")),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conduct_notes",
                        to="organization.cadre",
                        verbose_name="cadre",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conduct_notes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conduct_notes",
                        to="collection.task",
                        verbose_name="task",
                    ),
                ),
            ],
            options={
                "verbose_name": "note on conduct in a task",
                "verbose_name_plural": "notes on conduct in tasks",
                "ordering": ["-pk"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="TaskList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "domain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="task_lists",
                        to="organization.domain",
                        verbose_name="domain",
                    ),
                ),
            ],
            options={
                "verbose_name": "task list",
                "verbose_name_plural": "task lists",
                "ordering": ["-year", "domain__position", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("domain", "year", "name"),
                        name="collection_tasklist_name",
                        violation_error_message="This domain has a list of this name.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="task",
            name="task_list",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tasks",
                to="collection.tasklist",
                verbose_name="task list",
            ),
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="goal")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sum", "a sum, split in parts"),
                            ("rate", "a rate in percent, passed on unchanged"),
                        ],
                        max_length=4,
                        verbose_name="kind",
                    ),
                ),
                (
                    "measure",
                    models.CharField(blank=True, max_length=20, verbose_name="unit of measure"),
                ),
                (
                    "target",
                    models.DecimalField(
                        decimal_places=4,
                        max_digits=20,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="target",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due")),
                (
                    "result",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        editable=False,
                        max_digits=20,
                        null=True,
                        verbose_name="result",
                    ),
                ),
                (
                    "base",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        editable=False,
                        max_digits=20,
                        null=True,
                        verbose_name="of how many",
                    ),
                ),
                (
                    "reported_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="reported at"),
                ),
                (
                    "appointment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="organization.appointment",
                        verbose_name="post",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="collection.goal",
                        verbose_name="goal above",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goal_results",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reported by",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="collection.task",
                        verbose_name="task",
                    ),
                ),
                (
                    "task_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="goals",
                        to="collection.tasklist",
                        verbose_name="task list",
                    ),
                ),
            ],
            options={
                "verbose_name": "goal",
                "verbose_name_plural": "goals",
                "ordering": ["task_list_id", "due_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("base__isnull", True), ("result__isnull", True)),
                            models.Q(
                                ("base__isnull", True), ("kind", "sum"), ("result__isnull", False)
                            ),
                            models.Q(("base__gt", 0), ("kind", "rate"), ("result__isnull", False)),
                            _connector="OR",
                        ),
                        name="collection_goal_result",
                        violation_error_message="A rate is told as how many of how many.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "sum"), ("target__lte", 100), _connector="OR"),
                        name="collection_goal_rate",
                        violation_error_message="A rate is at most 100 percent.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("appointment__isnull", True),
                            ("parent__isnull", False),
                            _connector="OR",
                        ),
                        name="collection_goal_person",
                        violation_error_message="A goal at the top is that of a unit.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskStep",
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
                            ("claim", "claimed"),
                            ("review", "reviewed by the Party group"),
                            ("check", "checked by the office"),
                            ("return", "returned"),
                        ],
                        max_length=6,
                        verbose_name="step",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="words")),
                ("taken_at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="task_steps",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="collection.task",
                        verbose_name="task",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a task",
                "verbose_name_plural": "steps of tasks",
                "ordering": ["task_id", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "return"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="collection_taskstep_reason",
                        violation_error_message="Say why it is returned.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskUpload",
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
                ("file", models.FileField(upload_to="tasklists/%Y/%m", verbose_name="file")),
                (
                    "task_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uploads",
                        to="collection.tasklist",
                        verbose_name="task list",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="task_uploads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "uploaded task list",
                "verbose_name_plural": "uploaded task lists",
                "ordering": ["-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnitEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "counts_as",
                    models.DecimalField(
                        decimal_places=2,
                        editable=False,
                        max_digits=6,
                        verbose_name="counts as (events)",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="happened on")),
                ("fact", models.CharField(max_length=500, verbose_name="fact")),
                ("document", models.CharField(max_length=100, verbose_name="document number")),
                (
                    "source_department",
                    models.CharField(max_length=100, verbose_name="source department"),
                ),
                ("evidence", models.FileField(upload_to="evidence/%Y/%m", verbose_name="evidence")),
                (
                    "recorded_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="recorded at"),
                ),
                (
                    "view",
                    models.CharField(blank=True, max_length=500, verbose_name="view of the unit"),
                ),
                (
                    "viewed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="view stated at"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for confirmation"),
                            ("confirmed", "confirmed"),
                            ("refused", "not confirmed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "ruled_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="confirmed or refused at"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at"),
                ),
                (
                    "withdrawal",
                    models.CharField(blank=True, max_length=300, verbose_name="why withdrawn"),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="collection.eventkind",
                        verbose_name="kind",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="collection.eventlevel",
                        verbose_name="level",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unit_events",
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
                        related_name="event_rulings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed or refused by",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="collection.eventupload",
                        verbose_name="uploaded list of events",
                    ),
                ),
                (
                    "viewed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="event_views",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="view stated by",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events_withdrawn",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="withdrawn by",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "ordering": ["-happened_on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["unit", "happened_on"], name="collection_event_unit"),
                    models.Index(fields=["state", "happened_on"], name="collection_event_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ruled_at__isnull", True),
                                ("ruled_by__isnull", True),
                                ("state", "waiting"),
                            ),
                            models.Q(
                                ("ruled_at__isnull", False),
                                ("ruled_by__isnull", False),
                                ("state", "confirmed"),
                            ),
                            models.Q(
                                ("ruled_at__isnull", False),
                                ("ruled_by__isnull", False),
                                ("state", "refused"),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            ("state", "withdrawn"),
                            _connector="OR",
                        ),
                        name="collection_unitevent_ruled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "withdrawn"),
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawal", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "withdrawn"), _negated=True),
                                ("withdrawal", ""),
                                ("withdrawn_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="collection_unitevent_withdrawn",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ruled_by__isnull", True),
                            models.Q(("ruled_by", models.F("recorded_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="collection_unitevent_four_eyes",
                        violation_error_message="Somebody else than the writer confirms it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("evidence", ""), _negated=True),
                        name="collection_unitevent_evidence",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="departmentreport",
            constraint=models.UniqueConstraint(
                fields=("round", "department"), name="collection_departmentreport_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="departmentreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["submitted", "verified"]), _negated=True),
                    ("submitted_by__isnull", False),
                    _connector="OR",
                ),
                name="collection_departmentreport_submitted",
            ),
        ),
        migrations.AddConstraint(
            model_name="departmentreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "verified"), ("verified_by__isnull", False)),
                    models.Q(
                        models.Q(("state", "verified"), _negated=True),
                        ("verified_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="collection_departmentreport_verified",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.UniqueConstraint(
                fields=("task", "due_on", "title"),
                name="collection_milestone_once",
                violation_error_message="The task has this milestone already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                fields=("task_list", "number"),
                name="collection_task_number",
                violation_error_message="This list has a task of this number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("starts_on"))),
                name="collection_task_days",
                violation_error_message="The last day lies before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "open"),
                    models.Q(
                        ("claimed_by__isnull", False),
                        ("responsible__isnull", False),
                        ("state__in", ["claimed"]),
                    ),
                    models.Q(
                        ("claimed_by__isnull", False),
                        ("responsible__isnull", False),
                        ("reviewed_by__isnull", False),
                        ("state", "reviewed"),
                    ),
                    models.Q(
                        ("checked_by__isnull", False),
                        ("claimed_by__isnull", False),
                        ("leader__isnull", False),
                        ("responsible__isnull", False),
                        ("reviewed_by__isnull", False),
                        ("state", "in_force"),
                    ),
                    _connector="OR",
                ),
                name="collection_task_steps",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("reviewed_by__isnull", True),
                        models.Q(("reviewed_by", models.F("claimed_by")), _negated=True),
                        _connector="OR",
                    ),
                    models.Q(
                        ("checked_by__isnull", True),
                        models.Q(
                            models.Q(("checked_by", models.F("claimed_by")), _negated=True),
                            models.Q(("checked_by", models.F("reviewed_by")), _negated=True),
                        ),
                        _connector="OR",
                    ),
                ),
                name="collection_task_four_eyes",
                violation_error_message="Three different people claim, review and check.",
            ),
        ),
    ]
