"""Celery entry points of the ground floor."""

from celery import shared_task
from django.utils import timezone


@shared_task
def remove_expired_grants_task() -> None:
    from organization.services.accounts import remove_expired_grants

    remove_expired_grants(today=timezone.localdate())
