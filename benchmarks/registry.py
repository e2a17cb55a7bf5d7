"""The benchmarks there are. A new one is a module with `run(full: bool) -> Report`, and a line."""

from dataclasses import dataclass, field

# Name on the command line, and the module that holds its `run`.
BENCHMARKS = {
    "engine": "benchmarks.engine",
    "run": "benchmarks.run",
}

OURS = "Hengjian"


@dataclass(frozen=True)
class Row:
    """One way of doing one case.

    Attributes:
        case: the size, as people read it.
        way: engine or alternative.
        seconds: of each repeat, in order, so that repeats of two ways can be paired.
        ratio: how many times as long as the product's own way: median of the paired ratios.
        note: what a reader must know to judge the figure, such as "scaled from 2,000".
    """

    case: str
    way: str
    seconds: tuple[float, ...]
    ratio: float
    note: str = ""


@dataclass
class Report:
    """What a benchmark found: its rows, and what did not agree (times never fail)."""

    title: str
    rows: list[Row] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
