"""A real PostgreSQL in a temporary folder, as a user who may do nothing else."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pg8000.native import Connection

from kiosk.hub.authority import Pair, for_server, new_authority
from tests.missing import missing

_USERS = ("postgres", "nobody")
NOW = datetime.now(UTC)
DATABASE = "madoguchi"
_RULES = """\
local all postgres trust
hostssl madoguchi +madoguchi_terminal all cert
hostssl madoguchi +madoguchi_office all cert
"""
_SETTINGS = """\
listen_addresses = '127.0.0.1'
max_connections = 40
shared_buffers = 16MB
fsync = off
ssl = on
ssl_min_protocol_version = 'TLSv1.3'
ssl_ca_file = 'ca.crt'
ssl_cert_file = 'server.crt'
ssl_key_file = 'server.key'
"""


class Postgres:
    """One server. ``port`` is on 127.0.0.1."""

    def __init__(self, folder: Path, authority: Pair) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.authority = authority
        self.port = _free_port()

    def make(self) -> None:
        """An empty cluster with certificates and rules as docs/hub.md has them."""
        trust = ("-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale")
        self.run("initdb", "-D", self.data, *trust, "--no-sync")
        self.configure()

    def configure(self, more: str = "") -> None:
        """Settings, rules and certificates; ``more`` settings behind them."""
        pair = for_server(self.authority, ("127.0.0.1", "localhost"), NOW)
        own = f"port = {self.port}\nunix_socket_directories = '{self.folder}'\n"
        for name, content in {
            "ca.crt": self.authority.certificate,
            "server.crt": pair.certificate,
            "server.key": pair.key,
            "pg_hba.conf": _RULES.encode(),
            "postgresql.auto.conf": (_SETTINGS + own + more).encode(),
        }.items():
            path = self.data / name
            path.write_bytes(content)
            path.chmod(0o600)
            shutil.chown(path, *_user())

    def start(self) -> None:
        self.run("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-w", "start")

    def stop(self, mode: str = "immediate") -> None:
        self.run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def run(self, program: str, *options: object) -> str:
        """One of PostgreSQL's programs, as the user who owns the folder."""
        user, group = _user()
        done = subprocess.run(
            [_program(program), *map(str, options)],
            cwd="/",
            user=user if os.geteuid() == 0 else None,
            group=group if os.geteuid() == 0 else None,
            extra_groups=[] if os.geteuid() == 0 else None,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            capture_output=program not in {"pg_ctl"},
            timeout=60,
            text=True,
        )
        assert done.returncode == 0, (program, done.stderr)
        return done.stdout or ""

    def admin(self, database: str = DATABASE) -> Connection:
        """A superuser at the machine itself."""
        path = self.folder / f".s.PGSQL.{self.port}"
        return Connection("postgres", unix_sock=str(path), database=database)

    def ask(self, sql: str, **values: Any) -> list[Any]:
        """One question of a superuser."""
        connection = self.admin()
        try:
            return list(connection.run(sql, **values) or [])
        finally:
            connection.close()


@contextmanager
def running(authority: Pair | None = None) -> Iterator[Postgres]:
    """A server with an empty database."""
    with folder() as own:
        server = Postgres(own, authority or new_authority("Test", NOW))
        server.make()
        server.start()
        try:
            connection = server.admin("postgres")
            connection.run(f"CREATE DATABASE {DATABASE}")
            connection.close()
            yield server
        finally:
            server.stop()


@contextmanager
def folder() -> Iterator[Path]:
    """A short path (a socket's has 107 characters at most) that the user owns."""
    path = Path(tempfile.mkdtemp(prefix="madoguchi-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(path, *_user())
    try:
        yield path
    finally:
        shutil.rmtree(path)


def _user() -> tuple[str, int]:
    """PostgreSQL does not run as root."""
    if os.geteuid():
        own = pwd.getpwuid(os.geteuid())
        return own.pw_name, own.pw_gid
    for name in _USERS:
        try:
            own = pwd.getpwnam(name)
        except KeyError:
            continue
        return name, own.pw_gid
    missing("no user for PostgreSQL")


def _program(name: str) -> str:
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = str(places[-1]) if places else shutil.which(name)
    if found is None:
        missing("PostgreSQL is not installed")
    return found


def _free_port() -> int:
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        return int(own.getsockname()[1])
