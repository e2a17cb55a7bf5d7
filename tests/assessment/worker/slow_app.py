"""The product's own Celery app, except that computing a group pauses first.

A signal can then hit a worker between its claim and its result, otherwise a matter of milliseconds.
"""

import os
import time

import django

from config.celery import app

django.setup()

from assessment.services import groups  # noqa: E402  (models exist from here on)

# Absent when a test run merely looks into this module for doctests.
PAUSE = float(os.environ.get("HENGJIAN_TEST_PAUSE", 0))
_compute = groups.compute


def compute_slowly(bundle, linked_totals):
    time.sleep(PAUSE)
    return _compute(bundle, linked_totals)


if PAUSE:
    groups.compute = compute_slowly

__all__ = ["app"]
