"""What a tool answers of a file that a model looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field

from odoo import api, models

from ...services.answers.lean import Given
from ...services.documents import file_text, pdf_images, pdf_reading, pictures
from ...services.errors import ToolError
from ...services.orm import untrusted

SVG = "image/svg+xml"


class Shown(Given):
    """An image as it was sent."""

    page: int | None = Field(None, description="Of a PDF.")
    size: str = Field(description="Width x height in pixels, as sent.")
    original: str = Field(description="Those of the file.")


@dataclass
class Sight:
    """Images beside an answer.

    Attributes:
        pictures: by the number of the page; None where there are no pages.
        following: the page to go on with.
    """

    pictures: dict[int | None, pictures.Picture] = field(default_factory=dict)
    following: int | None = None

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return [found.block for found in self.pictures.values()]

    @property
    def shown(self) -> list[Shown]:
        return [
            Shown(page=n, size=_said(found.size), original=_said(found.original))
            for n, found in self.pictures.items()
        ]

    def lines(self) -> Iterator[str]:
        """In the order of the images that follow the text."""
        for shown in self.shown:
            page = f"page {shown.page}: " if shown.page else ""
            yield f"{page}shown at {shown.size} of {shown.original} pixels"
        if self.following:
            yield f"next page {self.following}"


def sight(file: models.BaseModel, page: int, outside: bool) -> Sight:
    """What there is to see of ``file``, from ``page`` on.

    Args:
        outside: an outsider put it there.

    Raises:
        ToolError: nothing that can be shown, or nothing that may be.
    """
    env, mimetype, content = file.env, file.mimetype or "", file.raw or b""
    if outside:
        untrusted.refuse_hidden(env)
    file_text.check_size(env, content)
    if pdf_reading.is_pdf(content, mimetype):
        found = pdf_images.pictures(env, content, page)
        return Sight(dict(found.pictures), found.following)
    if not mimetype.startswith("image/") or mimetype == SVG:
        raise _nothing_to_see(env, mimetype)
    return Sight({None: pictures.picture(env, content)})


def _nothing_to_see(env: api.Environment, mimetype: str) -> ToolError:
    text = env._("Only images and scanned PDF can be shown, not %s; use the link.")
    return ToolError(text % (mimetype or env._("a file of unknown type")))


def _said(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"
