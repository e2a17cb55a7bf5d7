import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organization.models.people
import organization.models.units


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Domain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "domain",
                "verbose_name_plural": "domains",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                (
                    "first_name",
                    models.CharField(blank=True, max_length=150, verbose_name="first name"),
                ),
                (
                    "last_name",
                    models.CharField(blank=True, max_length=150, verbose_name="last name"),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                (
                    "display_name",
                    models.CharField(blank=True, max_length=60, verbose_name="full name"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "简体中文"), ("en", "English")],
                        default="zh-hans",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "session_round",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="session round"
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "account",
                "verbose_name_plural": "accounts",
                "ordering": ["username"],
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "happened_at",
                    models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="time"),
                ),
                ("action", models.CharField(db_index=True, max_length=60, verbose_name="action")),
                ("object_type", models.CharField(max_length=60, verbose_name="kind of object")),
                ("object_key", models.CharField(max_length=60, verbose_name="object key")),
                ("object_label", models.CharField(max_length=200, verbose_name="on what")),
                (
                    "before",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="after",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[("done", "done"), ("refused", "refused")],
                        default="done",
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audit_events",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "audit event",
                "verbose_name_plural": "audit events",
                "ordering": ["-pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["object_type", "object_key"], name="organization_audit_object"
                    )
                ],
            },
        ),
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
        migrations.CreateModel(
            name="Cadre",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="full name")),
                (
                    "id_number",
                    models.CharField(
                        max_length=18,
                        unique=True,
                        validators=[organization.models.people.validate_id_number],
                        verbose_name="ID number",
                    ),
                ),
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
                    "identity_class",
                    models.CharField(
                        choices=[
                            ("civil_servant", "Civil servant"),
                            ("institution_staff", "Institution staff"),
                            ("seconded_staff", "Seconded staff"),
                        ],
                        default="civil_servant",
                        max_length=20,
                        verbose_name="identity class",
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
            ],
            options={
                "verbose_name": "cadre",
                "verbose_name_plural": "cadres",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("birth_month__day", 1)),
                        name="organization_cadre_birth_first_day",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="user",
            name="cadre",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="account",
                to="organization.cadre",
                verbose_name="cadre",
            ),
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=30, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "domain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="categories",
                        to="organization.domain",
                        verbose_name="domain",
                    ),
                ),
            ],
            options={
                "verbose_name": "category",
                "verbose_name_plural": "categories",
                "ordering": ["domain__position", "position", "code"],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=30, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "short_name",
                    models.CharField(blank=True, max_length=40, verbose_name="short name"),
                ),
                (
                    "credit_code",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[organization.models.units.validate_credit_code],
                        verbose_name="unified social credit code",
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
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("province", "Province"),
                            ("city", "City"),
                            ("county", "County"),
                            ("township", "Township"),
                            ("internal", "Office inside a unit"),
                        ],
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                (
                    "monitored_only",
                    models.BooleanField(
                        default=False,
                        help_text="Figures are watched; never scored or ranked.",
                        verbose_name="monitored only",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "domain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="organization.domain",
                        verbose_name="domain",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="organization.unit",
                        verbose_name="superior unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "unit",
                "verbose_name_plural": "units",
                "ordering": ["domain__position", "code"],
                "permissions": [
                    ("see_unit", "See the unit, its figures and its published results")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("credit_code", ""), _negated=True),
                        fields=("credit_code",),
                        name="organization_unit_credit_code",
                        violation_error_message="Another unit has this unified social credit code.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="organization_unit_not_own_parent",
                        violation_error_message="A unit cannot be its own superior.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleAssignment",
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
                        verbose_name="role",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="from"),
                ),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "domain",
                    models.ForeignKey(
                        blank=True,
                        help_text="Office staff and committee members; empty means every domain.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="organization.domain",
                        verbose_name="domain",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="role_assignments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        help_text="Roles inside a unit; empty means the home unit of the account.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="role_assignments",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "role assignment",
                "verbose_name_plural": "role assignments",
                "ordering": ["user_id", "role"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="organization_roleassignment_date_order",
                        violation_error_message="The last day lies before the first.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("role__in", ["system_admin", "security_admin", "audit_admin"])
                        ),
                        fields=("user",),
                        name="organization_roleassignment_one_admin",
                        violation_error_message="One account cannot hold two of the three administrator roles.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("domain__isnull", True),
                                ("role__in", ["office_staff", "committee_member"]),
                                _connector="OR",
                            ),
                            models.Q(
                                ("unit__isnull", True),
                                (
                                    "role__in",
                                    [
                                        "data_reporter",
                                        "unit_principal",
                                        "supervising_leader",
                                        "section_head",
                                        "cadre",
                                    ],
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="organization_roleassignment_scope",
                        violation_error_message="Only office staff and committee members have a domain, only roles inside a unit have a unit.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeadershipTeam",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="team",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "leadership team",
                "verbose_name_plural": "leadership teams",
                "ordering": ["unit__code"],
            },
        ),
        migrations.CreateModel(
            name="CategoryMembership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="organization.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "category membership",
                "verbose_name_plural": "category memberships",
                "ordering": ["unit_id", "valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="organization_categorymembership_date_order",
                        violation_error_message="The last day lies before the first.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("unit",),
                        name="organization_categorymembership_one_open",
                        violation_error_message="The unit already has a category without an end.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "in_team",
                    models.BooleanField(default=False, verbose_name="in the leadership team"),
                ),
                ("post", models.CharField(max_length=100, verbose_name="post")),
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
                    "standing",
                    models.CharField(
                        choices=[
                            ("principal", "Principal"),
                            ("deputy", "Deputy"),
                            ("member", "Team member"),
                        ],
                        max_length=10,
                        verbose_name="standing",
                    ),
                ),
                ("remit", models.CharField(blank=True, max_length=300, verbose_name="remit")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appointments",
                        to="organization.cadre",
                        verbose_name="cadre",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "appointment",
                "verbose_name_plural": "appointments",
                "ordering": ["-starts_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="organization_appointment_date_order",
                        violation_error_message="The last day lies before the first.",
                    ),
                    models.UniqueConstraint(
                        fields=("cadre", "unit", "post", "starts_on"),
                        name="organization_appointment_once",
                        violation_error_message="This post is on record already.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="user",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="accounts",
                to="organization.unit",
                verbose_name="home unit",
            ),
        ),
        migrations.CreateModel(
            name="UnitGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_until", models.DateField(verbose_name="valid until")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants_given",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="granted by",
                    ),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "grant",
                "verbose_name_plural": "grants",
                "ordering": ["user__username", "valid_until"],
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_superuser", False)),
                name="organization_user_no_superuser",
                violation_error_message="There are no superusers; give one administrator role.",
            ),
        ),
        migrations.AlterUniqueTogether(
            name="unitgrant",
            unique_together={("user", "permission", "content_object")},
        ),
    ]
