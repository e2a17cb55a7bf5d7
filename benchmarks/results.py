"""Results as lines of JSON, one a case, and as the Markdown that docs/benchmarks.md takes over."""

import datetime as dt
import json
import os
import platform
import statistics
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.goals import figure_text, judge
from benchmarks.registry import CASES, OURS, TITLES, Case, Report, Row

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("numpy", "pandas", "polars", "duckdb", "numba", "django", "celery")


def machine() -> dict[str, str]:
    """Where and when a case was measured."""
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "commit": described.stdout.strip() or "unknown",
        "machine": f"{os.cpu_count()} cores of {_processor()}, {platform.system()}",
        "versions": ", ".join([f"Python {platform.python_version()}", *_versions()]),
        "load": load,
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _versions() -> Iterator[str]:
    for package in PACKAGES:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            continue


def append(
    path: Path, case: Case, full: bool, report: Report, circumstances: dict[str, str]
) -> None:
    """Add a finished case to the file."""
    line = {"case": case.name, "full": full, **circumstances, "report": asdict(report)}
    with path.open("a") as file:
        file.write(json.dumps(line) + "\n")


def read(path: Path, full: bool) -> dict[str, tuple[Report, dict[str, str]]]:
    """Cases that a file holds of this mode, each with its circumstances; the last line counts."""
    found = {}
    for line in path.read_text().splitlines() if path.exists() else ():
        entry = json.loads(line)
        report = entry.pop("report")
        rows = [
            Row(**{**row, "seconds": tuple(row["seconds"]), "peaks": tuple(row["peaks"])})
            for row in report.pop("rows")
        ]
        if entry.pop("full") == full:
            found[entry.pop("case")] = (Report(rows=rows, **report), entry)
    return found


def markdown(
    reports: Mapping[str, Report], circumstances: Mapping[str, Mapping[str, str]], full: bool
) -> str:
    """The figures as docs/benchmarks.md shows them."""
    command = f"python -m benchmarks {'--full' if full else '--quick'}"
    lines = ["## Figures", "", *_circumstances(reports, circumstances, command), ""]
    for kind, title in TITLES.items():
        lines += _table(kind, title, reports)
    left_out = sorted({text for report in reports.values() for text in report.left_out})
    if left_out:
        lines += ["**Left out:** " + "; ".join(left_out) + ".", ""]
    lines += _failures(reports)
    return "\n".join([*lines, *_goals(reports), ""])


def row_cells(row: Row) -> tuple[str, ...]:
    """One way, as a table shows it."""
    seconds = [f"{taken:.3f}" if taken < 10 else f"{taken:,.1f}" for taken in
               (statistics.median(row.seconds), min(row.seconds), max(row.seconds))]  # fmt: skip
    peaks = " and ".join(map(str, row.peaks))
    note = "; ".join(filter(None, (row.note, f"peak {peaks} MiB" if peaks else "")))
    times = "1" if row.way == OURS else figure_text(row.ratio)
    return row.way, f"{seconds[0]} ({seconds[1]} to {seconds[2]})", times, note


def _circumstances(
    reports: Mapping[str, Report], circumstances: Mapping[str, Mapping[str, str]], command: str
) -> Iterator[str]:
    def told(key: str) -> str:
        return " and ".join(sorted({found[key] for found in circumstances.values()}))

    loads = ", ".join(found["load"] for found in circumstances.values())
    facts = {f"{name} {text}" for report in reports.values() for name, text in report.facts.items()}
    yield (
        f"{told('date')}, `{command}`, commit {told('commit')}; {told('machine')}; "
        f"{', '.join([told('versions'), *sorted(facts)])}, the server with its default settings."
    )
    yield (
        f"Load before each case: {loads}. Read the ratios: absolute times of two machines, or of "
        "two hours, do not compare. A ratio is the median of the ratios of neighbouring repeats."
    )


def _table(kind: str, title: str, reports: Mapping[str, Report]) -> Iterator[str]:
    yield from (f"### {title}", "")
    yield "| case | way | median s (least to most) | times Hengjian | note |"
    yield "| --- | --- | --- | --- | --- |"
    for case in CASES:
        report = reports.get(case.name)
        if case.kind == kind and report:
            for number, row in enumerate(report.rows):
                name = (report.size or case.title) if number == 0 else ""
                yield f"| {' | '.join((name, *row_cells(row)))} |"
    yield ""


def _failures(reports: Mapping[str, Report]) -> list[str]:
    failures = [failure for report in reports.values() for failure in report.failures]
    if not failures:
        return []
    return ["### What does not agree", "", *(f"- {failure}" for failure in failures), ""]


def _goals(reports: Mapping[str, Report]) -> Iterator[str]:
    yield from ("### Goals", "")
    yield "| goal | | verdict | measured |"
    yield "| --- | --- | --- | --- |"
    for goal in judge(reports):
        yield f"| {goal.name} | {goal.goal} | {goal.verdict} | {goal.measured} |"
