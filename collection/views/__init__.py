"""Pages of what comes in."""

__all__: list[str] = []
