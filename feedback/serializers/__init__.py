"""Shapes of what the API tells and takes."""
