"""Admin of the pool, its groups and letters."""

from evaluators.admin import groups, letters, pool, qualification

__all__ = ["groups", "letters", "pool", "qualification"]
