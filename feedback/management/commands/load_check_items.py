"""Lay down the checks before a meeting that an installation begins with."""

from typing import Any

from django.core.management.base import BaseCommand

from feedback.services.recommendations import load_check_items


class Command(BaseCommand):
    help = "Lay down the checks before a meeting; those that exist stay as they are."

    def handle(self, *_args: Any, **_options: Any) -> None:
        added = load_check_items(by=None)
        self.stdout.write(f"{added} checks added.")
