"""Numbers that people write: which mark stands before the decimals, by the column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from odoo import api

PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
ENGLISH = re.compile(r"[+-]?\d{1,3}(,\d{3})*(\.\d+)?")
EUROPEAN = re.compile(r"[+-]?(\d+|\d{1,3}([.\s'’]\d{3})+)(,\d+)?")
# 1.234: thousands, or three decimals
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")
SPACES = re.compile(r"[\s'’]")


def mark(env: api.Environment, cells: Iterable[Any]) -> str | None:
    """``.`` or ``,``; None where the column could be read in two ways, or in none.

    Cells that are no numbers say nothing of the others.
    """
    texts = [cell for cell in cells if isinstance(cell, str) and _is_number(cell)]
    if all(PLAIN.fullmatch(text) for text in texts):
        return None if _may_be_thousands(env, texts) else "."
    english = all(PLAIN.fullmatch(t) or ENGLISH.fullmatch(t) for t in texts)
    european = all(EUROPEAN.fullmatch(text) for text in texts)
    if english == european:
        return None
    return "." if english else ","


def _is_number(text: str) -> bool:
    return any(kind.fullmatch(text) for kind in (PLAIN, ENGLISH, EUROPEAN))


def _may_be_thousands(env: api.Environment, texts: list[str]) -> bool:
    """Whether points stand in threes alone, and people here write a comma."""
    dotted = [text for text in texts if "." in text]
    if not dotted or not all(GROUPED.fullmatch(text) for text in dotted):
        return False
    code = env.lang or env.user.lang or "en_US"
    lang = env["res.lang"]._get_data(code=code)
    return lang.decimal_point == ","


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
    if not PLAIN.fullmatch(plain) or (mark is None and GROUPED.fullmatch(plain)):
        raise ValueError(
            env._("a number such as 1234.5, without thousands, not %r") % text
        )
    return float(plain) if set(plain) & set(".eE") else int(plain)
