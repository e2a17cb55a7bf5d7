"""Sheets that come into the daily review as files."""
