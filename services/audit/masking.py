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
