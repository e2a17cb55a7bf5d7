"""The processes of a running site as children of one command: web server, worker, beat."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings

FIRST_PORT = 8000


def free_port(first: int = FIRST_PORT) -> int:
    """The first port from `first` on that nobody listens at on loopback."""
    for port in range(first, first + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    raise RuntimeError(f"No free port between {first} and {first + 50}.")


class Site:
    """Starts the processes on entering and stops them on leaving, the worker last."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self._logs = Path(settings.VAR_DIR) / "log"
        self._children: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        for folder in (self._logs, *_broker_folders()):
            folder.mkdir(parents=True, exist_ok=True)
        celery = [sys.executable, "-m", "celery", "-A", "config"]
        schedule = str(Path(settings.VAR_DIR) / "celerybeat-schedule")
        # Threads: a forked child would inherit a chart renderer that cannot live on in it.
        self._start("worker", [*celery, "worker", "--pool=threads", "--concurrency=2"])
        self._start("beat", [*celery, "beat", f"--schedule={schedule}"])
        self._start("web", self._web_server())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # A second Ctrl-C during the stop must not leave children behind.
        previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
        for child in reversed(self._children):
            child.terminate()
        for child in self._children:
            try:
                child.wait(timeout=15)
            except subprocess.TimeoutExpired:
                child.kill()
        signal.signal(signal.SIGINT, previous)

    def wait_until_answering(self, seconds: int = 60) -> None:
        """Return once the site answers. Raises RuntimeError when it does not, naming the log."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.check()
            with suppress(OSError), urllib.request.urlopen(self.url, timeout=5) as answer:
                if answer.status == 200:
                    return
            time.sleep(0.2)
        raise RuntimeError(f"The site does not answer; see {self._logs / 'web.log'}.")

    def check(self) -> None:
        """Raise RuntimeError when a process has ended by itself, naming its log."""
        for name, child in zip(("worker", "beat", "web"), self._children, strict=True):
            if child.poll() is not None:
                raise RuntimeError(f"The {name} process has ended; see {self._logs / name}.log.")

    def _start(self, name: str, command: list[str]) -> None:
        with (self._logs / f"{name}.log").open("ab") as log:
            self._children.append(
                subprocess.Popen(
                    command,
                    cwd=settings.BASE_DIR,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    # Ctrl-C is for this command, which then stops its children in order.
                    start_new_session=True,
                )
            )

    def _web_server(self) -> list[str]:
        address = f"127.0.0.1:{self.port}"
        if os.name == "nt":
            return [
                sys.executable,
                "-m",
                "waitress",
                f"--listen={address}",
                "config.wsgi:application",
            ]
        # Loaded once for both workers: half the time, and half the memory.
        options = [f"--bind={address}", "--workers=2", "--preload"]
        return [sys.executable, "-m", "gunicorn", "config.wsgi", *options]


def _broker_folders() -> list[Path]:
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    return [
        Path(str(options[name])) for name in ("data_folder_in", "control_folder") if name in options
    ]
