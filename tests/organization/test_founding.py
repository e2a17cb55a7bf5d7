from io import StringIO
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from organization.models import AuditEvent, Role, User
from organization.services.founding import found_installation

pytestmark = pytest.mark.django_db
PASSWORDS = ["a-long-first-secret", "a-long-second-secret"]


def found() -> None:
    found_installation(
        system_admin=User(username="sys"), security_admin=User(username="sec"), passwords=PASSWORDS
    )


def test_founding_creates_two_administrators_with_one_role_each():
    found()
    roles = {user.username: user.current_role_names for user in User.objects.all()}
    assert roles == {"sys": {Role.SYSTEM_ADMIN}, "sec": {Role.SECURITY_ADMIN}}
    assert AuditEvent.objects.count() == 4
    assert User.objects.get(username="sec").check_password(PASSWORDS[1])


def test_founding_a_second_time_is_refused():
    found()
    with pytest.raises(ValidationError):
        found_installation(
            system_admin=User(username="x"), security_admin=User(username="y"), passwords=PASSWORDS
        )
    assert User.objects.count() == 2


def test_command_says_why_a_weak_password_is_refused():
    with (
        patch(
            "organization.management.commands.create_administrators.getpass", return_value="12345"
        ),
        pytest.raises(CommandError, match="10"),
    ):
        call_command("create_administrators", "sys", "sec", stdout=StringIO())
    assert not User.objects.exists()
