"""Opens a path beneath an open folder without following any link on the way.

To resolve links first and open then is not safe: between the two a folder may become a
link. So the kernel resolves the path and refuses links (openat2). Where it cannot, each
step is opened relative to the one before.
"""

from __future__ import annotations

import ctypes
import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache

from odoo import api

from ..errors import ToolError

Opener = Callable[[int, tuple[str, ...], int], int]

OPENAT2 = 437
RESOLVE = 0x08 | 0x04 | 0x02  # BENEATH, NO_SYMLINKS, NO_MAGICLINKS
SAFE = os.O_CLOEXEC | os.O_NOFOLLOW
PATH_ONLY = getattr(os, "O_PATH", os.O_RDONLY)
STEP = PATH_ONLY | os.O_DIRECTORY | SAFE
LIST = os.O_RDONLY | os.O_DIRECTORY | SAFE


class _How(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("flags", "mode", "resolve")]


def openat2(folder: int, parts: tuple[str, ...], flags: int) -> int:
    """Let the kernel open ``parts`` beneath the descriptor ``folder``.

    Raises:
        OSError: ELOOP for a link, EXDEV for a way out, and the usual ones.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    how = _How(flags | SAFE, 0, RESOLVE)
    path = os.fsencode("/".join(parts) or ".")
    opened = libc.syscall(
        OPENAT2, folder, path, ctypes.byref(how), ctypes.c_size_t(ctypes.sizeof(how))
    )
    if opened < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), os.fsdecode(path))
    return opened


def walk(folder: int, parts: tuple[str, ...], flags: int) -> int:
    """The same, a step at a time, where the kernel lacks ``openat2``."""
    *steps, last = parts or (".",)
    here = os.dup(folder)
    try:
        for step in steps:
            below = os.open(step, STEP, dir_fd=here)
            os.close(here)
            here = below
        return os.open(last, flags | SAFE, dir_fd=here)
    finally:
        os.close(here)


@lru_cache(maxsize=1)
def opener() -> Opener:
    """``openat2``, or ``walk`` on old kernels and where a sandbox forbids it."""
    top = os.open("/", STEP)
    try:
        os.close(openat2(top, (), STEP))
    except (OSError, AttributeError):
        return walk
    finally:
        os.close(top)
    return openat2


@contextmanager
def explained(env: api.Environment, path: str) -> Iterator[None]:
    """Turn an OSError of the block into words.

    Raises:
        ToolError: instead of OSError.
    """
    try:
        yield
    except OSError as error:
        raise ToolError(_words(env, path, error)) from error


def _words(env: api.Environment, path: str, error: OSError) -> str:
    if error.errno in (errno.ELOOP, errno.EXDEV):
        return env._("%s passes through a symbolic link; name the real path.") % path
    if error.errno == errno.ENOTDIR:
        return (
            env._("%s passes through a symbolic link, or a part of it is no folder.")
            % path
        )
    if error.errno == errno.ENOENT:
        return env._("%s does not exist.") % path
    if error.errno in (errno.EACCES, errno.EPERM):
        return env._("The system user of Odoo has no right to %s.") % path
    if error.errno in (errno.ENXIO, errno.ENODEV, errno.EISDIR):
        return env._("%s is not a regular file.") % path
    return f"{path}: {os.strerror(error.errno or 0)}"
