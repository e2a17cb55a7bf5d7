"""What the office works with: to find and to read; services and pages change it."""

from organization.admin import ReadOnlyAdmin
from organization.models import Role


class OfficeRecordAdmin(ReadOnlyAdmin):
    """What the office works with: the system administrator may look."""

    viewed_by = (Role.SYSTEM_ADMIN,)
