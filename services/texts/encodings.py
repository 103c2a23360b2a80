"""In which encoding a text file is written, by its bytes."""

from __future__ import annotations

import re

MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
# no text has them
BINARY = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")


def decoded(content: bytes) -> tuple[str, str] | None:
    """The text of a file and its encoding: UTF-8, UTF-16 with its mark, or Windows'.

    Answers None where it is no text in any of them.
    """
    marked = next((MARKS[mark] for mark in MARKS if content.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if BINARY.search(text) else (text, encoding)
    return None
