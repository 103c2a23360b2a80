"""Shows configuration without its secrets, in nested values too."""

from __future__ import annotations

import re
from typing import Any

from .secret_shapes import MASK, SHAPES

SECRET = re.compile(
    r"pass|secret|token|api_?key|private|credential|dsn|_key$|smtp_user", re.IGNORECASE
)
# for configuration only: in the audit no text is masked because of a name in it
IN_TEXT = re.compile(
    r"""((?:passw(?:or)?d|pwd|secret|token|api[_-]?key|session_id)["']?\s*[=:]\s*)"""
    r"""(?:"[^"]*"|'[^']*'|[^\s"',]+)"""
    r"""|(?<=://)[^/\s@]+(?=@)|(?<=basic )\S{8,}"""
    rf"|{SHAPES}",
    re.IGNORECASE,
)

# a key that stands on lines of its own; what is shown may begin or end inside of it
KEY_BEGINS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")
KEY_ENDS = re.compile(r"-----END [A-Z ]*PRIVATE KEY-----")
KEY_LINE = re.compile(r"\s*[A-Za-z0-9+/=]*\s*|\s*(Proc-Type|DEK-Info): .*")


def masked(value: Any, name: str = "") -> Any:
    """A JSON-ready copy of ``value``, masked where a name or a text means a secret."""
    if name and SECRET.search(name) and value not in (None, False, ""):
        return MASK
    if isinstance(value, dict):
        return {str(k): masked(v, str(k)) for k, v in value.items()}
    if isinstance(value, list | tuple | set):
        return [masked(item) for item in value]
    if isinstance(value, str):
        return masked_text(value)
    return value if isinstance(value, int | float | bool | None) else str(value)


def masked_text(text: str) -> str:
    """A text in which values of secrets and passwords in URLs are hidden."""
    return IN_TEXT.sub(lambda match: f"{match[1] or ''}{MASK}", text)


def masked_lines(lines: list[str]) -> list[str]:
    """Lines that follow each other, as ``masked_text`` and without keys over several."""
    found = [masked_text(line) for line in lines]
    for number, line in enumerate(found):
        if KEY_BEGINS.search(line):
            _mask_key(found, range(number + 1, len(found)))
        if KEY_ENDS.search(line):
            _mask_key(found, range(number - 1, -1, -1))
    return found


def _mask_key(lines: list[str], numbers: range) -> None:
    """Mask what looks like a line of a key, from the first number on."""
    for number in numbers:
        if not KEY_LINE.fullmatch(lines[number]):
            return
        lines[number] = MASK
