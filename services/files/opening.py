"""Opens files and folders inside a root; the open descriptor is checked, never a name."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager

from odoo import api

from ..errors import ToolError
from . import denied
from .beneath import STEP, explained, opener
from .roots import Place, Root


@contextmanager
def open_folder(
    env: api.Environment,
    place: Place,
    parts: tuple[str, ...],
    *,
    flags: int = STEP,
    create: bool = False,
) -> Iterator[int]:
    """A descriptor of the folder ``parts`` beneath the root of ``place``.

    Args:
        flags: ``LIST`` when it shall be listed, locked or synchronised too.
        create: make what is missing on the way.

    Raises:
        ToolError: it is denied, missing, or behind a link.
    """
    denied.check_names(env, place.path, place.parts)
    with explained(env, place.path):
        folder = _descend(place.root, parts, flags, create)
    try:
        _check_folder(env, folder, place)
        yield folder
    finally:
        os.close(folder)


def open_file(env: api.Environment, place: Place, flags: int = os.O_RDONLY) -> int:
    """A descriptor of the regular file at ``place``; the caller closes it.

    Raises:
        ToolError: it is denied, missing, not a regular file, has a second name, or
            lies behind a link.
    """
    if not place.parts:
        raise ToolError(env._("%s is a folder.") % place.path)
    with open_folder(env, place, place.parts[:-1]) as folder:
        with explained(env, place.path):
            opened = open_name(folder, place.parts[-1], flags)
    try:
        check_file(env, opened, place)
    except BaseException:
        os.close(opened)
        raise
    return opened


def open_beneath(env: api.Environment, folder: str, relative: str) -> int:
    """As ``open_file``, for code of ours that knows its folder (log files)."""
    path = os.path.join(folder, relative)
    parts = tuple(part for part in relative.split("/") if part not in ("", "."))
    if ".." in parts or os.path.isabs(relative):
        raise ToolError(env._("%s is not a path beneath its folder.") % path)
    return open_file(env, Place(path, Root.of(folder), parts))


def open_name(folder: int, name: str, flags: int) -> int:
    """Open one name in an open folder, without waiting for a pipe or a terminal."""
    return opener()(folder, (name,), flags | os.O_NONBLOCK | os.O_NOCTTY)


def check_file(env: api.Environment, opened: int, place: Place) -> os.stat_result:
    """Check an open descriptor, not a name.

    Raises:
        ToolError: not a regular file, more than one hard link, or denied.
    """
    status = os.fstat(opened)
    if stat.S_ISDIR(status.st_mode):
        raise ToolError(env._("%s is a folder.") % place.path)
    if not stat.S_ISREG(status.st_mode):
        raise ToolError(env._("%s is not a regular file.") % place.path)
    if status.st_nlink > 1:
        raise ToolError(
            env._("%s has a second name (hard link), maybe of a secret; refused.")
            % place.path
        )
    if denied.identity(status) in denied.identities(env):
        raise denied.refusal(env, place.path)
    return status


def _descend(root: Root, parts: tuple[str, ...], flags: int, create: bool) -> int:
    """Open the root, whose own links were resolved before, then the path below it."""
    top = os.open("/", STEP)
    try:
        base = opener()(top, tuple(filter(None, root.folder.split("/"))), STEP)
    finally:
        os.close(top)
    try:
        if create:
            _make(base, parts)
        return opener()(base, parts, flags)
    finally:
        os.close(base)


def _make(base: int, parts: tuple[str, ...]) -> None:
    for depth, name in enumerate(parts):
        parent = opener()(base, parts[:depth], STEP)
        try:
            os.mkdir(name, 0o755, dir_fd=parent)
        except FileExistsError:
            continue
        finally:
            os.close(parent)


def _check_folder(env: api.Environment, folder: int, place: Place) -> None:
    """Check an open folder and all that lie above it: none may be denied."""
    refused = denied.identities(env)
    here, seen = os.dup(folder), None
    try:
        while (now := denied.identity(os.fstat(here))) != seen:
            if now in refused:
                raise denied.refusal(env, place.path)
            above = os.open("..", STEP, dir_fd=here)
            os.close(here)
            here, seen = above, now
    finally:
        os.close(here)
