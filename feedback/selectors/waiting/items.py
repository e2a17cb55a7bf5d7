"""One thing that waits for somebody."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Waiting:
    """A line of the home page: what to do, for whom or since when, and where.

    Attributes:
        task: what waits, as a sentence with its number.
        detail: for whom and until when, as far as that is known.
        url: where it is done.
    """

    task: str
    detail: str
    url: str
