"""Databases made for one benchmark, and the processes of the product that work on them."""

import importlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2

from config import embedded


@dataclass(frozen=True)
class Services:
    """What a process of the product needs.

    Attributes:
        folder: for its files, gone afterwards.
        postgresql, sqlite: URLs of empty databases, gone afterwards.
        broker: URL of a Redis server.
        server_files: where the PostgreSQL server may write files, "" where it belongs to others.
    """

    folder: Path
    postgresql: str
    sqlite: str
    broker: str
    server_files: str

    def environment(self, database_url: str) -> dict[str, str]:
        """The variables of a process that works on one of the databases."""
        return {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "HENGJIAN_SECRET_KEY": "key-of-the-benchmarks-only",
            "HENGJIAN_LOG_LEVEL": "WARNING",
            "HENGJIAN_VAR_DIR": str(self.folder),
            "HENGJIAN_DATABASE_URL": database_url,
            "HENGJIAN_BROKER_URL": self.broker,
        }


@contextmanager
def services() -> Iterator[Services]:
    """Empty databases and a broker.

    A database of its own is made on the PostgreSQL server that HENGJIAN_DATABASE_URL names; when
    it names none, a server is started for the time of the benchmark.
    """
    named = os.environ.get("HENGJIAN_DATABASE_URL", "")
    # Where the embedded server keeps its lock: it outlives the folder below.
    runtime = embedded.VAR_DIR / "runtime"
    runtime.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    # A server that had to be killed may still be writing: measured figures are worth more.
    with tempfile.TemporaryDirectory(
        prefix="hengjian-benchmarks-", ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        data, own = folder / "postgresql", not named.startswith("postgres")
        server = embedded.postgresql(data) if own else _own_database(named)
        with server as postgresql, embedded.redis(folder / "redis") as broker:
            sqlite = f"sqlite:///{folder / 'hengjian.sqlite3'}"
            yield Services(folder, postgresql, sqlite, broker, str(data) if own else "")


@contextmanager
def _own_database(server: str) -> Iterator[str]:
    name = f"hengjian_benchmarks_{os.getpid()}"
    _execute(server, f"CREATE DATABASE {name}")
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(server: str, statement: str) -> None:
    with closing(psycopg2.connect(server)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)


def in_product(environment: dict[str, str], function: str, *arguments: Any) -> Any:
    """Call `module:function` in a new process of the product.

    It is new so that its peak memory is its own, and so that each can have another database.
    """
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(_call, environment, function, arguments).result()


def _call(environment: dict[str, str], function: str, arguments: tuple[Any, ...]) -> Any:
    os.environ.update(environment)
    if environment:
        # Models can be imported only once there are settings, and only in a process of the product.
        importlib.import_module("django").setup()
    module, _, name = function.partition(":")
    return getattr(importlib.import_module(module), name)(*arguments)


def in_process(function: str, *arguments: Any) -> Any:
    """Call `module:function` in a new process, whose memory goes when it ends."""
    return in_product({}, function, *arguments)


@contextmanager
def workers(environment: dict[str, str], count: int) -> Iterator[list[int]]:
    """Real worker processes that take one task each at a time.

    Yields:
        a list, which holds the peak MiB of each process once they have ended.
    """
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool", "solo"]
    quiet = ["-l", "warning", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    processes = [
        subprocess.Popen(
            [*command, *quiet, "-n", f"benchmark-{number}"],
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for number in range(count)
    ]
    peaks: list[int] = []
    try:
        yield peaks
    finally:
        for process in processes:
            process.terminate()
        peaks += [_peak_at_end(process) for process in processes]


def _peak_at_end(process: subprocess.Popen[bytes]) -> int:
    for _ in range(300):
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return usage.ru_maxrss // 1024  # Linux counts kibibytes
        time.sleep(0.1)
    process.kill()
    process.wait()
    raise RuntimeError("A worker did not end.")
