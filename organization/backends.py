"""Object permissions that end on their day."""

from typing import Any

from django.db import models
from guardian.backends import ObjectPermissionBackend

from organization.models import Unit, User


class TimedGrantBackend(ObjectPermissionBackend):
    """django-guardian's backend knows no end of a grant; this one asks for it as well."""

    def has_perm(self, user_obj: Any, perm: str, obj: models.Model | None = None) -> bool:
        return self._is_open(user_obj, obj) and super().has_perm(user_obj, perm, obj)

    def get_all_permissions(self, user_obj: Any, obj: models.Model | None = None) -> Any:
        return super().get_all_permissions(user_obj, obj) if self._is_open(user_obj, obj) else set()

    def _is_open(self, user: Any, thing: models.Model | None) -> bool:
        if not (isinstance(user, User) and isinstance(thing, Unit)):
            return False
        return user.unitgrant_set.current().filter(content_object=thing).exists()
