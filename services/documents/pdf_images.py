"""The images that the pages of a PDF hold: of a scan, the pages themselves.

pictures(env, content, first)     some pages, as a model sees them
  └─ _largest                     of each page, as a file
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from odoo import api
from odoo.tools.pdf import OdooPdfFileReader

from ..errors import ToolError
from ..log import logger
from . import pdf_reading
from .pictures import MOST_BYTES, MOST_PIXELS, Picture, picture

_logger = logger(__name__)
JPEG = "/DCTDecode"
# pages at once: a page of print is still readable in a fourth of ``MOST_BYTES``
MOST = 4
# forms in forms in a page
DEPTH = 3


@dataclass(frozen=True)
class PageImage:
    """The largest image of a page.

    Attributes:
        content: a file of its own.
        turned: by how many degrees the page is shown clockwise.
    """

    content: bytes
    turned: int


@dataclass(frozen=True)
class Pages:
    """Some pages of a PDF.

    Attributes:
        pictures: by the number of the page; pages without an image are left out.
        following: the number of the page to go on with; None at the end.
    """

    pictures: dict[int, Picture]
    following: int | None


def pictures(env: api.Environment, content: bytes, first: int) -> Pages:
    """The images of up to four pages from ``first`` on.

    Raises:
        ToolError: damaged or encrypted, no such page, or none holds an image.
    """
    with pdf_reading.opened(env, content) as reader:
        count = len(reader.pages)
        if first > count:
            text = env._("There is no page %(page)s; the PDF has %(count)s.")
            raise ToolError(text % {"page": first, "count": count})
        last = min(count, first + MOST - 1)
        numbers = range(first, last + 1)
        found = {n: image for n in numbers if (image := _largest(reader, n))}
    if not found:
        text = env._(
            "Page %(page)s of %(count)s holds no image that can be shown; "
            "text: true answers what it says."
        )
        raise ToolError(text % {"page": first, "count": count})
    each = MOST_BYTES // len(found)
    made = {n: picture(env, i.content, each, i.turned) for n, i in found.items()}
    return Pages(made, last + 1 if last < count else None)


def _largest(reader: OdooPdfFileReader, number: int) -> PageImage | None:
    """That of page ``number``, from 1; None without one that can be taken out."""
    page = reader.pages[number - 1]
    found = sorted(_images(page), key=lambda image: _pixels(image[1]), reverse=True)
    for path, image in found:
        if 0 < _pixels(image) <= MOST_PIXELS and (content := _file(page, path, image)):
            return PageImage(content, int(page.get("/Rotate") or 0))
    return None


def _images(holder: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[Any, Any]]:
    """The names that lead to each image of a page or form, and the image."""
    for name, reference in _objects(holder).items():
        thing = reference.get_object()
        if thing.get("/Subtype") == "/Image":
            yield (*path, name), thing
        elif thing.get("/Subtype") == "/Form" and len(path) < DEPTH:
            yield from _images(thing, (*path, name))


def _objects(holder: Any) -> dict[str, Any]:
    """What a page or form draws by name."""
    resources = holder.get("/Resources")
    resources = resources.get_object() if resources is not None else {}
    objects = resources.get("/XObject")
    return objects.get_object() if objects is not None else {}


def _pixels(image: Any) -> int:
    return int(image.get("/Width") or 0) * int(image.get("/Height") or 0)


def _file(page: Any, path: tuple[str, ...], image: Any) -> bytes | None:
    """As a file; what the library at hand cannot unpack is none."""
    filters = image.get("/Filter")
    if filters == JPEG or filters == [JPEG]:
        # it stands there as it is
        return image._data
    try:
        return _unpacked(page, path)
    except Exception as error:
        # each way to pack an image fails in its own way; others may be readable
        _logger.info("an image of a PDF cannot be read: %s", type(error).__name__)
        return None


def _unpacked(page: Any, path: tuple[str, ...]) -> bytes | None:
    """By the library; that of old Odoo servers does not know how."""
    images = getattr(page, "images", None)
    if images is None:
        return None
    if not isinstance(images, list):
        return images[path[0] if len(path) == 1 else path].data
    name = path[-1].lstrip("/")
    return next((i.data for i in images if i.name.rpartition(".")[0] == name), None)
