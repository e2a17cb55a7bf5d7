"""Run the benchmarks; exit 1 when results disagree, never because of a time."""

import argparse
import importlib
import json
import os
import platform
import statistics
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.registry import BENCHMARKS, Report


def main() -> int:
    """Parse the arguments, run, print and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", help=f"which ones: {', '.join(BENCHMARKS)}; all by default"
    )
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="small sizes, few repeats (the default)")
    size.add_argument("--full", action="store_true", help="all sizes, medians of several repeats")
    parser.add_argument("--out", type=Path, help="directory for results.jsonl and results.md")
    options = parser.parse_args()
    unknown = set(options.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    reports = {}
    for name in options.names or BENCHMARKS:
        report = importlib.import_module(BENCHMARKS[name]).run(options.full)
        reports[name] = report
        print(_markdown(report), flush=True)
    if options.out:
        _write(options.out, reports)
    failures = [failure for report in reports.values() for failure in report.failures]
    print("\n".join(failures) or "All ways agree.")
    return 1 if failures else 0


def _markdown(report: Report) -> str:
    lines = [
        f"## {report.title}",
        "",
        "| case | way | median s | spread s | times Hengjian | note |",
        "|---|---|---|---|---|---|",
    ]
    for row in report.rows:
        spread = f"{min(row.seconds):.3f} to {max(row.seconds):.3f}, n={len(row.seconds)}"
        median = f"{statistics.median(row.seconds):.3f}"
        cells = (row.case, row.way, median, spread, f"{row.ratio:.1f}", row.note)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _write(out: Path, reports: dict[str, Report]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    machine = {
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "pandas": pd.__version__,
    }
    with (out / "results.jsonl").open("w") as lines:
        for name, report in reports.items():
            for row in report.rows:
                lines.write(json.dumps({"benchmark": name, **asdict(row), **machine}) + "\n")
    versions = ", ".join(f"{key} {value}" for key, value in machine.items())
    tables = "\n".join(_markdown(report) for report in reports.values())
    warning = "Read the ratios: absolute times of two machines or two hours do not compare."
    (out / "results.md").write_text(f"{tables}\n{versions}. {warning}\n")


if __name__ == "__main__":
    sys.exit(main())
