"""Programs that some tests need: a browser, and the maker of PDF reports."""

from __future__ import annotations

import os
import shutil

from .locks import locked
from .say import run, say, step

# package of Debian: names of the program
WANTED = {
    "chromium": ("chromium", "google-chrome", "chromium-browser"),
    "wkhtmltopdf": ("wkhtmltopdf",),
}


def ensure() -> None:
    """Install what is missing where we may; else its tests are skipped."""
    missing = [package for package, names in WANTED.items() if not _found(names)]
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say(f"not found, their tests are skipped: {', '.join(missing)}")
        return
    with locked("programs"), step(f"installing {', '.join(missing)}"):
        _install(missing)


def _found(names: tuple[str, ...]) -> bool:
    return any(shutil.which(name) for name in names)


def _install(packages: list[str]) -> None:
    known = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        run("apt-get", "update", "-q", env=known)
        run(
            "apt-get", "install", "-qy", "--no-install-recommends", *packages, env=known
        )
    except SystemExit as error:
        say(f"their tests are skipped: {error}")
