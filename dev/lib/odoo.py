"""The Odoo trees on this machine, and how to start one."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from .debian import odoo_19
from .overlay import completed
from .paths import CACHE, short_hash

SERIES = ("19.0", "18.0")
WIDE_MODULES = {"18.0": "base,web,odoo_mcp", "19.0": "base,rpc,web,odoo_mcp"}


@dataclass(frozen=True)
class Odoo:
    """One tree: its entry point, and the folder that holds the package ``odoo``."""

    series: str
    entry: Path
    packages: Path

    @property
    def number(self) -> str:
        return self.series.partition(".")[0]

    @property
    def wide_modules(self) -> str:
        return WIDE_MODULES[self.series]

    @property
    def addons(self) -> list[Path]:
        """Folders of Odoo's own addons."""
        own = [self.packages / "odoo" / "addons", self.packages / "addons"]
        return [path for path in own if path.is_dir()]

    @property
    def key(self) -> str:
        """Changes with the tree and its release."""
        release = self.packages / "odoo" / "release.py"
        return short_hash(release, release.read_text(), release.stat().st_mtime)


def find(series: str) -> Odoo | None:
    """The tree of ``series``: named, cached, or (19.0) fetched; None without one."""
    named = os.environ.get(f"ODOO_{series.partition('.')[0]}")
    cached = CACHE / f"odoo-{series}"
    if named or cached.exists():
        root = Path(named or cached).resolve()
    else:
        root = odoo_19() if series == "19.0" else None
    return root and _at(root if series == "19.0" else _with_libraries(root), series)


def _at(root: Path, series: str) -> Odoo:
    debian = root / "usr" / "lib" / "python3" / "dist-packages"
    packages = debian if debian.is_dir() else root
    entry = root / "usr/bin/odoo" if debian.is_dir() else root / "odoo-bin"
    found = re.search(r"version_info = \((\d+), (\d+)", _release(packages))
    if not entry.exists() or not found or ".".join(found.groups()) != series:
        raise SystemExit(f"{root} is no Odoo {series}")
    return Odoo(series, entry, packages)


def _release(packages: Path) -> str:
    path = packages / "odoo" / "release.py"
    return path.read_text() if path.exists() else ""


def _with_libraries(root: Path) -> Path:
    """Some copies of 18.0 lack what a .gitignore calls ``lib``; 19.0 has the same."""
    cached = CACHE / "odoo-19.0"
    donors = _at(cached, "19.0").addons if cached.exists() else []
    return completed(root, donors[0]) if donors else root
