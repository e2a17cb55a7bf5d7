"""Pure rules of what comes in."""
