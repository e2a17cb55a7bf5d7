"""What is measured beside a run; read by processes with and without Django."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.workload import Workload

RECORD = "ORM, a query and a save() a record"
ASSESSEE = "ORM, a query and a bulk_create() an assessee"
PANDAS = "ORM, values_list, pandas, bulk_create()"
SQL = "SQL windows and INSERT in PostgreSQL"
LIMIT = "limit of the layout: COPY, engine, COPY"
# So many assessees are enough to time a loop over records.
SAMPLE = 10


@dataclass(frozen=True)
class Plan:
    """What is measured beside a run.

    Attributes:
        cycle, groups: the cycle and all it holds.
        compared: how many of the groups the alternatives score; their times are scaled.
        sample: how many assessees of the first group the loop over records scores.
        repeats: how often each way is timed, in turns.
        judged: whether marks come from sheets.
        server_files: where the PostgreSQL server may write files, "" where nowhere.
        own: seconds of runs that have been timed already; else runs are timed here, in turns.
    """

    cycle: int
    groups: Sequence[Workload]
    compared: int
    sample: int
    repeats: int
    judged: bool
    server_files: str = ""
    own: tuple[float, ...] = ()

    @property
    def chosen(self) -> Sequence[Workload]:
        """The groups that the alternatives score."""
        return self.groups[: self.compared]

    @property
    def part(self) -> Workload:
        """What the loop over records scores."""
        return self.groups[0].part(self.sample)

    def scales(self) -> dict[str, float]:
        """What the times of the alternatives are multiplied by."""
        everybody = sum(work.assessees for work in self.groups)
        reached = sum(work.assessees for work in self.chosen)
        scales = dict.fromkeys((ASSESSEE, PANDAS, SQL), everybody / reached)
        return scales | {RECORD: everybody / self.part.assessees}
