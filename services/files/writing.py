"""Atomic writes: a reader sees the old file or the new one, never a part."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from odoo import api

from ..errors import ToolError
from .beneath import LIST, explained
from .opening import check_file, open_folder, open_name
from .reading import digest_of
from .replacing import locked, replace, sweep
from .roots import Place


@dataclass(frozen=True)
class Write:
    """A write that is wanted.

    Attributes:
        data: the content, or what is appended.
        append: keep what is there before it.
        create_directories: make missing folders on the way.
        expected_sha256: what the file must hold now; None for whatever.
        most_bytes: the largest file that may come of it.
    """

    data: bytes
    append: bool = False
    create_directories: bool = False
    expected_sha256: str | None = None
    most_bytes: int = 50 * 1024 * 1024


@dataclass(frozen=True)
class Written:
    """What a write came to.

    Attributes:
        created: there was no such file before.
        size: bytes of the file now.
        sha256: of the file now.
    """

    created: bool
    size: int
    sha256: str


def write_atomic(env: api.Environment, place: Place, write: Write) -> Written:
    """Carry out ``write`` at ``place``; mode bits stay, setuid and setgid do not.

    Raises:
        ToolError: refused, too large, changed since it was read, or the operating
            system said no; then the file is as it was.
    """
    if not place.parts:
        raise ToolError(env._("%s is a folder.") % place.path)
    *above, name = place.parts
    with (
        open_folder(
            env, place, tuple(above), flags=LIST, create=write.create_directories
        ) as folder,
        explained(env, place.path),
        locked(env, folder, place.path),
    ):
        sweep(folder)
        with _existing(env, folder, place) as old:
            _check(env, old, place, write)
            before = old if write.append else None
            digest, size = replace(folder, name, write.data, old=old, before=before)
            return Written(old is None, size, digest)


@contextmanager
def _existing(env: api.Environment, folder: int, place: Place) -> Iterator[int | None]:
    """A descriptor of the file that is there now, or None."""
    try:
        opened = open_name(folder, place.parts[-1], os.O_RDONLY)
    except FileNotFoundError:
        yield None
        return
    try:
        check_file(env, opened, place)
        # a rename would need no right to write the file, but a caller must have it
        if not os.access(place.parts[-1], os.W_OK, dir_fd=folder, effective_ids=True):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        yield opened
    finally:
        os.close(opened)


def _check(env: api.Environment, old: int | None, place: Place, write: Write) -> None:
    if write.expected_sha256:
        found = None if old is None else digest_of(old)
        if found != write.expected_sha256.lower():
            raise ToolError(_unexpected(env, place, old), sha256=found)
    size = len(write.data) + (
        os.fstat(old).st_size if write.append and old is not None else 0
    )
    if size > write.most_bytes:
        raise ToolError(
            env._("The file would have %(size)s bytes; the setting "
              "mcp.max_write_size_mb allows %(most)s.")
            % {"size": size, "most": write.most_bytes}
        )  # fmt: skip


def _unexpected(env: api.Environment, place: Place, old: int | None) -> str:
    if old is None:
        return env._(
            "%s does not exist (any more); without expected_sha256 it is made.",
            place.path,
        )
    return env._("%s is not what was expected: it changed; read it again.") % place.path
