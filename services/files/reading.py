"""Reading bytes and last lines from an open descriptor."""

from __future__ import annotations

import hashlib
import os

CHUNK = 65536
# characters of the end of a line whose beginning is too far back
LONGEST_END = 8000


def read_bytes(opened: int, start: int, limit: int) -> bytes:
    """Up to ``limit`` bytes from ``start`` (0-based) on."""
    data = bytearray()
    while len(data) < limit:
        wanted = min(CHUNK * 16, limit - len(data))
        part = os.pread(opened, wanted, start + len(data))
        if not part:
            break
        data += part
    return bytes(data)


def digest_of(opened: int) -> str:
    """SHA-256 of the whole file, in hexadecimal."""
    digest, start = hashlib.sha256(), 0
    while part := os.pread(opened, CHUNK * 16, start):
        digest.update(part)
        start += len(part)
    return digest.hexdigest()


def tail_lines(opened: int, count: int, most_bytes: int = 1024 * 1024) -> list[str]:
    """The last ``count`` lines, without their ends, read from the end backwards.

    Args:
        most_bytes: how far back it is read; a line cut by that is left out, unless
            it is the only one.
    """
    size = os.fstat(opened).st_size
    data, start = b"", size
    while start and data.count(b"\n") <= count and size - start < most_bytes:
        step = min(CHUNK, start, most_bytes - (size - start))
        start -= step
        data = read_bytes(opened, start, step) + data
    return _lines(data, whole=not start)[-count:]


def _lines(data: bytes, *, whole: bool) -> list[str]:
    """The lines of ``data``; not of it ``whole``, the first one has no beginning."""
    if not data:
        return []
    # a line break alone ends a line, not what else str.splitlines knows
    text = data.decode(errors="replace").removesuffix("\n")
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    if whole:
        return lines
    return lines[1:] or [f"(cut) … {lines[0][-LONGEST_END:]}"]
