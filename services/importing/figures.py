"""Numbers that people write: which mark stands before the decimals, by the column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from odoo import api

PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
ENGLISH = re.compile(r"[+-]?\d{1,3}(,\d{3})*(\.\d+)?")
EUROPEAN = re.compile(r"[+-]?(\d+|\d{1,3}([.\s'’]\d{3})+)(,\d+)?")
SPACES = re.compile(r"[\s'’]")


def mark(cells: Iterable[Any]) -> str | None:
    """``.`` or ``,``; None where the column could be read in two ways, or in none."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    if all(PLAIN.fullmatch(text) for text in texts):
        return "."
    english = all(PLAIN.fullmatch(t) or ENGLISH.fullmatch(t) for t in texts)
    european = all(EUROPEAN.fullmatch(text) for text in texts)
    if english == european:
        return None
    return "." if english else ","


def number(env: api.Environment, text: str, mark: str | None) -> int | float:
    """The number that ``text`` says.

    Raises:
        ValueError: none, or one of two.
    """
    plain = text
    if mark == ".":
        plain = text.replace(",", "") if ENGLISH.fullmatch(text) else text
    elif mark == "," and EUROPEAN.fullmatch(text):
        plain = SPACES.sub("", text).replace(".", "").replace(",", ".")
    if not PLAIN.fullmatch(plain):
        raise ValueError(
            env._("a number such as 1234.5, without thousands, not %r") % text
        )
    return float(plain) if set(plain) & set(".eE") else int(plain)
