"""Puts a new file in the place of an old one, in one step.

The new content is written to a temporary file in the same folder, synchronised to the
disk, and renamed to the old name. If the process is killed, the temporary file stays.
The next write to that folder removes it: whoever holds the lock of a folder knows that
nobody else is writing there.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from odoo import api

from ..errors import ToolError
from .reading import CHUNK

STRAY_START, STRAY_END = ".mcp-", ".tmp"
NEW_MODE = 0o644
LOCK_SECONDS = 5
TEMPORARY = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW


@contextmanager
def locked(env: api.Environment, folder: int, path: str) -> Iterator[None]:
    """Lock an open folder for one writer; closing the descriptor ends the lock."""
    give_up = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() > give_up:
                raise ToolError(
                    env._("Another write to the folder of %s is under way; try again.")
                    % path
                ) from None
            time.sleep(0.01)
    try:
        yield
    finally:
        fcntl.flock(folder, fcntl.LOCK_UN)


def sweep(folder: int) -> None:
    """Remove temporary files of killed writes; only while the folder is locked."""
    for name in os.listdir(folder):
        if name.startswith(STRAY_START) and name.endswith(STRAY_END):
            os.unlink(name, dir_fd=folder)


def replace(
    folder: int, name: str, data: bytes, *, old: int | None, before: int | None
) -> tuple[str, int]:
    """Give ``name`` in the open ``folder`` a new content.

    Args:
        old: descriptor of the file that is replaced; its owner and mode stay.
        before: descriptor of what comes before ``data``.

    Returns:
        SHA-256 in hexadecimal and size in bytes.
    """
    stray = f"{STRAY_START}{secrets.token_hex(8)}{STRAY_END}"
    new = os.open(stray, TEMPORARY, 0o600, dir_fd=folder)
    try:
        digest, size = _fill(new, before, data)
        _take_over(new, old)
        os.fsync(new)
        os.rename(stray, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(stray, dir_fd=folder)
        raise
    finally:
        os.close(new)
    os.fsync(folder)
    return digest, size


def _fill(new: int, before: int | None, data: bytes) -> tuple[str, int]:
    """Write the content of ``before``, then ``data``; answer digest and size."""
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(before, data):
        digest.update(chunk)
        size += len(chunk)
        rest = memoryview(chunk)
        while rest:
            rest = rest[os.write(new, rest) :]
    return digest.hexdigest(), size


def _chunks(before: int | None, data: bytes) -> Iterator[bytes]:
    start = 0
    while before is not None and (part := os.pread(before, CHUNK * 16, start)):
        yield part
        start += len(part)
    yield data


def _take_over(new: int, old: int | None) -> None:
    """Owner and mode of the old file, less setuid, setgid and sticky."""
    if old is None:
        os.fchmod(new, NEW_MODE)
        return
    status = os.fstat(old)
    mine = os.fstat(new)
    if (status.st_uid, status.st_gid) != (mine.st_uid, mine.st_gid):
        os.fchown(new, status.st_uid, status.st_gid)
    os.fchmod(new, status.st_mode & 0o777)
