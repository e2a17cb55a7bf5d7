"""Timing: the ways of one case take turns, so that a busy minute hits them all."""

import gc
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.registry import Row


def progress(text: str) -> None:
    """Tell whoever waits what is going on; results go to standard output."""
    print(f"{time.strftime('%H:%M:%S', time.gmtime())} UTC  {text}", file=sys.stderr, flush=True)


def take_turns(
    ways: Mapping[str, Callable[[], Any]],
    repeats: int,
    before: Mapping[str, Callable[[], object]] | None = None,
) -> tuple[dict[str, list[float]], dict[str, Any]]:
    """Run all ways in turn, `repeats` times; return their seconds and their last results.

    `before` is what a way needs each time before its clock starts.
    """
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    results: dict[str, Any] = {}
    for repeat in range(repeats):
        for name, way in ways.items():
            results.pop(name, None)
            (before or {}).get(name, gc.collect)()
            gc.collect()
            start = time.perf_counter()
            results[name] = way()
            seconds[name].append(time.perf_counter() - start)
            progress(f"  {repeat + 1} of {repeats}: {name}, {seconds[name][-1]:.3f} s")
    return seconds, results


def rows_of(
    seconds: Mapping[str, list[float]],
    own: str,
    scale: Mapping[str, float],
    notes: Mapping[str, str],
) -> list[Row]:
    """Turn seconds into rows; `scale` multiplies the times of ways that ran on a part."""
    rows = []
    for way, times in seconds.items():
        scaled = tuple(taken * scale.get(way, 1.0) for taken in times)
        ratio = statistics.median(
            taken / base for taken, base in zip(scaled, seconds[own], strict=True)
        )
        rows.append(Row(way, scaled, ratio, notes.get(way, "")))
    return rows
