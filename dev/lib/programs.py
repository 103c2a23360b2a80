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
    """One by one: newer Debians no longer have each of them."""
    known = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ("apt-get", "install", "-qy", "--no-install-recommends")
    try:
        run("apt-get", "update", "-q", env=known)
    except SystemExit as error:
        say(f"their tests are skipped: {error}")
        return
    for package in packages:
        try:
            run(*command, package, env=known)
        except SystemExit as error:
            say(f"tests with {package} are skipped: {error}")
