"""Real worker processes on a database and a broker that they share with the test."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from celery import current_app
from django.conf import settings as django_settings
from django.db import connection

from assessment.models import ScoreRun
from assessment.services.groups import sweep_runs

LEASE_SECONDS = 2
PATIENCE = 180


class Worker:
    """One `celery worker` in a process group of its own."""

    def __init__(self, database_url: str, log: Path, *, processes: int, pause: float) -> None:
        pool = ["--pool", "solo"] if processes == 1 else ["--concurrency", str(processes)]
        command = [sys.executable, "-m", "celery", "-A", "tests.assessment.worker.slow_app"]
        options = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        environment = {
            **os.environ,
            "HENGJIAN_DATABASE_URL": database_url,
            "HENGJIAN_LEASE_SECONDS": str(LEASE_SECONDS),
            "HENGJIAN_TEST_PAUSE": str(pause),
        }
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [*command, "worker", "-l", "info", *pool, *options],
                env=environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.log = log

    def is_ready(self) -> bool:
        return " ready." in self.log.read_text()

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def kill_one_process(self) -> None:
        """SIGKILL one of the processes that compute; the worker replaces it."""
        for victim in psutil.Process(self.process.pid).children()[:1]:
            victim.kill()

    def signal(self, number: int) -> None:
        os.killpg(self.process.pid, number)

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            self.signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def shared_database(transactional_db, tmp_path) -> Iterator[str]:
    """URL of the test's own database, for another process.

    SQLite's test database lives in memory; a copy of its tables in a file takes its place.
    """
    if connection.vendor == "postgresql":
        url = urlsplit(os.environ["HENGJIAN_DATABASE_URL"])
        yield url._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        return
    connection.ensure_connection()
    memory, name = connection.connection, connection.settings_dict["NAME"]
    file = tmp_path / "shared.sqlite3"
    connection.connection = None
    connection.settings_dict["NAME"] = str(file)
    connection.ensure_connection()
    memory.backup(connection.connection)
    yield f"sqlite:///{file}"
    connection.close()
    connection.settings_dict["NAME"] = name
    connection.connection = memory


@pytest.fixture
def empty_broker(settings) -> None:
    """No message of another test is left."""
    settings.LEASE_SECONDS = LEASE_SECONDS
    for folder in ("messages", "control"):
        (Path(django_settings.VAR_DIR) / "broker" / folder).mkdir(parents=True, exist_ok=True)
    current_app.control.purge()


@pytest.fixture
def start_worker(shared_database, empty_broker, tmp_path) -> Iterator[type[Worker]]:
    workers: list[Worker] = []

    def start(*, processes: int = 1, pause: float = 0.0) -> Worker:
        log = tmp_path / f"worker-{len(workers)}.log"
        workers.append(Worker(shared_database, log, processes=processes, pause=pause))
        return workers[-1]

    yield start
    for worker in workers:
        worker.kill()


def until(condition, *, sweeping: bool = False, seconds: float = PATIENCE) -> None:
    """Wait for a condition; `sweeping` does in this process what the beat schedule asks for."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        if sweeping:
            sweep_runs()
        time.sleep(0.2)


def is_finished(run: ScoreRun) -> bool:
    run.refresh_from_db()
    return run.finished_at is not None
