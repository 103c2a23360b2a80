"""The tool ``read_file``."""

from __future__ import annotations

import base64
import os
from typing import Literal

from odoo import models

from ...services import files, settings
from ...services.answers import fitting
from ...services.answers.lean import LeanResult
from ...services.declarations import Effect, Field, Params, mcp_tool
from ...services.errors import ToolError
from ...services.files.path_params import ReadablePath

MEGABYTE = 1024 * 1024


class ReadFileParams(Params):
    path: ReadablePath = Field(description="Absolute path of the file.")
    encoding: Literal["utf-8", "binary"] = Field(
        "utf-8", description="utf-8 for text, binary for base64."
    )
    offset: int = Field(
        1, ge=1, description="First line, from 1; with binary the first byte."
    )
    limit: int | None = Field(
        None, ge=1, description="Number of lines; with binary of bytes."
    )


class FileContent(LeanResult):
    OPTIONAL = ("note",)

    content: str = Field(description="Text, or base64 with encoding binary.")
    size_bytes: int = Field(description="Bytes of the whole file.")
    lines_returned: int | None = Field(description="Null with encoding binary.")
    total_lines: int | None = Field(description="Null when they were not counted.")
    truncated: bool = Field(description="Whether the file goes on.")
    next_offset: int | None = Field(description="Where to go on; null at the end.")
    sha256: str | None = Field(
        description="Of the whole file, for expected_sha256 of write_file; null when "
        "it is over the size limit."
    )
    note: str | None = Field(None, description="How to read the rest of a cut line.")

    def text(self) -> str:
        facts = self.model_dump(
            exclude={"content", "note"}, exclude_none=True, mode="json"
        )
        head = ", ".join(f"{name}={value}" for name, value in facts.items())
        return "\n".join([head, *([self.note] if self.note else []), self.content])


class ReadFile(models.AbstractModel):
    _inherit = "mcp.tools.developer"

    @mcp_tool(
        Effect.READ, bucket="file_reads", log={"PATH": "path", "BYTES": "size_bytes"}
    )
    def _mcp_read_file(self, params: ReadFileParams) -> FileContent:
        """Read a text file by lines, or a binary one as base64.

        Files of the addons folders, Odoo's log folder, the scratch folder and those
        that the setting mcp.file_roots names. Never through a symbolic link. Without
        limit the whole file, as far as the answer budget carries it (a line that is
        longer is cut); go on at next_offset.
        """
        opened = files.open_file(self.env, params.path)
        try:
            if params.encoding == "binary":
                return self._read_bytes(opened, params)
            return self._read_lines(opened, params)
        finally:
            os.close(opened)

    def _read_lines(self, opened: int, params: ReadFileParams) -> FileContent:
        size, small = self._size(opened, params)
        room = fitting.room(self.env)
        lines = files.Lines(self.env, params.offset, params.limit, room)
        files.read_lines(opened, lines, to_the_end=small)
        return FileContent(
            content="".join(lines.texts),
            size_bytes=size,
            lines_returned=len(lines.texts),
            total_lines=lines.total,
            truncated=lines.full or lines.next is not None,
            next_offset=lines.next,
            sha256=lines.sha256,
            note=self._where_cut(lines) if lines.cut else None,
        )

    def _where_cut(self, lines: files.Lines) -> str:
        """Says where the first line, of which the beginning is given, goes on."""
        count = len(lines.texts[0].encode())
        return self.env._(
            "Line %(number)s is cut after %(count)s bytes; to go on in it, read with "
            "encoding binary from offset %(offset)s.",
            number=lines.first,
            count=count,
            offset=lines.start + count + 1,
        )

    def _read_bytes(self, opened: int, params: ReadFileParams) -> FileContent:
        size, small = self._size(opened, params)
        # four characters for three bytes, in both halves of the answer
        fits = fitting.room(self.env) * 3 // 8
        wanted = min(params.limit or size, max(0, size - params.offset + 1))
        data = files.read_bytes(opened, params.offset - 1, min(fits, wanted))
        following = params.offset + len(data)
        return FileContent(
            content=base64.b64encode(data).decode(),
            size_bytes=size,
            lines_returned=None,
            total_lines=None,
            truncated=following <= size,
            next_offset=following if following <= size else None,
            sha256=files.digest_of(opened) if small else None,
        )

    def _size(self, opened: int, params: ReadFileParams) -> tuple[int, bool]:
        """Bytes of the file, and whether it may be read whole."""
        most = settings.get(self.env, "max_read_size_mb") * MEGABYTE
        size = os.fstat(opened).st_size
        if size > most and params.limit is None:
            raise ToolError(
                self.env._(
                    "%(path)s has %(size)s bytes, over the %(most)s that "
                    "mcp.max_read_size_mb allows at once; read a part with limit."
                )
                % {"path": params.path, "size": size, "most": most}
            )
        return size, size <= most
