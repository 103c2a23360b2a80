"""The types that may be uploaded, as people know them: by the endings of files."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
ENDINGS = {
    "application/pdf": ("pdf",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "image/tiff": ("tif", "tiff"),
    "text/plain": ("txt",),
    "text/csv": ("csv", "tsv"),
    "text/markdown": ("md",),
    "text/xml": ("xml",),
    "application/xml": ("xml",),
    "application/json": ("json",),
    f"{OFFICE}wordprocessingml.document": ("docx",),
    f"{OFFICE}spreadsheetml.sheet": ("xlsx",),
    f"{OFFICE}presentationml.presentation": ("pptx",),
    f"{OPEN}text": ("odt",),
    f"{OPEN}spreadsheet": ("ods",),
    f"{OPEN}presentation": ("odp",),
    "application/msword": ("doc",),
    "application/vnd.ms-excel": ("xls",),
    "application/vnd.ms-powerpoint": ("ppt",),
    "application/zip": ("zip",),
}
# what a file picker of a browser takes besides endings
PICKED = re.compile(r"[a-z]+/(\*|[\w.+-]+)")


def spoken(patterns: Iterable[str]) -> str:
    """What may be uploaded, e.g. ``PDF, JPG, PNG``; a pattern without endings itself."""
    words = [
        word
        for pattern in patterns
        for word in [e[0].upper() for e in _endings(pattern)] or [pattern]
    ]
    return ", ".join(dict.fromkeys(words))


def accepted(patterns: Iterable[str]) -> str:
    """The ``accept`` of a file input; empty where a pattern says more than it can."""
    known = list(patterns)
    for pattern in known:
        if pattern.startswith("*") or not (_endings(pattern) or _is_picked(pattern)):
            return ""
    endings = [f".{end}" for p in known for ends in _endings(p) for end in ends]
    return ",".join(dict.fromkeys([*filter(_is_picked, known), *endings]))


def _endings(pattern: str) -> list[tuple[str, ...]]:
    return [e for kind, e in ENDINGS.items() if fnmatch.fnmatchcase(kind, pattern)]


def _is_picked(pattern: str) -> bool:
    return bool(PICKED.fullmatch(pattern))
