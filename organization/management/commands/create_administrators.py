"""Create the first system administrator and security administrator of an installation."""

from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from organization.models import User
from organization.services.founding import found_installation


class Command(BaseCommand):
    help = "Create the first system administrator and security administrator; asks for passwords."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("system_admin", help="user name of the system administrator")
        parser.add_argument("security_admin", help="user name of the security administrator")

    def handle(self, *_args: Any, **options: Any) -> None:
        names = [options["system_admin"], options["security_admin"]]
        passwords = [getpass(f"Password of {name}: ") for name in names]
        system_admin, security_admin = (User(username=name) for name in names)
        try:
            found_installation(
                system_admin=system_admin, security_admin=security_admin, passwords=passwords
            )
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write("Both administrators exist. They create and empower all other accounts.")
