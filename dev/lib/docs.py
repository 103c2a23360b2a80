"""``dev/docs``: the pages that are generated from the sources.

``dev/docs --check`` writes nothing and fails when a page is not current.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from . import configuration, connecting, options, tool_table
from .paths import ROOT
from .say import say

PAGES: dict[str, Callable[[Path], str]] = {
    "docs/configuration.md": configuration.page,
    "docs/connect.md": connecting.page,
    "docs/tools.md": tool_table.page,
}


def main() -> int:
    parser = options.parser("docs", __doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    stale = [name for name in PAGES if not _is_current(name)]
    for name in stale:
        say(f"{name}: {'not current, run dev/docs' if check else 'written'}")
        if not check:
            (Path(ROOT) / name).write_text(_page(name), encoding="utf-8")
    return int(bool(stale and check))


def _is_current(name: str) -> bool:
    path = Path(ROOT) / name
    return path.exists() and path.read_text(encoding="utf-8") == _page(name)


def _page(name: str) -> str:
    return PAGES[name](Path(ROOT))
