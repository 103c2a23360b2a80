"""One virtual environment for both series, in the cache."""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

from .paths import ROOT, cache
from .say import run, step


def python() -> Path:
    """The interpreter of the virtual environment; made or mended when needed."""
    folder = cache() / "venv"
    binary, marker = folder / "bin/python", folder / "odoo_mcp.sha256"
    files = [ROOT / name for name in ("dev/requirements-odoo.txt", "requirements.txt")]
    files += [ROOT / "requirements-optional.txt", ROOT / "dev/requirements-dev.txt"]
    wanted = hashlib.sha256(b"".join(f.read_bytes() for f in files)).hexdigest()
    if marker.exists() and marker.read_text() == wanted and binary.exists():
        return binary
    with step("virtual environment"):
        if not binary.exists():
            shutil.rmtree(folder, ignore_errors=True)
            run(sys.executable, "-m", "venv", folder)
        for file in files:
            # one after the other: Odoo's pins and mcp's clash in one resolve
            run(binary, "-m", "pip", "install", "-q", "--prefer-binary", "-r", file)
        marker.write_text(wanted)
    return binary
