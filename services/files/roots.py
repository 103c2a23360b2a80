"""Which folders may be read and written, and where a path lies in them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from odoo import api
from odoo.tools import config

import odoo.addons

from .. import settings
from ..errors import ToolError

SCRATCH = "mcp_scratch"
MOST_NAMED = 10
LOG_FOLDER = "/var/log/odoo"


@dataclass(frozen=True)
class Root:
    """A folder beneath which files may be opened.

    Attributes:
        path: as it is spelled in the configuration; may be a symbolic link.
        folder: what it was when it was loaded, without any link.
    """

    path: str
    folder: str

    @classmethod
    def of(cls, path: str) -> Root:
        path = os.path.abspath(os.path.expanduser(path))
        return cls(path, os.path.realpath(path))

    def inside(self, path: str) -> str | None:
        """``path`` relative to this root in either spelling, or None."""
        for prefix in (self.path, self.folder):
            prefix = prefix.rstrip("/")
            if path == prefix or path.startswith(prefix + "/"):
                return path[len(prefix) + 1 :]
        return None


@dataclass(frozen=True)
class Place:
    """A path that lies inside a root; nothing says yet that it exists."""

    path: str
    root: Root
    parts: tuple[str, ...]

    def __str__(self) -> str:
        return self.path


def scratch() -> str:
    """The folder that is there for this addon's files; made when it is missing."""
    folder = os.path.join(config["data_dir"], SCRATCH)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    return folder


def writable_roots(env: api.Environment) -> tuple[Root, ...]:
    """The scratch folder, and those of the setting ``mcp.file_roots``."""
    return _loaded((scratch(), *_chosen(env)))


def readable_roots(env: api.Environment) -> tuple[Root, ...]:
    """What may be written, the addons folders, and the folder of Odoo's log."""
    return (
        *writable_roots(env),
        *_addons(tuple(odoo.addons.__path__)),
        *_loaded(tuple(_log_folder())),
    )


def locate(env: api.Environment, path: str, roots: Iterable[Root]) -> Place:
    """Find the innermost root that holds ``path``, an absolute one without ``..``.

    Raises:
        ToolError: it lies in none of them.
    """
    roots = tuple(roots)
    inside = [(root, rest) for root in roots if (rest := root.inside(path)) is not None]
    if not inside:
        raise ToolError(_outside(env, path, roots))
    root, rest = min(inside, key=lambda found: len(found[1]))
    parts = tuple(part for part in rest.split("/") if part not in ("", "."))
    return Place(path, root, parts)


def _outside(env: api.Environment, path: str, roots: Iterable[Root]) -> str:
    return env._(
        "%(path)s is outside the folders that are open to this tool: %(folders)s. An "
        "administrator opens more with the setting mcp.file_roots."
    ) % {"path": path, "folders": _listed(dict.fromkeys(r.path for r in roots))}


def _listed(paths: Iterable[str]) -> str:
    """The first ones: addons that are links can be hundreds of folders."""
    known = list(paths)
    more = [f"+ {rest}"] if (rest := len(known) - MOST_NAMED) > 0 else []
    return ", ".join([*known[:MOST_NAMED], *more])


def _chosen(env: api.Environment) -> Iterator[str]:
    """Absolute folders of the setting, separated by commas; they may contain blanks."""
    for folder in (settings.get(env, "file_roots") or "").split(","):
        if os.path.isabs(folder.strip()):
            yield folder.strip()


def _log_folder() -> Iterator[str]:
    if config["logfile"]:
        yield os.path.dirname(os.path.abspath(config["logfile"]))
    elif os.path.isdir(LOG_FOLDER):
        yield LOG_FOLDER


@lru_cache(maxsize=64)
def _loaded(paths: tuple[str, ...]) -> tuple[Root, ...]:
    """Links are resolved once, so that a link changed later opens nothing."""
    return tuple(Root.of(path) for path in paths)


@lru_cache(maxsize=8)
def _addons(paths: tuple[str, ...]) -> tuple[Root, ...]:
    """The addons folders, and the addons that are links in one of them."""
    linked = [
        entry.path
        for path in paths
        if os.path.isdir(path)
        for entry in os.scandir(path)
        if entry.is_symlink()
        and os.path.isfile(os.path.join(entry.path, "__manifest__.py"))
    ]
    return tuple(Root.of(path) for path in (*paths, *linked))
