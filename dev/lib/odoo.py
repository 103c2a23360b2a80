"""The Odoo trees at hand, and how each is run."""

from __future__ import annotations

import hashlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import debian
from .fill import fill
from .paths import CACHE, ROOT, cache
from .postgres import Postgres
from .say import step
from .venv import python

SERIES = ("18.0", "19.0")
PACKAGES = "usr/lib/python3/dist-packages"
DEPENDS = "base_setup,mail"


@dataclass(frozen=True)
class Odoo:
    """One Odoo: its series, entry point and what Python needs to find it."""

    series: str
    program: Path
    python_path: Path | None
    addons: tuple[Path, ...]

    def command(self, postgres: Postgres, database: str, *options: str) -> list[str]:
        folders = [*self.addons, _link(), ROOT / "tests/addons"]
        return [
            str(python()),
            str(self.program),
            *postgres.options(),
            f"--addons-path={','.join(map(str, folders))}",
            f"--data-dir={self.data_dir}",
            *(["-d", database] if database else []),
            *options,
        ]

    @property
    def data_dir(self) -> Path:
        return cache(f"data-{self.series}")

    @property
    def environ(self) -> dict[str, str]:
        environ = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        environ["ODOO_RC"] = str(_configuration())
        if self.python_path:
            environ["PYTHONPATH"] = str(self.python_path)
        return environ

    def template(self, postgres: Postgres) -> str:
        """A database with what the addon depends on; made once."""
        key = hashlib.sha256(f"{self.program}{DEPENDS}1".encode()).hexdigest()[:8]
        name = f"odoo_mcp_{self.series.replace('.', '')}_{key}"
        if name not in postgres.databases():
            with step(f"Odoo {self.series}: template database"):
                self._install(postgres, name)
        return name

    def _install(self, postgres: Postgres, name: str) -> None:
        half = f"{name}_part"
        postgres.drop(half)
        demo = ["--with-demo"] if self.series == "19.0" else []
        command = self.command(
            postgres, half, "-i", DEPENDS, "--stop-after-init", "--no-http", *demo
        )
        done = subprocess.run(command, env=self.environ, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"Odoo {self.series}:\n{done.stderr[-4000:]}")
        postgres.sql(f'ALTER DATABASE "{half}" RENAME TO "{name}"')


def find(series: str) -> Odoo | None:
    """The Odoo of a series: by environment, from the cache, or from Debian."""
    named = os.environ.get(f"ODOO_{series.partition('.')[0]}")
    tree = Path(named) if named else CACHE / f"odoo-{series}"
    if (tree / "odoo-bin").exists():
        if series == "18.0" and not named and (donor := debian.odoo_19()):
            fill(tree / "odoo/addons", donor / PACKAGES / "odoo/addons")
        return Odoo(
            series, tree / "odoo-bin", None, (tree / "odoo/addons", *_extra(tree))
        )
    if series == "19.0" and not named and (prefix := debian.odoo_19()):
        return Odoo(series, prefix / "usr/bin/odoo", prefix / PACKAGES, ())
    return None


def _extra(tree: Path) -> tuple[Path, ...]:
    return (tree / "addons",) if (tree / "addons").is_dir() else ()


def _link() -> Path:
    """A folder in which the repository bears the addon's name."""
    folder = cache("addons", hashlib.sha256(str(ROOT).encode()).hexdigest()[:8])
    link = folder / "odoo_mcp"
    if not link.is_symlink():
        link.symlink_to(ROOT)
    return folder


def _configuration() -> Path:
    """Root runs commands and Python here: this machine is for development."""
    path = cache() / "odoo.conf"
    lines = ["[options]"] + ["mcp_allow_root = True"] * (os.geteuid() == 0)
    path.write_text("\n".join(lines) + "\n")
    return path
