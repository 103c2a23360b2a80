"""The images that the pages of a PDF hold: of a scan, the pages themselves.

pictures(env, content, first)     some pages, as a model sees them
  └─ _largest                     of each page, as a file
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from odoo import api
from odoo.tools.pdf import DictionaryObject, NameObject, OdooPdfFileReader

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
# images and forms of a page that are looked at, and images that are unpacked
MOST_OBJECTS, TRIES = 1000, 8
NAME = "/Image"


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
    fit = [image for image in _images(page) if 0 < _pixels(image) <= MOST_PIXELS]
    for image in sorted(fit, key=_pixels, reverse=True)[:TRIES]:
        if content := _file(page, image):
            return PageImage(content, int(page.get("/Rotate") or 0))
    return None


def _images(page: Any) -> Iterator[Any]:
    """The images of a page, and of the forms in it."""
    return (thing for thing in drawn(page) if thing.get("/Subtype") == "/Image")


def drawn(page: Any) -> Iterator[Any]:
    """The images and forms of a page, and of the forms in it.

    Each form is looked into once: a few kB of forms that name each other many times
    would else be walked through for hours.
    """
    # kept, so that no other object gets the id of one that is gone
    seen, holders = {}, [(page, 0)]
    while holders:
        holder, depth = holders.pop(0)
        for reference in _objects(holder).values():
            thing = reference.get_object()
            if id(thing) in seen or len(seen) == MOST_OBJECTS:
                continue
            seen[id(thing)] = thing
            yield thing
            if thing.get("/Subtype") == "/Form" and depth < DEPTH:
                holders.append((thing, depth + 1))


def _objects(holder: Any) -> dict[str, Any]:
    """What a page or form draws by name."""
    resources = holder.get("/Resources")
    resources = resources.get_object() if resources is not None else {}
    objects = resources.get("/XObject")
    return objects.get_object() if objects is not None else {}


def _pixels(image: Any) -> int:
    return int(image.get("/Width") or 0) * int(image.get("/Height") or 0)


def _file(page: Any, image: Any) -> bytes | None:
    """As a file; what the library at hand cannot unpack is none."""
    filters = image.get("/Filter")
    if filters == JPEG or filters == [JPEG]:
        # it stands there as it is
        return image._data
    try:
        return _unpacked(page, image)
    except Exception as error:
        # each way to pack an image fails in its own way; others may be readable
        _logger.info("an image of a PDF cannot be read: %s", type(error).__name__)
        return None


def _unpacked(page: Any, image: Any) -> bytes | None:
    """By the library; that of old Odoo servers does not know how.

    From a page that holds this image and nothing else, for the library looks through
    all that a page holds.
    """
    if not hasattr(page, "images"):
        return None
    alone = type(page).create_blank_page(width=1, height=1)
    held = DictionaryObject({NameObject(NAME): image})
    objects = DictionaryObject({NameObject("/XObject"): held})
    alone[NameObject("/Resources")] = objects
    return next(iter(alone.images)).data
