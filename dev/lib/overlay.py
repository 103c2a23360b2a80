"""A tree of Odoo whose addons lack ``lib`` folders, completed by links.

The given tree stays as it is: the completed one is a tree of links in the cache.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from .paths import cache, short_hash

LIBRARIES = ("*/static/lib", "*/lib")


def completed(tree: Path, donor: Path) -> Path:
    """The tree itself, or one of links with what ``donor`` has and it lacks.

    Args:
        tree: root of a source tree.
        donor: a folder of the same addons in another release.
    """
    missing = _missing(tree, donor)
    if not missing:
        return tree
    folder = cache("overlay") / short_hash(tree, donor, *missing)
    if not folder.exists():
        half = folder.with_suffix(".part")
        shutil.rmtree(half, ignore_errors=True)
        _link(half, tree, missing)
        # Python looks for modules beside the file that a linked script leads to
        (half / "odoo-bin").unlink()
        shutil.copy(tree / "odoo-bin", half / "odoo-bin")
        half.rename(folder)
    return folder


def _missing(tree: Path, donor: Path) -> dict[Path, Path]:
    """Where in the tree a library is absent: where the donor has it."""
    found: dict[Path, Path] = {}
    for addons in (Path("odoo", "addons"), Path("addons")):
        for pattern in LIBRARIES:
            for library in donor.glob(pattern):
                place = addons / library.relative_to(donor)
                addon = tree / addons / library.relative_to(donor).parts[0]
                if addon.is_dir() and not _holds(tree / place):
                    found[place] = library
    return found


def _holds(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _link(target: Path, tree: Path, extra: dict[Path, Path]) -> None:
    """``target`` links to all that is in ``tree`` and, at their places, to ``extra``."""
    target.mkdir(parents=True)
    names = {place.parts[0] for place in extra}
    for path in tree.iterdir() if tree.is_dir() else ():
        if path.name not in names:
            (target / path.name).symlink_to(path)
    for name in names:
        inner = {p: d for p, d in extra.items() if p.parts[0] == name}
        if Path(name) in inner:
            (target / name).symlink_to(inner[Path(name)])
        else:
            below = {p.relative_to(name): d for p, d in inner.items()}
            _link(target / name, tree / name, below)
