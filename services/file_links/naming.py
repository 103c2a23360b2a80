"""Names and types of files as they may be shown and sent.

Uploads with other names are refused; what came into Odoo by mail or by its own pages may
have any.
"""

from __future__ import annotations

import re

UNKNOWN = "application/octet-stream"
# a line break could fake a line of an answer, a turned direction another file type
UNFIT = re.compile("[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
INSTEAD = "\ufffd"
TYPE = re.compile(r"[!-~]+/[ -~]+")


def is_fit(name: str) -> bool:
    """Whether a name has neither line breaks nor other characters that lie."""
    return not UNFIT.search(name)


def plain(name: str) -> str:
    """The name with a mark in the place of each such character."""
    return UNFIT.sub(INSTEAD, name)


def type_of(mimetype: str | None) -> str | None:
    """The type; one that no header could hold says nothing of the file."""
    if not mimetype:
        return None
    return mimetype if TYPE.fullmatch(mimetype) else UNKNOWN
