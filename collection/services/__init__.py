"""Changes of what comes in."""
