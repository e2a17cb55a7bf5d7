"""What the engine refuses, in words a clerk can act on."""


class ScoringError(ValueError):
    """The input cannot be scored; the message names the row, node or parameter at fault."""


class BundleError(ScoringError):
    """A bundle breaks its own contract: a column, a reference, a weight or a number is wrong."""


class CircularLinkError(ScoringError):
    """Linked results form a circle, so that no group could be computed first.

    Attributes:
        path: the groups of the circle in order, the first one repeated at the end.
    """

    def __init__(self, path: list[str]) -> None:
        self.path = path
        super().__init__("Linked results form a circle: " + " -> ".join(path))
