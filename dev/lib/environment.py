"""The one virtual environment that serves both Odoo series and the scripts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .locks import locked
from .paths import CACHE, ROOT, short_hash
from .say import run, step

FOLDER = CACHE / "venv"
PYTHON = FOLDER / "bin" / "python"
# Odoo's own first: its pins and those of mcp clash in one resolve
STAGES = (
    ("dev/requirements/odoo.txt",),
    ("requirements.txt", "requirements-optional.txt", "dev/requirements/dev.txt"),
)


def enter() -> None:
    """Go on in the virtual environment; build it first where it is missing."""
    try:
        build()
    except KeyboardInterrupt:
        raise SystemExit("stopped; the next run goes on from here") from None
    if Path(sys.prefix).resolve() != FOLDER.resolve():
        os.execv(PYTHON, [str(PYTHON), *sys.argv])


def build() -> None:
    """Make the environment hold what the requirement files name."""
    stamp = FOLDER / f".ready-{_wanted()}"
    if stamp.exists() and PYTHON.exists():
        return
    with locked("venv"):
        if not stamp.exists() or not PYTHON.exists():
            with step("Python packages (the first time this takes some minutes)"):
                _build()
            stamp.touch()


def _wanted() -> str:
    texts = [(ROOT / name).read_text() for stage in STAGES for name in stage]
    return short_hash(*texts)


def _build() -> None:
    if not _has_pip():
        shutil.rmtree(FOLDER, ignore_errors=True)
        run(_interpreter(), "-m", "venv", FOLDER)
    for stage in STAGES:
        files = [part for name in stage for part in ("-r", ROOT / name)]
        run(PYTHON, "-m", "pip", "install", "-q", "--only-binary", ":all:", *files)


def _has_pip() -> bool:
    """Whether the environment was made to its end: pip is the last that comes."""
    if not PYTHON.exists():
        return False
    asked = [str(PYTHON), "-m", "pip", "--version"]
    return not subprocess.run(asked, capture_output=True).returncode


def _interpreter() -> str:
    """A Python that can make virtual environments; Debian packages that apart."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise SystemExit("install python3-venv first") from None
        with step("python3-venv"):
            run("apt-get", "update", "-q")
            run("apt-get", "install", "-qy", "--no-install-recommends", "python3-venv")
    return sys.executable
