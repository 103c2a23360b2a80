"""Images as a model sees them: upright, not too large, of types that all clients know.

SVG is never among them: it is a text that may hold scripts, and is shown as such.
"""

from __future__ import annotations

import base64
import importlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image

from odoo import api
from odoo.tools.image import Resampling, image_apply_opt, image_fix_orientation

from ..errors import ToolError
from . import ink

# Odoo tries but few formats wherever it opens an image; that stays so
_tried = list(Image.ID)
for _name in ("TiffImagePlugin", "WebPImagePlugin"):
    importlib.import_module(f"PIL.{_name}")
Image.ID[:] = _tried

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
# Odoo's own bound
MOST_PIXELS = 50_000_000
# of an image as it is unpacked, and by its mode what a pixel takes: 4 bytes in others
MOST_MEMORY = 80_000_000
WEIGHTS = {"1": 1, "L": 1, "P": 1, "I;16": 2}
# lines at once; where a file says how it is held
BAND, ORIENTATION = 64, 0x0112
# pixels of the longer side: models scale down what is larger, Claude from 1,568 on
LONGEST_SIDE = 1500
# of all images of an answer, as base64. The lowest limit known is that of Claude, on the
# web and on the desktop, which takes no result of over 1 MiB, images included; half of
# it leaves room for the rest of the answer. What an image costs a model depends on its
# pixels alone, so the answer budget, which is about text, has no say in it.
MOST_BYTES = 512 * 1024
SIDES = (LONGEST_SIDE, 1280, 1024, 832, 640, 480, 320, 160)
QUALITIES = (85, 65, 45, 30)
WHITE = "white"
JPEG, PNG = "image/jpeg", "image/png"


@dataclass(frozen=True)
class Picture:
    """An image ready to be sent.

    Attributes:
        content: a file of the type ``mimetype``.
        size: its width and height.
        original: those of the file, upright.
    """

    content: bytes
    mimetype: str
    size: tuple[int, int]
    original: tuple[int, int]

    @property
    def block(self) -> dict[str, Any]:
        """As an MCP content block."""
        data = base64.b64encode(self.content).decode()
        return {"type": "image", "data": data, "mimeType": self.mimetype}


def picture(
    env: api.Environment, content: bytes, room: int = MOST_BYTES, turned: int = 0
) -> Picture:
    """``content`` as a picture whose block costs at most ``room`` bytes.

    Args:
        room: as base64; images that share an answer share ``MOST_BYTES``.
        turned: degrees by which it is turned clockwise.

    Raises:
        ToolError: no image that can be read, or too many pixels.
    """
    try:
        image, original = _upright(env, content, turned)
        return _fitting(image, room * 3 // 4, original)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ToolError(
            env._("The image cannot be read (%s); use the link.") % type(error).__name__
        ) from error


def _upright(
    env: api.Environment, content: bytes, turned: int
) -> tuple[Image.Image, tuple[int, int]]:
    """Scaled down, without transparency, and how large it was before.

    Raises:
        ToolError: it would take too much memory.
    """
    opened = Image.open(io.BytesIO(content), formats=FORMATS)
    width, height = opened.size
    _check(env, width * height, MOST_PIXELS)
    _check(env, width * height, int(MOST_MEMORY / _held(opened)))
    # a JPEG is unpacked no larger than needed
    opened.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    _check(env, opened.width * opened.height, MOST_MEMORY // _weight(opened))
    # a TIFF is turned as it is unpacked, and then says so no more
    opened.load()
    image = _reduced(opened)
    image.getexif()[ORIENTATION] = opened.getexif().get(ORIENTATION, 1)
    image = image_fix_orientation(image).rotate(-turned, expand=True)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Resampling.LANCZOS)
    is_turned = (image.width > image.height) != (width > height)
    return image, (height, width) if is_turned else (width, height)


def _check(env: api.Environment, pixels: int, most: int) -> None:
    """Raises ToolError for what takes too much memory to be unpacked."""
    if pixels > most:
        text = env._("The image has over %s million pixels; use the link.")
        raise ToolError(text % (most // 1_000_000))


def _held(image: Image.Image) -> float:
    """How many bytes a pixel takes in what is held until the whole file is read.

    A progressive JPEG comes in passes over the image, each a little finer, and so is
    held in full, however small it is unpacked: two bytes for each value.
    """
    layers = getattr(image, "layer", None) or ()
    if not image.info.get("progressive") or not layers:
        return 1
    most = max(wide for _id, wide, *_ in layers) * max(tall for *_, tall, _ in layers)
    return 2 * sum(wide * tall for _id, wide, tall, _table in layers) / most


def _weight(image: Image.Image) -> int:
    """How many bytes a pixel takes while it is unpacked."""
    twice = 2 if image.format == "WEBP" else 1
    return twice * WEIGHTS.get(image.mode, WEIGHTS.get(image.mode[:4], 4))


def _reduced(image: Image.Image) -> Image.Image:
    """Opaque, and less than twice as large as it may be shown.

    In bands, since each step makes another image of what it gets.
    """
    times = max(1, max(image.size) // LONGEST_SIDE)
    size = (-(-image.width // times), -(-image.height // times))
    reduced = None
    for top in range(0, image.height, BAND * times):
        bottom = min(image.height, top + BAND * times)
        band = _opaque(image.crop((0, top, image.width, bottom))).reduce(times)
        reduced = reduced or Image.new(band.mode, size)
        reduced.paste(band, (0, top // times))
    return reduced


def _opaque(image: Image.Image) -> Image.Image:
    """On white, as on paper; grey where there are no colours."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, WHITE)
        return Image.alpha_composite(white, image).convert("RGB")
    if image.mode.startswith("I") or image.mode == "F":
        # 16 bits of grey, which a conversion would cut off
        image = image.convert("F").point(lambda value: value / 256)
    return image.convert("L" if image.mode in ("1", "L", "F") else "RGB")


def _fitting(image: Image.Image, most: int, original: tuple[int, int]) -> Picture:
    """The largest and best that has at most ``most`` bytes, else the smallest."""
    limit = ink.threshold(image)
    for side in SIDES:
        image.thumbnail((side, side), Resampling.LANCZOS)
        for content, mimetype in _ways(image, limit):
            found = Picture(content, mimetype, image.size, original)
            if len(content) <= most:
                return found
    return found


def _ways(image: Image.Image, limit: int | None) -> Iterator[tuple[bytes, str]]:
    """Ways to pack ``image``, the best first; black on white by ``limit`` the last."""
    for quality in QUALITIES:
        yield image_apply_opt(image, "JPEG", quality=quality, optimize=True), JPEG
    if limit is not None:
        yield ink.packed(image, limit), PNG
