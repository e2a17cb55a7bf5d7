"""Import an assessment workbook from a file."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessment.imports.confirming import confirm_import, upload_workbook
from organization.models import User


class Command(BaseCommand):
    help = "Preview an assessment workbook and store it when no row is refused."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--user", required=True, help="name of the account that imports")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no account {options['user']}.")
        try:
            with options["file"].open("rb") as file:
                workbook = upload_workbook(File(file, name=options["file"].name), by=user)
            self._refuse_faults(workbook.preview)
            confirm_import(workbook, by=user)
        except (OSError, ValidationError) as error:
            raise CommandError("\n".join(getattr(error, "messages", [str(error)]))) from error
        if options["verbosity"]:
            self.stdout.write(
                f"created {workbook.created_count}, changed {workbook.changed_count}, "
                f"unchanged {workbook.unchanged_count}"
            )

    def _refuse_faults(self, preview: dict[str, Any]) -> None:
        faults = [fault for row in preview["refused"] for fault in row["faults"]]
        if faults:
            lines = (f"{fault['place']}!{fault['cell']}: {fault['text']}" for fault in faults)
            raise CommandError("\n".join(lines))
