"""Demonstration data and the command that shows the main job on it. Not needed in production."""
