"""What this app brings to version 1 of the API."""

from typing import Any

routes: list[tuple[str, Any, str]] = []
