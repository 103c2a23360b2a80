"""Numbers that people write: which mark stands before the decimals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from odoo import api

PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
# thousands begin with no zero: 0,125 is less than one
ENGLISH = re.compile(r"[+-]?(\d{1,3}|[1-9]\d{0,2}([,\s'’]\d{3})+)(\.\d+)?")
EUROPEAN = re.compile(r"[+-]?(\d+|[1-9]\d{0,2}([.\s'’]\d{3})+)(,\d+)?([eE][+-]?\d+)?")
# 1.234: thousands, or three decimals
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")
SPACES = re.compile(r"[\s'’]")


@dataclass(frozen=True)
class Unsaid:
    """The mark of a column that does not tell it; ``sample`` is one of its figures.

    The whole column has this one problem.
    """

    sample: str


def readings(texts: Iterable[str]) -> str:
    """The marks, of ``.`` and ``,``, with which each of ``texts`` is a number."""
    marks = ".,"
    for text in texts:
        marks = "".join(mark for mark in marks if _fits(text, mark))
    return marks


def numbers(cells: Iterable[Any]) -> list[str]:
    """Those of ``cells`` that are numbers; the others say nothing of them."""
    texts = (cell for cell in cells if isinstance(cell, str))
    return [text for text in texts if _fits(text, ".") or _fits(text, ",")]


def _fits(text: str, mark: str) -> bool:
    kinds = (PLAIN, ENGLISH) if mark == "." else (EUROPEAN,)
    return any(kind.fullmatch(text) for kind in kinds)


def unsaid(texts: Iterable[str]) -> Unsaid | None:
    """That of a column with ``texts``, where one of them depends on the mark."""
    return next((Unsaid(text) for text in texts if _is_open(text)), None)


def number(env: api.Environment, text: str, mark: str | Unsaid | None) -> int | float:
    """The number that ``text`` says.

    Raises:
        ValueError: none, or one of two.
    """
    if isinstance(mark, Unsaid) and _is_open(text):
        told = env._(
            'nothing tells whether "." or "," stands before the decimals of %r: say '
            "so with decimal_separator"
        )
        raise ValueError(told % mark.sample)
    mark = mark if isinstance(mark, str) else "."
    if not _fits(text, mark):
        sample = "1234,5" if mark == "," else "1234.5"
        told = env._("a number such as %(sample)s, without thousands, not %(text)r")
        raise ValueError(told % {"sample": sample, "text": text})
    plain = SPACES.sub("", text).replace("." if mark == "," else ",", "")
    plain = plain.replace(",", ".")
    return float(plain) if set(plain) & set(".eE") else int(plain)


def _is_open(text: str) -> bool:
    """Whether ``text`` is a number that the column leaves open."""
    is_plain = PLAIN.fullmatch(text) and not GROUPED.fullmatch(text)
    return bool(numbers([text])) and not is_plain
