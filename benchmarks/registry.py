"""The cases there are. A new one is a line in CASES and a function that returns a Report."""

from dataclasses import dataclass, field

OURS = "Hengjian"


@dataclass(frozen=True)
class Case:
    """One size, measured in several ways.

    Attributes:
        name: as on the command line and in the results; the part before "/" names its kind.
        title: the size as people read it.
        function: `module:function`, called with whether all sizes and repeats are wanted.
        only_full: whether it is part of `--full` alone.
    """

    name: str
    title: str
    function: str
    only_full: bool = False

    @property
    def kind(self) -> str:
        """What is measured: `engine`, `sheets`, `library` or `run`."""
        return self.name.split("/")[0]


TITLES = {
    "engine": "Arithmetic only, marks in memory",
    "sheets": "Sheets as people fill them: saved part by part, handed in",
    "library": "A library of 4,137 indicators: taken over from a workbook, and searched",
    "run": "Database to database, from `start_run` to the commit of the last result",
}
CASES = (
    Case("engine/city", "239 units x 110 leaves x 10 evaluators", "benchmarks.engine:city"),
    Case("engine/province", "3,300 units x 110 x 10", "benchmarks.engine:province"),
    Case("engine/people", "1,000,000 people x 18 x 2", "benchmarks.engine:people"),
    Case("sheets/field", "60 sheets x 110 marks, saved in 11 parts", "benchmarks.sheets:field"),
    Case("library/import", "4,137 indicators from a workbook", "benchmarks.library:imported"),
    Case("library/search", "eight searches among them", "benchmarks.library:searched"),
    Case("run/city", "239 units x 110 reported values", "benchmarks.run:city"),
    Case("run/city-worker", "the same through a real worker", "benchmarks.run:city_worker"),
    Case("run/city-sqlite", "239 x 110 on SQLite", "benchmarks.run:city_sqlite"),
    Case("run/province", "3,300 units x 110 x 10 in 10 groups", "benchmarks.run:province"),
    Case(
        "run/daily",
        "a quarter: 1,000,000 people x 18 leaves, 1 to 3 reviewers, 50 groups",
        "benchmarks.run:daily",
    ),
    Case(
        "run/people",
        "1,000,000 people x 18 x 2 in 50 groups",
        "benchmarks.run:people",
        only_full=True,
    ),
)


@dataclass(frozen=True)
class Row:
    """One way of doing one case.

    Attributes:
        way: engine or alternative.
        seconds: of each repeat, in order, so that repeats of two ways can be paired.
        ratio: how many times as long as the product's own way: median of the paired ratios.
        note: what a reader must know to judge the figure, such as "scaled from 2,000".
        peaks: MiB of memory of each process, at its highest.
    """

    way: str
    seconds: tuple[float, ...]
    ratio: float
    note: str = ""
    peaks: tuple[int, ...] = ()


@dataclass
class Report:
    """What a case found.

    Attributes:
        size: the size that was measured, where it differs from the case's title.
        rows: the ways, the product's own first.
        failures: what did not agree (times never fail).
        left_out: ways that could not be measured, and why.
        facts: what else a reader wants to know, such as the version of the server.
    """

    size: str = ""
    rows: list[Row] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
