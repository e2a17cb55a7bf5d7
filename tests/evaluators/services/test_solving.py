"""Searches in a process of their own."""

import time

import pytest

from evaluators.rules.sampling import shuffle_keys
from evaluators.services.solving import UnwantedError, solve_apart


def test_what_the_search_returns_comes_back() -> None:
    assert solve_apart(shuffle_keys, [1, 2, 3], seed="7", seconds=60) == shuffle_keys(
        [1, 2, 3], "7"
    )


def test_an_error_of_the_search_is_told() -> None:
    with pytest.raises(RuntimeError, match="ValueError: a key stands twice"):
        solve_apart(shuffle_keys, [1, 1], seed="7", seconds=60)


def test_a_search_is_killed_when_its_time_is_up() -> None:
    with pytest.raises(TimeoutError):
        solve_apart(time.sleep, 3600, seconds=0)


def test_a_search_is_killed_when_nobody_wants_it() -> None:
    with pytest.raises(UnwantedError):
        solve_apart(time.sleep, 3600, seconds=3600, is_wanted=lambda: False)
