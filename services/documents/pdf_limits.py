"""Streams of a PDF are unpacked up to a limit: a few kB may stand for gigabytes.

Odoo puts an unpacking of its own into the library, in which the limit of the library is
lost. Ours takes its place, and limits what is read in ``limited`` alone.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from odoo.tools import pdf

_most: ContextVar[int | None] = ContextVar("mcp_pdf_most", default=None)
_unlimited = pdf.filters.decompress


class TooLarge(Exception):
    """A stream is larger than may be unpacked."""


@contextmanager
def limited(most: int) -> Iterator[None]:
    """Within it no stream is unpacked to more than ``most`` bytes."""
    token = _most.set(most)
    try:
        yield
    finally:
        _most.reset(token)


def _unpacked(data: bytes) -> bytes:
    most = _most.get()
    if most is None:
        return _unlimited(data)
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(data, most)
    if unpacking.unconsumed_tail:
        raise TooLarge
    return content


pdf.filters.decompress = _unpacked
