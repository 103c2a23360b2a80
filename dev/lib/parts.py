"""What the argument of ``dev/test`` names: Odoo's tags for it, database by database.

Tests tagged ``business`` run in a database with Odoo's applications, those tagged
``oca`` in one with OCA's addons besides, all others in one without. Which tests there
are is read from the sources, so that a database without tests to run is not made.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from pathlib import Path

from .paths import ROOT, fixture_names

BUSINESS = "business"
OCA = "oca"
PLAIN = "plain"
# kinds of databases that tests ask for by a tag
TAGGED = (BUSINESS, OCA)
ADDON = "odoo_mcp"


def tags(part: str | None, kind: str, root: Path = ROOT) -> str | None:
    """Odoo's ``--test-tags`` for what the caller named.

    Args:
        part: the argument, None for everything.
        kind: BUSINESS, OCA or PLAIN, the database.
        root: of the repository.

    Returns:
        The tags, or None when none of it runs in such a database.
    """
    if not part:
        return f"{kind}/{ADDON}" if kind in TAGGED else _everything_plain()
    if kind not in _kinds(part, root):
        return None
    start = kind if kind in TAGGED else ""
    if part == kind:
        return f"{kind}/{ADDON}"
    if "/" in part or ":" in part:
        return part
    if file := _file(part, root):
        return f"{start}/{ADDON}/{file.relative_to(root)}"
    return f"{start}/{ADDON}:{part}" if part[:1].isupper() else f"{part}/{ADDON}"


def _everything_plain() -> str:
    return ",".join(f"/{name}" for name in (ADDON, *fixture_names()))


def _kinds(part: str, root: Path) -> set[str]:
    """The databases in which tests of ``part`` run."""
    if "/" in part or ":" in part or part in TAGGED:
        return {_tagged(part.replace(":", "/").split("/")[:1])}
    file, name = _file(part, root), part.partition(".")[0]
    files = [file] if file else sorted((root / "tests").rglob("test_*.py"))
    classes = [found for path in files for found in _classes(path)]
    return {kind for found, kind in classes if file or found == name} or {PLAIN}


def _file(part: str, root: Path) -> Path | None:
    return next((root / "tests").rglob(f"{part.removesuffix('.py')}.py"), None)


def _classes(path: Path) -> Iterator[tuple[str, str]]:
    """Each test class of a file, and the database that its decorators ask for."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            words = [n for each in node.decorator_list for n in ast.walk(each)]
            texts = {word.value for word in words if isinstance(word, ast.Constant)}
            yield node.name, _tagged(texts)


def _tagged(words: Collection[object]) -> str:
    """The kind of database that is among ``words``."""
    return next((kind for kind in TAGGED if kind in words), PLAIN)
