"""Typed reading of the environment: a wrong or missing variable stops the start by name."""

import os
import shlex
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


def load_env_file(path: Path) -> None:
    """Take `NAME=value` lines of a file as defaults; variables that are set already win."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.partition("=")
        if separator and not name.lstrip().startswith("#"):
            os.environ.setdefault(name.strip(), value.strip())


def env_str(name: str, default: str | None = None) -> str:
    """Text of a variable; without a default the variable is required."""
    value = os.environ.get(name, default)
    if value is None or value == "":
        raise ImproperlyConfigured(f"Set the environment variable {name}; see docs/operations.md.")
    return value


def env_bool(name: str, default: bool) -> bool:
    """Truth of a variable: 1/true/yes/on or 0/false/no/off."""
    value = os.environ.get(name, "").lower()
    if value == "":
        return default
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be one of {sorted(_TRUE | _FALSE)}, not {value!r}.")


def env_int(name: str, default: int) -> int:
    """Whole number of a variable."""
    value = os.environ.get(name, "")
    try:
        return int(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error


def env_list(name: str, default: str) -> list[str]:
    """Comma-separated parts of a variable, without blanks."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def env_command(name: str) -> list[str]:
    """A program with its arguments, as a shell would split them; empty when nothing is set."""
    try:
        return shlex.split(os.environ.get(name, ""))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is no command line: {error}.") from error


def env_networks(name: str, default: str) -> list[IPv4Network | IPv6Network]:
    """Comma-separated addresses or networks of a variable, as `10.0.0.2` or `10.0.0.0/24`."""
    try:
        return [ip_network(part) for part in env_list(name, default)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must list addresses or networks: {error}.") from error


def database(url: str) -> dict[str, object]:
    """Django's database entry for `sqlite:///path` or `postgresql://user:password@host:port/name`.

    Raises:
        ImproperlyConfigured: another scheme, or no database name.
    """
    parts = urlsplit(url)
    if not parts.path.strip("/"):
        raise ImproperlyConfigured("HENGJIAN_DATABASE_URL names no database.")
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path[1:] if parts.path.startswith("//") else parts.path,
            "OPTIONS": {
                "timeout": 30,
                # A transaction that begins with a read and then writes would otherwise fail with
                # "database is locked" instead of waiting for the other writer.
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            # libpq's own form for a Unix socket: ?host=/folder
            "HOST": parts.hostname or parse_qs(parts.query).get("host", [""])[0],
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(
        f"HENGJIAN_DATABASE_URL must begin with sqlite:// or postgresql://, not {parts.scheme!r}."
    )
