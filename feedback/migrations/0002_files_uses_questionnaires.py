import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0005_units_and_drawn_cycles"),
        ("feedback", "0001_initial"),
        ("organization", "0001_initial"),
        ("organization", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "family",
                    models.CharField(
                        choices=[("must", "must be checked"), ("bar", "bars from the meeting")],
                        max_length=4,
                        verbose_name="kind",
                    ),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("text", models.CharField(max_length=200, verbose_name="text")),
                ("clause", models.CharField(max_length=200, verbose_name="clause")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "check before a meeting",
                "verbose_name_plural": "checks before a meeting",
                "ordering": ["-family", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("single", "one of several"),
                            ("several", "any of several"),
                            ("scale", "scale of 1 to 5"),
                            ("text", "in own words"),
                        ],
                        default="single",
                        max_length=7,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="question")),
                (
                    "choices",
                    models.JSONField(blank=True, default=list, verbose_name="possible answers"),
                ),
                (
                    "is_required",
                    models.BooleanField(default=False, verbose_name="has to be answered"),
                ),
            ],
            options={
                "verbose_name": "question of a questionnaire",
                "verbose_name_plural": "questions of questionnaires",
                "ordering": ["questionnaire_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="PersonCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gaps", models.CharField(blank=True, max_length=300, verbose_name="gaps")),
                (
                    "matters",
                    models.CharField(blank=True, max_length=300, verbose_name="matters to watch"),
                ),
                ("written_at", models.DateTimeField(auto_now=True, verbose_name="written at")),
                (
                    "cadre",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="card",
                        to="organization.cadre",
                        verbose_name="cadre",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="person_cards",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "words on the card of a person",
                "verbose_name_plural": "words on the cards of people",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="AnswerText",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField(verbose_name="text")),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="feedback.question",
                        verbose_name="question",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer in own words",
                "verbose_name_plural": "answers in own words",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                (
                    "intro",
                    models.TextField(
                        blank=True,
                        help_text="What it is about and what the answers are used for.",
                        max_length=1000,
                        verbose_name="introduction",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="open until")),
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
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                (
                    "opened_on",
                    models.DateField(editable=False, null=True, verbose_name="opened on"),
                ),
                (
                    "closed_on",
                    models.DateField(editable=False, null=True, verbose_name="closed on"),
                ),
                (
                    "domain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questionnaires",
                        to="organization.domain",
                        verbose_name="domain",
                    ),
                ),
                (
                    "units",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Nothing chosen: every unit of the domain.",
                        related_name="questionnaires",
                        to="organization.unit",
                        verbose_name="only these units",
                    ),
                ),
            ],
            options={
                "verbose_name": "questionnaire",
                "verbose_name_plural": "questionnaires",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="question",
            name="questionnaire",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="questions",
                to="feedback.questionnaire",
                verbose_name="questionnaire",
            ),
        ),
        migrations.CreateModel(
            name="AskedUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked", models.PositiveIntegerField(verbose_name="asked")),
                ("answered", models.PositiveIntegerField(null=True, verbose_name="answered")),
                (
                    "category",
                    models.ForeignKey(
                        help_text="Empty where too few are asked to be told apart.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.category",
                        verbose_name="class of units",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asked_units",
                        to="feedback.questionnaire",
                        verbose_name="questionnaire",
                    ),
                ),
            ],
            options={
                "verbose_name": "unit asked",
                "verbose_name_plural": "units asked",
                "ordering": ["questionnaire_id", "unit__code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("questionnaire", "unit"), name="feedback_askedunit_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerSheet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("answers", models.JSONField(verbose_name="answers")),
                (
                    "category",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.category",
                        verbose_name="class of units",
                    ),
                ),
                (
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sheets",
                        to="feedback.questionnaire",
                        verbose_name="questionnaire",
                    ),
                ),
            ],
            options={
                "verbose_name": "sheet of answers",
                "verbose_name_plural": "sheets of answers",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="QuestionTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("base", models.PositiveIntegerField(verbose_name="people who answered")),
                ("counts", models.JSONField(default=list, verbose_name="how often each")),
                (
                    "category",
                    models.ForeignKey(
                        help_text="Empty: everybody.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.category",
                        verbose_name="class of units",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tallies",
                        to="feedback.question",
                        verbose_name="question",
                    ),
                ),
            ],
            options={
                "verbose_name": "count of answers",
                "verbose_name_plural": "counts of answers",
                "ordering": ["question_id", "category__position", "category_id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("question", "category"), name="feedback_questiontally_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("category__isnull", True)),
                        fields=("question",),
                        name="feedback_questiontally_all_once",
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
                ("post", models.CharField(max_length=100, verbose_name="post")),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="places to fill",
                    ),
                ),
                (
                    "rounds",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="Several rounds, or more candidates than places.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="rounds held",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="recorded at")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "recommendation for a post",
                "verbose_name_plural": "recommendations for posts",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("places__gte", 1), ("rounds__gte", 1)),
                        name="feedback_recommendation_counts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "recommender",
                    models.CharField(
                        help_text="The real name.", max_length=60, verbose_name="recommended by"
                    ),
                ),
                (
                    "recommender_post",
                    models.CharField(max_length=100, verbose_name="post of who recommends"),
                ),
                ("recommended_on", models.DateField(verbose_name="recommended on")),
                ("reason", models.CharField(max_length=500, verbose_name="why")),
                (
                    "dropped_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="dropped at"),
                ),
                (
                    "drop_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="why dropped"
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacies",
                        to="organization.cadre",
                        verbose_name="cadre",
                    ),
                ),
                (
                    "first_signed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates_signed_first",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="first signature",
                    ),
                ),
                (
                    "second_signed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates_signed_second",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="second signature",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="candidates",
                        to="feedback.recommendation",
                        verbose_name="recommendation",
                    ),
                ),
            ],
            options={
                "verbose_name": "candidate",
                "verbose_name_plural": "candidates",
                "ordering": ["recommendation_id", "cadre__name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_at__isnull", True)),
                        fields=("recommendation", "cadre"),
                        name="feedback_candidate_once",
                        violation_error_message="This person is a candidate already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_signed_by__isnull", True),
                            models.Q(
                                ("first_signed_by__isnull", False),
                                models.Q(
                                    ("second_signed_by", models.F("first_signed_by")), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="feedback_candidate_signers",
                        violation_error_message="Two different people sign.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dropped_at__isnull", True),
                            models.Q(("drop_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="feedback_candidate_dropped",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Respondent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("has_answered", models.BooleanField(default=False, verbose_name="has answered")),
                (
                    "asked_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="respondents",
                        to="feedback.askedunit",
                        verbose_name="unit asked",
                    ),
                ),
                (
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="respondents",
                        to="feedback.questionnaire",
                        verbose_name="questionnaire",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "person asked",
                "verbose_name_plural": "people asked",
                "ordering": ["questionnaire_id", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("questionnaire", "user"), name="feedback_respondent_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ResultUse",
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
                            ("training", "training"),
                            ("award", "award or commendation"),
                            ("excellent", "named excellent"),
                            ("promotion", "promotion"),
                            ("rank_rise", "rise in career rank"),
                            ("barred", "barred from an award or promotion"),
                            ("party", "admission to the Party"),
                            ("mentoring", "mentoring"),
                            ("not_used", "not used, for a reason"),
                        ],
                        max_length=9,
                        verbose_name="used for",
                    ),
                ),
                ("used_on", models.DateField(verbose_name="decided on")),
                (
                    "document",
                    models.CharField(
                        blank=True,
                        help_text="Number of the decision that used the result.",
                        max_length=100,
                        verbose_name="document number",
                    ),
                ),
                (
                    "body",
                    models.CharField(
                        blank=True,
                        help_text="Who decided to use it so.",
                        max_length=100,
                        verbose_name="deciding body",
                    ),
                ),
                (
                    "places",
                    models.PositiveIntegerField(
                        default=1,
                        help_text="Training places given; 1 for every other use.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100000),
                        ],
                        verbose_name="places",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "recorded_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="recorded at"),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at"),
                ),
                (
                    "withdrawal_reason",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=300,
                        verbose_name="reason of the withdrawal",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="assessment.gradedecision",
                        verbose_name="decided grade",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result_uses",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result_uses_withdrawn",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="withdrawn by",
                    ),
                ),
            ],
            options={
                "verbose_name": "use of a result",
                "verbose_name_plural": "uses of results",
                "ordering": ["-used_on", "-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["kind", "used_on"], name="feedback_use_kind")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("decision", "kind", "used_on", "document"),
                        name="feedback_resultuse_once",
                        violation_error_message="This use is recorded already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "training"), ("places__gte", 1)),
                            ("places", 1),
                            _connector="OR",
                        ),
                        name="feedback_resultuse_places",
                        violation_error_message="Only training carries a number of places.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "not_used"), models.Q(("note", ""), _negated=True)),
                            models.Q(
                                models.Q(("kind", "not_used"), _negated=True),
                                models.Q(("document", ""), _negated=True),
                                models.Q(("body", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="feedback_resultuse_grounds",
                        violation_error_message="A use names its document and body, what is not used the reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="feedback_resultuse_withdrawn",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        editable=False, verbose_name="order of speaking"
                    ),
                ),
                ("speaker", models.CharField(max_length=60, verbose_name="speaker")),
                (
                    "is_principal",
                    models.BooleanField(
                        default=False,
                        help_text="Who speaks last; nobody after.",
                        verbose_name="is the principal",
                    ),
                ),
                ("words", models.CharField(max_length=500, verbose_name="opinion")),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statements",
                        to="feedback.recommendation",
                        verbose_name="recommendation",
                    ),
                ),
            ],
            options={
                "verbose_name": "statement at a meeting",
                "verbose_name_plural": "statements at meetings",
                "ordering": ["recommendation_id", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("recommendation", "position"), name="feedback_statement_order"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_principal", True)),
                        fields=("recommendation",),
                        name="feedback_statement_last",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "principal_places",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="posts of principals"
                    ),
                ),
                (
                    "deputy_places",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="posts of deputies"
                    ),
                ),
                (
                    "member_places",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="posts of other members"
                    ),
                ),
                ("traits", models.CharField(blank=True, max_length=300, verbose_name="traits")),
                ("gaps", models.CharField(blank=True, max_length=300, verbose_name="gaps")),
                ("advice", models.CharField(blank=True, max_length=300, verbose_name="advice")),
                ("written_at", models.DateTimeField(auto_now=True, verbose_name="written at")),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="team_card",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team_cards",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "words on the card of a team",
                "verbose_name_plural": "words on the cards of teams",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="UseUpload",
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
                ("file", models.FileField(upload_to="uses/%Y/%m", verbose_name="file")),
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
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="use_uploads",
                        to="assessment.assessmentcycle",
                        verbose_name="cycle",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="use_uploads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "uploaded list of uses",
                "verbose_name_plural": "uploaded lists of uses",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="CandidateCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_clear", models.BooleanField(verbose_name="clear")),
                ("checked_on", models.DateField(verbose_name="checked on")),
                ("document", models.CharField(max_length=100, verbose_name="document")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="feedback.candidate",
                        verbose_name="candidate",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidate_checks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="feedback.checkitem",
                        verbose_name="check",
                    ),
                ),
            ],
            options={
                "verbose_name": "finding about a candidate",
                "verbose_name_plural": "findings about candidates",
                "ordering": ["candidate_id", "-item__family", "item__position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("candidate", "item"), name="feedback_candidatecheck_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_clear", True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="feedback_candidatecheck_found",
                        violation_error_message="Say what was found.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FileBatch",
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
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="file_batches",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ordered by",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="file_batches",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "batch of files",
                "verbose_name_plural": "batches of files",
                "ordering": ["-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done_count__lte", models.F("total_count"))),
                        name="feedback_filebatch_progress",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("unit", "each unit its own people"),
                            ("domain", "the people of the domain"),
                            ("everybody", "everybody with an account"),
                        ],
                        default="unit",
                        max_length=9,
                        verbose_name="who reads it",
                    ),
                ),
                ("shows_unit", models.BooleanField(default=True, verbose_name="unit")),
                ("shows_post", models.BooleanField(default=False, verbose_name="post")),
                ("shows_grade", models.BooleanField(default=True, verbose_name="grade")),
                ("grades", models.JSONField(default=list, verbose_name="posted grades")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="to")),
                (
                    "objections",
                    models.TextField(
                        help_text="Office, telephone, address and hours, as on the notice board.",
                        max_length=500,
                        verbose_name="where to object",
                    ),
                ),
                ("posted_at", models.DateTimeField(auto_now_add=True, verbose_name="posted at")),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at"),
                ),
                (
                    "withdrawal",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="why withdrawn"
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="assessment.assessmentcycle",
                        verbose_name="assessment cycle",
                    ),
                ),
                (
                    "domain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="organization.domain",
                        verbose_name="domain",
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="posted by",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings_withdrawn",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="withdrawn by",
                    ),
                ),
            ],
            options={
                "verbose_name": "posting of results",
                "verbose_name_plural": "postings of results",
                "ordering": ["-starts_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="feedback_posting_date_order",
                        violation_error_message="The last day lies before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawal", ""),
                                ("withdrawn_at__isnull", True),
                                ("withdrawn_by__isnull", True),
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawal", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="feedback_posting_withdrawn",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                fields=("questionnaire", "position"), name="feedback_question_position"
            ),
        ),
    ]
