"""Timing: the ways of one case take turns, so that a busy minute hits them all."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping

from benchmarks.registry import Row


def take_turns(
    ways: Mapping[str, Callable[[], object]], repeats: int
) -> tuple[dict[str, list[float]], dict[str, object]]:
    """Run all ways in turn, `repeats` times; return their seconds and their last results."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    results: dict[str, object] = {}
    for _ in range(repeats):
        for name, way in ways.items():
            results.pop(name, None)
            gc.collect()
            start = time.perf_counter()
            results[name] = way()
            seconds[name].append(time.perf_counter() - start)
    return seconds, results


def rows_of(
    case: str,
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
        rows.append(Row(case, way, scaled, ratio, notes.get(way, "")))
    return rows
