"""What only pages and services of this app write."""

from organization.admin.base import ReadOnlyAdmin
from organization.models import Role


class WrittenByServices(ReadOnlyAdmin):
    """Shown to the system administrator; pages and services change it."""

    viewed_by = (Role.SYSTEM_ADMIN,)
