"""Celery entry points. A task takes an id, calls one service, and may run twice with one effect."""

from celery import shared_task
from django.utils import timezone


@shared_task
def forget_contacts_task() -> None:
    from collection.services.opinions import forget_contacts

    forget_contacts(timezone.localdate())
