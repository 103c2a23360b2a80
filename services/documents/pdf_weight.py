"""Whether a page of a PDF is too much to be read as text.

The library holds what draws a page as a list, at fifty times its length.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import pdf_images, pdf_limits

# bytes that draw a page with the forms in it; a page of close print has 50,000
MOST = 1_500_000


def is_heavy(page: Any) -> bool:
    """Whether more than ``MOST`` bytes draw the page."""
    length = 0
    try:
        with pdf_limits.limited(MOST):
            for stream in _drawing(page):
                length += len(_data(stream))
                if length > MOST:
                    return True
    except pdf_limits.TooLarge:
        return True
    return False


def _drawing(page: Any) -> Iterator[Any]:
    """The streams of the page itself, and the forms that it draws."""
    contents = page.get("/Contents")
    contents = contents.get_object() if contents is not None else []
    for part in contents if isinstance(contents, list) else [contents]:
        yield part.get_object()
    for thing in pdf_images.drawn(page):
        if thing.get("/Subtype") == "/Form":
            yield thing


def _data(stream: Any) -> bytes:
    # the libraries of old Odoo servers call it otherwise
    read = getattr(stream, "get_data", None) or getattr(stream, "getData", bytes)
    return read()
