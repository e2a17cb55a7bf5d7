"""Shapes of what the API gives and takes, one module a topic."""
