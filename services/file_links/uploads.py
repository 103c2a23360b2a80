"""What may be uploaded: sizes, types and names of files."""

from __future__ import annotations

import base64
import binascii
import fnmatch
import mimetypes
from dataclasses import dataclass
from pathlib import PurePath

from odoo import api
from odoo.tools.mimetypes import guess_mimetype

from .. import settings
from ..errors import ToolError
from ..texts import encodings
from .naming import UNKNOWN, is_fit

MEGABYTE = 1024 * 1024
# what is plain text by its bytes may be told apart by its name only
TEXTS = ("text/", "application/json", "application/xml", "application/x-yaml")
ACTIVE = ("text/html", "application/xhtml+xml", "image/svg+xml")
# unknown to Odoo's guess where python-magic is not installed
TIFF = (b"II*\0", b"MM\0*")
# what that guess calls a text that it does not know; of pictures it asks two letters
UNSURE = (UNKNOWN, "image/bmp")
# files of rows, which spreadsheets save in other encodings than UTF-8, too
ROWS = ("", ".csv", ".tsv", ".txt")
SAME = {"text/tab-separated-values": "text/csv"}
# of a text that is run where it is shown, in as many of its first bytes
MARKS, LOOKED_AT = (b"<html", b"<script", b"<!doct"), 4096


@dataclass(frozen=True)
class Upload:
    """A file that came in; ``mimetype`` is what its bytes say."""

    filename: str
    content: bytes
    mimetype: str


class UploadRefused(ToolError):
    """The file is too large, or of a type or name that may not be uploaded."""


class TooLarge(UploadRefused):
    """The file is over ``mcp.max_upload_mb``."""


def most_bytes(env: api.Environment) -> int:
    """The size of the largest file, by ``mcp.max_upload_mb``."""
    return settings.get(env, "max_upload_mb") * MEGABYTE


def allowed_types(env: api.Environment) -> list[str]:
    """Patterns of MIME types, by ``mcp.upload_mimetypes``."""
    return settings.words(settings.get(env, "upload_mimetypes"))


def decoded(env: api.Environment, text: str) -> bytes:
    """The bytes of strict base64; white space is overlooked.

    Raises:
        UploadRefused: no base64, or more than may be uploaded.
    """
    packed = "".join(text.split())
    if len(packed) // 4 * 3 > most_bytes(env) + 2:
        raise _too_large(env)
    try:
        return base64.b64decode(packed, validate=True)
    except binascii.Error as error:
        raise UploadRefused(env._("data is not valid base64.")) from error


def checked(
    env: api.Environment, filename: str, content: bytes, said: str | None = None
) -> Upload:
    """The file as an ``Upload``, once it fits the policy.

    Args:
        said: the type that the sender states; it counts among plain texts only.

    Raises:
        UploadRefused: empty, too large, or of a type or name that is not allowed.
    """
    if not is_fit(filename):
        raise UploadRefused(
            env._("A file name holds no line breaks and no control characters.")
        )
    if not content:
        raise UploadRefused(env._("The file is empty."))
    if len(content) > most_bytes(env):
        raise _too_large(env)
    found = sniffed(filename, content, said)
    if not any(fnmatch.fnmatchcase(found, p) for p in allowed_types(env)):
        raise UploadRefused(
            env._(
                "Files of type %(type)s may not be uploaded. Allowed "
                "(mcp.upload_mimetypes): %(allowed)s."
            )
            % {"type": found, "allowed": ", ".join(allowed_types(env))}
        )
    return Upload(filename, content, found)


def sniffed(filename: str, content: bytes, said: str | None = None) -> str:
    """The MIME type by the bytes; the name decides among plain texts only."""
    found = guess_mimetype(content, default=UNKNOWN)
    if found == UNKNOWN and content.startswith(TIFF):
        return "image/tiff"
    if found in UNSURE and (_is_text(content) or _is_of_rows(filename, content)):
        # Odoo's guess stops in the middle of a character, and knows UTF-8 alone
        found = "text/plain"
    if not found.startswith(TEXTS):
        return found
    if _is_run(content):
        return "text/html"
    named = said or mimetypes.guess_type(filename)[0] or ""
    named = SAME.get(named, named)
    return named if named.startswith(TEXTS) and named not in ACTIVE else found


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except ValueError:
        return False
    return all(c >= " " or c in "\t\n\r\f" for c in text[:4096])


def _is_of_rows(filename: str, content: bytes) -> bool:
    """Whether a file of that name is text as spreadsheets save it, and no markup.

    One that is put to a link itself has no ending.
    """
    if PurePath(filename).suffix.lower() not in ROWS:
        return False
    found = encodings.decoded(content)
    return bool(found) and not found[0].lstrip("\ufeff \t\r\n").startswith("<")


def _is_run(content: bytes) -> bool:
    """Whether it is HTML; in UTF-16 every other byte of that is zero."""
    start = content[: 2 * LOOKED_AT].replace(b"\0", b"")[:LOOKED_AT].lower()
    return any(mark in start for mark in MARKS)


def _too_large(env: api.Environment) -> TooLarge:
    return TooLarge(
        env._("The file is over the %s MB that mcp.max_upload_mb allows.")
        % settings.get(env, "max_upload_mb")
    )
