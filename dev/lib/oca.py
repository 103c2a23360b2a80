"""OCA's addons, from the wheels of the package index: kept in the cache, by series.

``dev/requirements/oca-<series>.txt`` pins them; without a network, a cache that holds
them is enough.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from .locks import locked
from .odoo import Odoo
from .paths import ROOT, cache, short_hash
from .say import step

PINNED = re.compile(r"^odoo-addon-(\w+)==(\S+)$", re.MULTILINE)
# where a wheel has its addon
INSIDE = ("odoo", "addons")


class Unavailable(Exception):
    """The wheels cannot be fetched; the text says why."""


def names(odoo: Odoo) -> list[str]:
    """The addons that are pinned for this series."""
    return list(_pinned(odoo))


def folder(odoo: Odoo) -> Path:
    """The folder with the addons; fetched when it is missing.

    Raises:
        Unavailable: no such wheels, or no index.
    """
    target = _target(odoo)
    with locked(f"oca-{odoo.number}"):
        if not target.exists():
            with step(f"Odoo {odoo.series}: OCA's addons"):
                _unpack(_download(odoo), target)
    return target.joinpath(*INSIDE)


def _pinned(odoo: Odoo) -> dict[str, str]:
    """Addon: the version of its wheel."""
    return dict(PINNED.findall(_requirements(odoo).read_text()))


def _target(odoo: Odoo) -> Path:
    key = short_hash(_requirements(odoo).read_text())
    return cache("oca") / f"{odoo.series}-{key}"


def _requirements(odoo: Odoo) -> Path:
    return ROOT / "dev" / "requirements" / f"oca-{odoo.series}.txt"


def _download(odoo: Odoo) -> list[Path]:
    """The wheels; those that an interrupted run has fetched are taken as they are."""
    wheels = cache("oca", "wheels", odoo.series)
    pip = (sys.executable, "-m", "pip", "download", "-q", "--no-deps")
    given = ("--only-binary", ":all:", "-r", _requirements(odoo), "-d", wheels)
    done = subprocess.run([*pip, *given], text=True, capture_output=True)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise Unavailable((said or [done.stderr.strip()])[-1])
    return [
        next(wheels.glob(f"odoo_addon_{name}-{version}-*.whl"))
        for name, version in _pinned(odoo).items()
    ]


def _wanted(name: str) -> bool:
    return Path(name).parts[3:4] != ("tests",)


def _unpack(wheels: list[Path], target: Path) -> None:
    """Unpack beside the target and move it there: an interrupted run leaves none.

    Without their own tests, which Odoo would import and which need more packages.
    """
    half = target.with_name(f"{target.name}.part")
    shutil.rmtree(half, ignore_errors=True)
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as file:
            file.extractall(half, filter(_wanted, file.namelist()))
    half.rename(target)
