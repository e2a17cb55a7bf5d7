"""Settings, URLs and the Celery app; no domain code."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
