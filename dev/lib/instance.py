"""One Odoo on one database: its configuration, and commands that run on it."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import children
from .databases import data_folder
from .environment import PYTHON
from .odoo import Odoo
from .paths import addons_folder, cache
from .postgres import Address

ALARM = re.compile(
    r"^\d{4}-.*? (?:ERROR|CRITICAL) .*\n(?:(?!\d{4}-\d\d-\d\d ).*\n)*", re.M
)
# an embedded PostgreSQL has none; Odoo goes on
HARMLESS = "CREATE EXTENSION"


@dataclass(frozen=True)
class Instance:
    """An Odoo tree, a database, and what its configuration file says beyond that.

    ``addon`` is the folder on the addons path that holds ``odoo_mcp``, when that is
    not the repository; ``fixtures`` the one of the addons that tests need, if they are
    wanted; ``variables`` are added to the environment.
    """

    odoo: Odoo
    address: Address
    database: str
    options: dict[str, Any] = field(default_factory=dict)
    fixtures: Path | None = None
    addon: Path | None = None
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        return cache("logs") / f"{self.database}.log"

    def run(self, *arguments: str) -> int:
        """Run Odoo to its end, its output going to the log file; its exit code."""
        with self.log.open("w") as log:
            known = {"env": self.environment(), "stdout": log, "stderr": log}
            return children.run(self.command(*arguments), **known)

    def do(self, *arguments: str) -> None:
        """Run Odoo to its end.

        Raises:
            SystemExit: it failed, or its log holds an error.
        """
        code = self.run(*arguments, "--stop-after-init", "--no-http")
        found = ALARM.findall(self.log.read_text(errors="replace"))
        alarms = [text for text in found if HARMLESS not in text]
        if code or alarms:
            raise SystemExit("".join(alarms[-5:]) + f"Odoo failed, see {self.log}")

    def script(self, text: str) -> str:
        """Run Python in Odoo's shell and answer what it printed.

        Raises:
            SystemExit: it failed.
        """
        done = subprocess.run(
            self.command("--no-http", "--logfile=", command="shell"),
            env=self.environment(),
            input=f"{text}\nprint('DONE')\n",
            capture_output=True,
            text=True,
        )
        if done.returncode or not done.stdout.rstrip().endswith("DONE"):
            raise SystemExit(done.stdout[-2000:] + done.stderr[-4000:])
        return done.stdout

    def command(self, *arguments: str, command: str = "server") -> list[str]:
        start = [str(PYTHON), str(self.odoo.entry), command]
        return [*start, "-c", str(self._configuration()), *arguments]

    def environment(self) -> dict[str, str]:
        known = {"PGPASSWORD": self.address.password} if self.address.password else {}
        known["PYTHONPATH"] = str(self.odoo.packages)
        # Odoo restarts as the "python" that it finds
        known["PATH"] = os.pathsep.join([str(PYTHON.parent), os.environ["PATH"]])
        return {**os.environ, **known, **self.variables, "PYTHONUNBUFFERED": "1"}

    def _configuration(self) -> Path:
        options = {**self._base_options(), **self.options}
        path = cache("configurations") / f"{self.database}.conf"
        lines = [f"{key} = {value}\n" for key, value in options.items()]
        path.write_text("".join(["[options]\n", *lines]))
        path.chmod(0o600)
        return path

    def _base_options(self) -> dict[str, Any]:
        folders = [*self.odoo.addons, self.addon or addons_folder()]
        if self.fixtures:
            folders.append(self.fixtures)
        return {
            "addons_path": ",".join(map(str, folders)),
            "data_dir": data_folder(),
            "db_host": self.address.host,
            "db_port": self.address.port,
            "db_user": self.address.user,
            "db_name": self.database,
            "http_interface": "127.0.0.1",
            "max_cron_threads": 0,
            # containers and development machines work as root
            **({"mcp_allow_root": True} if os.geteuid() == 0 else {}),
        }
