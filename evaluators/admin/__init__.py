"""Admin of the pool, its groups and letters."""

from evaluators.admin import forming, groups, letters, points, pool, qualification

__all__ = ["forming", "groups", "letters", "points", "pool", "qualification"]
