"""What tools answer of a file: a link that works once, and its text on request."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from odoo import api

from ...services.answers import fitting
from ...services.answers.lean import GivenResult
from ...services.documents import file_text
from ...services.orm import untrusted


class FileAnswer(GivenResult):
    """A file by its link."""

    name: str
    mimetype: str | None
    size: int = Field(description="Bytes.")
    url: str = Field(description="Downloads it, once, within minutes.")
    expires: str | None = None
    text_of_file: str | None = Field(None, description="When asked for.")
    text_note: str | None = Field(None, description="What the text lacks.")
    next_text_offset: int | None = Field(
        None, description="text_offset of the rest of the text."
    )

    def text(self) -> str:
        facts = ", ".join(filter(None, [self.name, self.mimetype, f"{self.size} B"]))
        until = f" (until {self.expires})" if self.expires else ""
        return "\n".join([facts, *self._more(), self.url + until, *self._text_lines()])

    def _more(self) -> list[str]:
        return []

    def _text_lines(self) -> list[str]:
        if self.text_of_file is None:
            return []
        rest = self.next_text_offset
        notes = [self.text_note, f"next text_offset {rest}" if rest else None]
        return ["", *filter(None, notes), self.text_of_file]


def text_fields(
    env: api.Environment, content: bytes, mimetype: str, offset: int, *, outside: bool
) -> dict[str, Any]:
    """The fields of ``FileAnswer`` for the text from ``offset``, fenced if need be."""
    found = file_text.read(env, content, mimetype)
    piece = fitting.beginning(found.text[offset:], fitting.room(env))
    end = offset + len(piece)
    return {
        "text_of_file": untrusted.fenced(env, piece) if outside else piece,
        "text_note": found.note,
        "next_text_offset": end if end < len(found.text) else None,
    }
