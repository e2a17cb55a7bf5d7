"""Rows of the API."""
