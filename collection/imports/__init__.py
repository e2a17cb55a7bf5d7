"""Lists that bring in many rows at once."""
