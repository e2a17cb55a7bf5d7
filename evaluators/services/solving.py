"""A search in a process of its own, which can be killed.

The solver looks at its clock only now and then, and a thread cannot be stopped from outside: so
every search runs apart, is killed when its time is up or nobody wants it any more, and tells its
result through a pipe. This module imports nothing of Django, so the child starts quickly.
"""

import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
POLL_SECONDS = 0.5


class UnwantedError(Exception):
    """Nobody wants the result any more."""


def solve_apart(
    search: Callable[..., Any],
    *args: Any,
    seconds: float,
    is_wanted: Callable[[], bool] = lambda: True,
    **options: Any,
) -> Any:
    """Run a search in a child process and return what it returns.

    Args:
        search: a function of a module that needs no Django, such as one of `evaluators.rules`.
        seconds: after so long the child is killed.
        is_wanted: asked twice a second; when it says no, the child is killed.
    Raises:
        TimeoutError: the time was up.
        UnwantedError: `is_wanted` said no.
        RuntimeError: the search failed; the message is that of its error.
    """
    deadline = time.monotonic() + seconds
    command = [sys.executable, "-m", "evaluators.services.solving"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as child:  # type: ignore[call-overload]
        try:
            given: bytes | None = pickle.dumps((search, args, options))
            while True:
                try:
                    answer, _errors = child.communicate(given, timeout=POLL_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    given = None
                    _check_time(deadline, is_wanted)
        finally:
            child.kill()
    if not answer:
        raise RuntimeError("The search ended without an answer.")
    found, error = pickle.loads(answer)
    if error:
        raise RuntimeError(error)
    return found


def _check_time(deadline: float, is_wanted: Callable[[], bool]) -> None:
    if not is_wanted():
        raise UnwantedError
    if time.monotonic() > deadline:
        raise TimeoutError("The search was stopped: its time was up.")


def main() -> None:
    """What the child does."""
    search, args, options = pickle.load(sys.stdin.buffer)
    try:
        answer = (search(*args, **options), "")
    # Whatever it is, the parent hears of it.
    except Exception as error:
        answer = (None, f"{type(error).__name__}: {error}")
    pickle.dump(answer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
