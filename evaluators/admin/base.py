"""What only pages and services of this app write, and what administering never reads."""

from typing import Any

from django.http import HttpRequest

from organization.admin.base import ReadOnlyAdmin
from organization.models import Role


class WrittenByServices(ReadOnlyAdmin):
    """Shown to the system administrator; pages and services change it."""

    viewed_by = (Role.SYSTEM_ADMIN,)


class Sealed(WrittenByServices):
    """Tells that a thing is there and how far it is: `fields` names all there is to see.

    What is not shown is not asked for by address either, and the history tells no values.
    """

    tells_values = False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        shown = lookup.partition("__")[0] in (self.fields or ())
        return shown and super().lookup_allowed(lookup, value, request)
