"""Pages of text as black ink on white paper: small enough to stay readable.

A JPEG of a full page that has to share an answer with others would lose its letters.
"""

from __future__ import annotations

import io

from PIL import Image

# of these, fewer are dark where there are letters than where there is a picture
BLOCK, MOST_DARK = 16, 0.05
CONTRAST = 60


def threshold(image: Image.Image) -> int | None:
    """The grey between ink and paper; None of what is no page of text."""
    grey = image.convert("L")
    limit, contrast = _split(grey.histogram())
    blocks = grey.reduce(BLOCK).histogram()
    is_text = sum(blocks[:limit]) <= MOST_DARK * sum(blocks)
    return limit if is_text and contrast >= CONTRAST else None


def packed(image: Image.Image, limit: int) -> bytes:
    """A PNG of two colours: what is darker than ``limit``, and the rest."""
    held = io.BytesIO()
    inked = image.convert("L").point(lambda grey: 255 * (grey >= limit), "1")
    inked.save(held, "PNG", optimize=True)
    return held.getvalue()


def _split(counts: list[int]) -> tuple[int, float]:
    """The grey that parts dark from light best (Otsu), and how far these are apart."""
    total, weight = sum(counts), sum(grey * n for grey, n in enumerate(counts))
    dark = below = 0
    best, limit, contrast = 0.0, 0, 0.0
    for grey, count in enumerate(counts):
        dark, below = dark + count, below + grey * count
        if not 0 < dark < total:
            continue
        apart = (weight - below) / (total - dark) - below / dark
        if (spread := dark * (total - dark) * apart**2) > best:
            best, limit, contrast = spread, grey + 1, apart
    return limit, contrast
