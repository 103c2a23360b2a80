"""Packages of npm for tests from outside, in a folder that several runs share."""

from __future__ import annotations

import fcntl
import os
import subprocess
from pathlib import Path


def installed(name: str, *packages: str) -> Path:
    """The folder ``name`` of the cache, with ``packages`` in it.

    Servers of both series are tested at the same time: one installs, the others wait,
    and a folder counts only once all of it is there.
    """
    folder = Path(os.environ["ODOO_CACHE"], name)
    folder.mkdir(parents=True, exist_ok=True)
    ready, wanted = folder / "ready", " ".join(packages)
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists() or ready.read_text() != wanted:
            npm = [os.environ["NPM"], "install", "--no-audit", "--no-fund"]
            command = [*npm, "--prefix", str(folder), *packages]
            subprocess.run(command, check=True)
            ready.write_text(wanted)
    return folder
