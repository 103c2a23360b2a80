"""The tool ``write_file``."""

from __future__ import annotations

import base64
import binascii
import os
from typing import Literal

from pydantic import model_validator

from odoo import models

from ...services import files, settings
from ...services.declarations import Effect, Field, Params, Result, mcp_tool
from ...services.errors import ToolError
from ...services.external_effect import nothing_done_on_error
from ...services.files.diff import unified
from ...services.files.path_params import WritablePath

MEGABYTE = 1024 * 1024


class WriteFileParams(Params):
    path: WritablePath = Field(description="Absolute path of the file.")
    content: str = Field(
        description="Text, or base64 (encoding binary); large ones in parts, mode append."
    )
    encoding: Literal["utf-8", "binary"] = Field(
        "utf-8", description="utf-8 for text, binary for base64."
    )
    mode: Literal["overwrite", "append"] = Field(
        "overwrite", description="Replace the file, or add to its end."
    )
    create_directories: bool = Field(
        False, description="Make the missing folders of the path."
    )
    expected_sha256: str | None = Field(
        None,
        pattern="^[0-9a-fA-F]{64}$",
        description="Write only if the file still has this SHA-256.",
    )

    @model_validator(mode="after")
    def _decode(self) -> WriteFileParams:
        self.data()
        return self

    def data(self) -> bytes:
        """The bytes to write.

        Raises:
            ValueError: the content is no base64, or no text that UTF-8 can hold.
        """
        if self.encoding == "utf-8":
            return self.content.encode()
        try:
            return base64.b64decode(self.content, validate=True)
        except binascii.Error as error:
            raise ValueError(f"content is not base64: {error}") from error


class FileWritten(Result):
    bytes_written: int = Field(description="Bytes of the content that was written.")
    created: bool = Field(description="Whether the file is new.")
    size_bytes: int = Field(description="Bytes of the file now.")
    sha256: str = Field(description="Of the file now.")


class WriteFile(models.AbstractModel):
    _inherit = "mcp.tools.developer"

    @mcp_tool(
        Effect.EXECUTE,
        external=True,
        bucket="file_writes",
        log={"PATH": "path", "BYTES": "bytes_written"},
    )
    def _mcp_write_file(self, params: WriteFileParams) -> FileWritten:
        """Write a file on the server in one step: whole, or not at all.

        In the scratch folder and the folders that the setting mcp.file_roots names.
        Mode bits of an existing file stay. Give expected_sha256, as read_file
        answered it, so that nobody else's change is overwritten.
        """
        data = params.data()
        most = settings.get(self.env, "max_write_size_mb") * MEGABYTE
        write = files.Write(
            data=data,
            append=params.mode == "append",
            create_directories=params.create_directories,
            expected_sha256=params.expected_sha256,
            most_bytes=most,
        )
        self._require_folder(params)
        with nothing_done_on_error():
            written = files.write_atomic(self.env, params.path, write)
        return FileWritten(
            bytes_written=len(data),
            created=written.created,
            size_bytes=written.size,
            sha256=written.sha256,
        )

    def _preview_write_file(self, params: WriteFileParams) -> str:
        """Shows the sizes, and a diff of texts that are not too long to read."""
        self._require_folder(params)
        data, old = params.data(), self._present(params)
        if old is None:
            return self.env._(
                "%(path)s would be created with %(size)s bytes.\n%(diff)s"
            ) % {
                "path": params.path,
                "size": len(data),
                "diff": unified(self.env, str(params.path), b"", data),
            }
        new = old + data if params.mode == "append" else data
        return self.env._(
            "%(path)s would go from %(old)s to %(size)s bytes.\n%(diff)s"
        ) % {
            "path": params.path,
            "old": len(old),
            "size": len(new),
            "diff": unified(self.env, str(params.path), old, new),
        }

    def _require_folder(self, params: WriteFileParams) -> None:
        folder = os.path.dirname(params.path.path.rstrip("/"))
        above = folder
        while not os.path.lexists(above):
            above = os.path.dirname(above)
        if not os.path.isdir(above):
            raise ToolError(self.env._("%s is a file, no folder.", above))
        if not params.create_directories and not os.path.isdir(folder):
            text = self.env._(
                "The folder %s does not exist; create_directories: true makes it."
            )
            raise ToolError(text % folder)

    def _present(self, params: WriteFileParams) -> bytes | None:
        """What the file holds now; None when there is none."""
        if not os.path.lexists(params.path.path):
            return None
        opened = files.open_file(self.env, params.path)
        try:
            return files.read_bytes(opened, 0, os.fstat(opened).st_size)
        finally:
            os.close(opened)
