"""Reading bytes and last lines from an open descriptor."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable

CHUNK = 65536
# characters of the end of a line whose beginning is too far back, and how many before
# them are looked at for secrets, which may begin there
LONGEST_END, SEEN_BEFORE = 6000, 24_000


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


def tail_lines(
    opened: int,
    count: int,
    most_bytes: int = 1024 * 1024,
    cleaned: Callable[[str], str] = str,
) -> list[str]:
    """The last ``count`` lines, without their ends, read from the end backwards.

    Args:
        most_bytes: how far back it is read; a line cut by that is left out, unless
            it is the only one.
        cleaned: applied to that one before its beginning goes, which may say what
            its end is.
    """
    size = os.fstat(opened).st_size
    data, start = b"", size
    while start and data.count(b"\n") <= count and size - start < most_bytes:
        step = min(CHUNK, start, most_bytes - (size - start))
        start -= step
        data = read_bytes(opened, start, step) + data
    lines = _lines(data)
    if start:
        lines = lines[1:] or [_end_of(lines[0], cleaned)]
    return lines[-count:]


def _end_of(line: str, cleaned: Callable[[str], str]) -> str:
    seen = cleaned(line[-LONGEST_END - SEEN_BEFORE :])
    return f"(cut) … {seen[-LONGEST_END:]}"


def _lines(data: bytes) -> list[str]:
    if not data:
        return []
    # a line break alone ends a line, not what else str.splitlines knows
    text = data.decode(errors="replace").removesuffix("\n")
    return [line.removesuffix("\r") for line in text.split("\n")]
