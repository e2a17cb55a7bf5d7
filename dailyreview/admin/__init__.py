"""Admin of the daily review: everything is written by pages and services, here it is seen."""

from dailyreview.admin import care, dossier, papers, plans, records

__all__ = ["care", "dossier", "papers", "plans", "records"]
