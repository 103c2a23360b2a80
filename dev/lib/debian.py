"""Odoo 19 as Debian packages it, unpacked into the cache and never installed.

apt's own tools work on a state of their own, so that the machine's sources stay as
they are; the mirror is the one that the machine itself uses.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from .paths import cache
from .say import run, say, step

SUITE = "sid"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
PACKAGES = (
    "odoo-19",
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
    if not shutil.which("apt-get"):
        say("Odoo 19: no apt here; name a source tree in ODOO_19")
        return None
    with step("Odoo 19: fetching Debian's packages"):
        _unpack(_download(), target)
    return target


def _download() -> list[Path]:
    state = cache("apt")
    signed = f"[signed-by={KEYRING}] " if Path(KEYRING).exists() else ""
    (state / "sources.list").write_text(f"deb {signed}{_mirror()} {SUITE} main\n")
    for folder in ("lists/partial", "archives/partial", "etc"):
        (state / folder).mkdir(parents=True, exist_ok=True)
    (state / "status").touch()
    options = _options(state)
    run("apt-get", *options, "update", "-q")
    folder = cache("apt", "debs")
    # apt-get download leaves finished files alone and goes on with broken ones
    run("apt-get", *options, "download", *PACKAGES, cwd=folder)
    return [sorted(folder.glob(f"{name}_*.deb"))[-1] for name in PACKAGES]


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


def _mirror() -> str:
    """Address of the machine's own Debian mirror."""
    found = run(
        "apt-get",
        "indextargets",
        "--format",
        "$(REPO_URI) $(COMPONENT)",
        "Created-By: Packages",
    ).stdout
    for line in found.splitlines():
        uri, _space, component = line.partition(" ")
        if component == "main" and uri.rstrip("/").endswith("/debian"):
            return uri
    raise SystemExit("Odoo 19: this machine's apt names no Debian mirror")


def _unpack(packages: list[Path], target: Path) -> None:
    """Unpack beside the target and move it there: an interrupted run leaves none."""
    half = target.with_name(target.name + ".part")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    for package in packages:
        run("dpkg", "-x", package, half)
    half.rename(target)
