"""Tokens in links, with which whoever has the link gets in: masked in answers."""

from __future__ import annotations

import re
from typing import Any

from ..audit.secret_shapes import MASK

SIGN = "token="
TOKEN = re.compile(rf"(?<={SIGN})[\w%.~-]{{8,}}")


def has_tokens(text: str) -> bool:
    """Whether there may be one in ``text``, or in the text of JSON."""
    return SIGN in text


def without_tokens(text: str) -> str:
    """``text`` with the tokens of its links masked; it may be that of JSON."""
    return TOKEN.sub(MASK, text) if has_tokens(text) else text


def is_masked(value: Any) -> bool:
    """Whether ``value`` is a text as it was answered, and not as it is stored."""
    return isinstance(value, str) and f"{SIGN}{MASK}" in value
