"""One frozen `Settings`, read from the environment and checked before anything else happens.

A missing or unsafe value stops start-up with one sentence that names the setting and never its content.
"""

import base64
import binascii
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

LEAST_SECRET = 32
PLACEHOLDERS = ("change-me", "changeme", "secret", "password", "example", "xxxx", "0000", "1234")
HOST_NAME = re.compile(r"\.?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*(?::\d+)?|\[[0-9a-f:]+\](?::\d+)?", re.IGNORECASE)
ROOT = Path(__file__).resolve().parent.parent


class UnsafeSetting(SystemExit):
    """Start-up ends here: the message names the setting and what it needs, not what it held."""


@dataclass(frozen=True, repr=False)
class Settings:
    """Every setting of an installation. README lists them for administrators."""

    secret_key: str
    identity_key: str
    database_url: str
    data_dir: Path
    surveys_dir: Path = ROOT / "surveys"
    trusted_hosts: tuple[str, ...] = ("localhost", "127.0.0.1")
    host: str = "127.0.0.1"
    port: int = 8000
    https: bool = True
    proxies: int = 0
    workers: int = 1
    threads: int = 16
    idle_minutes: int = 30
    absolute_hours: int = 10
    testing: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read and check every setting; raise `UnsafeSetting` at the first that is missing or unsafe."""
        env = os.environ if environment is None else environment
        data_dir = Path(env.get("DATA_DIR") or "instance").resolve()
        return cls(
            secret_key=_secret(env),
            identity_key=_identity_key(env),
            database_url=_database_url(env, data_dir),
            data_dir=data_dir,
            surveys_dir=_surveys_dir(env),
            trusted_hosts=_hosts(env),
            host=_host(env),
            port=_whole(env, "PORT", cls.port, 1, 65535),
            https=_https(env),
            proxies=_whole(env, "PROXIES", cls.proxies, 0, 5),
            workers=_workers(env, data_dir),
            threads=_whole(env, "THREADS", cls.threads, 1, 256),
            idle_minutes=_whole(env, "IDLE_MINUTES", cls.idle_minutes, 5, 240),
            absolute_hours=_whole(env, "ABSOLUTE_HOURS", cls.absolute_hours, 1, 24),
        )

    @property
    def on_sqlite(self) -> bool:
        """True for the file database that comes out of the box."""
        return self.database_url.startswith("sqlite")


def stop(name: str, need: str) -> UnsafeSetting:
    """What ends start-up: the setting, and what it needs."""
    return UnsafeSetting(f"Lateral can't start: {name} {need}. README, 'Settings', tells how to set it.")


def _secret(env: Mapping[str, str]) -> str:
    value = env.get("SECRET_KEY", "")
    if not value:
        raise stop("SECRET_KEY", "is missing")
    if len(value) < LEAST_SECRET or len(set(value)) < 10:
        raise stop("SECRET_KEY", f"is too easy to guess: use at least {LEAST_SECRET} random characters")
    if any(word in value.lower() for word in PLACEHOLDERS[:5]):
        raise stop("SECRET_KEY", "looks like a placeholder: use random characters")
    return value


def _identity_key(env: Mapping[str, str]) -> str:
    """A name and 32 random bytes in base64, `name:base64`: the key that names and UPNs are sealed with."""
    value = env.get("IDENTITY_KEY", "")
    if not value:
        raise stop("IDENTITY_KEY", "is missing")
    name, _, encoded = value.rpartition(":")
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if not name.isalnum() or len(name) > 8 or len(raw) != LEAST_SECRET or len(set(raw)) < 10:
        raise stop("IDENTITY_KEY", "must be a short name, a colon and 32 random bytes in base64")
    if value == env.get("SECRET_KEY"):
        raise stop("IDENTITY_KEY", "must differ from SECRET_KEY")
    return value


def _database_url(env: Mapping[str, str], data_dir: Path) -> str:
    url = env.get("DATABASE_URL") or f"sqlite:///{data_dir / 'lateral.db'}"
    if url.startswith(("postgres://", "postgresql://")):
        return "postgresql+psycopg://" + url.split("://", 1)[1]
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise stop("DATABASE_URL", "must start with sqlite:/// or postgresql://")
    if url.startswith("sqlite:///"):
        _check_file(url.removeprefix("sqlite:///").partition("?")[0], data_dir)
    return url


def _check_file(path: str, data_dir: Path) -> None:
    """Refuse a file that nobody would find again, or could make."""
    if path in ("", ":memory:") or path.startswith("file:"):
        raise stop("DATABASE_URL", "names no file, so every answer would be lost at the next start")
    if not Path(path).is_absolute():
        raise stop("DATABASE_URL", "must name its file from the top: sqlite:////path/to/file.db")
    if Path(path).parent != data_dir and not Path(path).parent.is_dir():
        raise stop("DATABASE_URL", "names a file in a folder that is not there")


def _surveys_dir(env: Mapping[str, str]) -> Path:
    folder = Path(env.get("SURVEYS_DIR") or Settings.surveys_dir).resolve()
    if not folder.is_dir():
        raise stop("SURVEYS_DIR", "must be the folder that the instruments lie in")
    return folder


def make_data_dir(folder: Path) -> None:
    """Make sure of the folder for the database and the queue of long work."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK | os.X_OK)
    except OSError:
        writable = False
    if not writable:
        raise stop("DATA_DIR", "must be a folder that Lateral may make and write in")


def _hosts(env: Mapping[str, str]) -> tuple[str, ...]:
    hosts = tuple(h.strip() for h in env.get("TRUSTED_HOSTS", "localhost,127.0.0.1").split(",") if h.strip())
    if not hosts or not all(HOST_NAME.fullmatch(host) for host in hosts):
        raise stop(
            "TRUSTED_HOSTS", "must list the host names that pages are served under, without https:// and without *"
        )
    return hosts


def _host(env: Mapping[str, str]) -> str:
    host = env.get("HOST") or Settings.host
    if host == "localhost":
        return Settings.host
    try:
        ip_address(host)
    except ValueError:
        raise stop("HOST", "must be an address of this machine in numbers, like 127.0.0.1") from None
    return host


def _https(env: Mapping[str, str]) -> bool:
    https = _switch(env, "HTTPS", True)
    if not https and not ip_address(_host(env)).is_loopback:
        raise stop(
            "HTTPS", "must stay on while HOST lets other machines in: passwords would cross the network in the open"
        )
    return https


def _workers(env: Mapping[str, str], data_dir: Path) -> int:
    count = _whole(env, "WORKERS", 1, 1, 64)
    if count > 1 and _database_url(env, data_dir).startswith("sqlite"):
        raise stop("WORKERS", "must be 1 on SQLite, where several writing processes starve one another")
    return count


def _whole(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    value = env.get(name, "")
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise stop(name, f"must be a whole number from {low} to {high}")
    return int(value)


def _switch(env: Mapping[str, str], name: str, default: bool) -> bool:
    value = env.get(name, "").lower()
    if value not in ("", "on", "off"):
        raise stop(name, "must be on or off")
    return default if not value else value == "on"
