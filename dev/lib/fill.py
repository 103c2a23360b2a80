"""A source tree of 18.0 without its ``lib`` folders gets those of 19.0, as links.

Some copies of the tree ignore ``lib/``. Only a tree in our own cache is touched.
"""

from __future__ import annotations

from pathlib import Path

from .paths import CACHE
from .say import say


def fill(tree: Path, donor: Path) -> None:
    """Link every ``lib`` folder that ``donor``'s addons have and ``tree``'s lack."""
    if CACHE not in tree.parents:
        return
    linked = 0
    for folder in donor.glob("*/lib"):
        linked += _link(folder, tree / folder.relative_to(donor))
    for folder in donor.glob("*/static/lib"):
        linked += _merge(folder, tree / folder.relative_to(donor))
    if linked:
        say(f"{tree.name}: {linked} missing lib folders linked from 19.0")


def _merge(folder: Path, target: Path) -> int:
    if not target.parent.is_dir():
        return 0
    target.mkdir(exist_ok=True)
    return sum(_link(child, target / child.name) for child in folder.iterdir())


def _link(folder: Path, target: Path) -> int:
    if target.exists() or not target.parent.is_dir():
        return 0
    target.symlink_to(folder.resolve())
    return 1
