"""Addons that lack their ``lib`` folders, completed by links from another release.

The given trees stay as they are: the completed addons are folders of links in the
cache, to be put first on the addons path.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from .paths import cache, short_hash

LIBRARIES = ("static/lib", "lib")


def overlay(addons: list[Path], donors: list[Path]) -> Path | None:
    """Complete the addons that lack a library folder which a donor has.

    Args:
        addons: folders of addons to complete.
        donors: folders of the same addons in another release.

    Returns:
        A folder of completed addons, or None when nothing lacks.
    """
    missing = {a.name: (a, d) for a, d in _pairs(addons, donors) if _lacks(a, d)}
    if not missing:
        return None
    folder = cache("overlay") / short_hash(*addons, *donors, *sorted(missing))
    if not folder.exists():
        half = folder.with_suffix(".part")
        shutil.rmtree(half, ignore_errors=True)
        for name, (addon, donor) in missing.items():
            _merge(half / name, addon, donor, list(LIBRARIES))
        half.rename(folder)
    return folder


def _pairs(addons: list[Path], donors: list[Path]) -> Iterator[tuple[Path, Path]]:
    for donor in (path for folder in donors for path in folder.iterdir()):
        for addon in (folder / donor.name for folder in addons):
            if (addon / "__manifest__.py").exists():
                yield addon, donor


def _lacks(addon: Path, donor: Path) -> bool:
    return any(_absent(addon / name, donor / name) for name in LIBRARIES)


def _absent(mine: Path, theirs: Path) -> bool:
    """Absent, or a folder that holds less than the donor's."""
    if not theirs.is_dir():
        return False
    return not mine.is_dir() or not any(mine.iterdir())


def _merge(target: Path, addon: Path, donor: Path, libraries: list[str]) -> None:
    """``target`` becomes a folder of links: the addon's, and the libraries it lacks."""
    target.mkdir(parents=True)
    for path in addon.iterdir():
        below = [
            n.partition("/")[2] for n in libraries if n.startswith(path.name + "/")
        ]
        if below:
            _merge(target / path.name, path, donor / path.name, below)
        elif path.name not in libraries or any(path.iterdir()):
            (target / path.name).symlink_to(path)
    for name in libraries:
        link = target / name
        if "/" not in name and not link.exists() and (donor / name).is_dir():
            link.symlink_to(donor / name)
