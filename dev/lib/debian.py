"""Odoo 19 as Debian packages it, unpacked into the cache and never installed.

apt's own tools work on a state of their own, so that the machine's sources stay as
they are; the mirror is the one that the machine itself uses.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from .locks import locked
from .paths import cache
from .say import run, say, step

SUITE = "sid"
# Odoo links to files of its companions that newer versions of them no longer have
OLDER = "stable"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
COMPANIONS = (
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-font-awesome",
    "fonts-roboto-unhinted",
    "fonts-inconsolata",
    "fonts-ocr-b",
    "fonts-montserrat",
)


def odoo_19() -> Path | None:
    """The unpacked prefix of Odoo 19; fetched when it is missing.

    Returns:
        The prefix, or None where the machine has no apt.
    """
    target = cache() / "odoo-19.0"
    if (target / "usr/bin/odoo").exists():
        return target
    mirror = _mirror()
    if not mirror:
        say("Odoo 19: no Debian mirror in apt here; name a source tree in ODOO_19")
        return None
    with locked("debian"), step("Odoo 19: fetching Debian's packages"):
        if not target.exists():
            _unpack(_download(mirror), target)
    return target


def _download(mirror: str) -> list[Path]:
    """The packages, those that are to win last."""
    options = _options(_state(mirror))
    run("apt-get", *options, "update", "-q")
    wanted = {OLDER: COMPANIONS, SUITE: (*COMPANIONS, "odoo-19")}
    files: list[Path] = []
    for suite, names in wanted.items():
        folder = cache("apt", "debs", suite)
        # finished files are left alone, broken ones gone on with
        packages = [f"{name}/{suite}" for name in names]
        run("apt-get", *options, "download", *packages, cwd=folder)
        files += sorted(folder.glob("*.deb"))
    return files


def _state(mirror: str) -> Path:
    """An apt state of our own, which knows two suites of ``mirror``."""
    state = cache("apt")
    signed = f"[signed-by={KEYRING}] " if Path(KEYRING).exists() else ""
    lines = [f"deb {signed}{mirror} {suite} main\n" for suite in (SUITE, OLDER)]
    (state / "sources.list").write_text("".join(lines))
    for folder in ("lists/partial", "archives/partial", "etc"):
        (state / folder).mkdir(parents=True, exist_ok=True)
    (state / "status").touch()
    return state


def _options(state: Path) -> list[str]:
    settings = {
        "Dir::State": state,
        "Dir::State::Lists": state / "lists",
        "Dir::State::status": state / "status",
        "Dir::Cache": state,
        "Dir::Cache::archives": state / "archives",
        "Dir::Etc::sourcelist": state / "sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "APT::Sandbox::User": "root" if os.geteuid() == 0 else "",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
    }
    return [part for k, v in settings.items() if v for part in ("-o", f"{k}={v}")]


def _mirror() -> str | None:
    """Address of the machine's own Debian mirror."""
    if not shutil.which("apt-get"):
        return None
    form = "$(REPO_URI) $(COMPONENT)"
    known = run("apt-get", "indextargets", "--format", form, "Created-By: Packages")
    pairs = [line.rpartition(" ") for line in known.stdout.splitlines()]
    mains = [uri for uri, _space, component in pairs if component == "main"]
    mains = [uri for uri in mains if uri.rstrip("/").endswith("/debian")]
    return mains[0] if mains else None


def _unpack(packages: list[Path], target: Path) -> None:
    """Unpack beside the target and move it there: an interrupted run leaves none."""
    half = target.with_name(target.name + ".part")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    for package in packages:
        run("dpkg", "-x", package, half)
    half.rename(target)
    shutil.rmtree(cache("apt"))
