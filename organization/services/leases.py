"""Leases of work that rows remember, and messages that call a worker to look at them.

The rows are the truth and the broker is only a doorbell: whoever claims a row does it by one
conditional UPDATE under a new attempt number, for a limited time.
"""

import datetime as dt
import logging
from functools import partial

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3


def lease_end(seconds: float | None = None) -> dt.datetime:
    """When a claim made now runs out; a step that may take longer than usual says how long."""
    longest = max(settings.LEASE_SECONDS, seconds or 0)
    return timezone.now() + dt.timedelta(seconds=longest)


def uncalled() -> Q:
    """Rows that nobody was asked for lately."""
    return Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now())


def call_after_commit(task: str, row_id: int) -> None:
    """Send a task, named because tasks stand above services, once the row is committed."""
    transaction.on_commit(partial(_send, task, row_id))


def _send(task: str, row_id: int) -> None:
    """Send a message; when the broker is away, the sweeper calls again later."""
    try:
        current_app.send_task(task, args=(row_id,))
    # A server that is gone, or the folder of the embedded default.
    except (OperationalError, OSError):
        logger.warning("The broker is away; %s(%s) will be called again.", task, row_id)
