"""Helpers that both kinds of cursor share: Odoo's, and psycopg2's own."""

from __future__ import annotations

import re
from typing import Any

import psycopg2

from odoo.tools import SQL

from ..errors import ToolError

MOST_TEXT = 16 * 1024
BLANK = re.compile(r"(\s+|--[^\r\n]*)+")
IN = re.compile(r"\bin\s*%s", re.IGNORECASE)
COMMENT = re.compile(r"/\*|\*/")
# what may hold a semicolon or a comment's mark that is none, or one word or character
TOKEN = re.compile(
    r"""[eE]'(?:[^'\\]|\\.)*'|'[^']*'|"[^"]*"|\$(\w*)\$.*?\$\1\$|--[^\r\n]*|/\*|\w+|.""",
    re.DOTALL,
)


def execute(cr: Any, statement: SQL) -> None:
    """Execute on any cursor; psycopg2's own does not know ``SQL``."""
    cr.execute(statement.code, statement.params or None)


def filled(cr: Any, text: str, params: list[Any] | None) -> str:
    """``text`` with ``params`` for its ``%s``; without them ``%`` is plain.

    Raises:
        ToolError: too long, a NUL, or params that do not fit.
    """
    checked(text)
    if not params:
        return text
    if IN.search(text):
        raise ToolError("IN %s takes no list: write = ANY(%s).")
    try:
        return checked(cr.mogrify(text, params).decode())
    except (IndexError, TypeError, ValueError, psycopg2.ProgrammingError) as error:
        hint = " Give an object as JSON text." if "'dict'" in str(error) else ""
        raise ToolError(f"params do not fit the placeholders: {error}.{hint}") from None


def checked(text: str) -> str:
    """The text, unless it is one that PostgreSQL or the parser would choke on."""
    try:
        size = len(text.encode())
    except UnicodeError:
        raise ToolError("The SQL text holds a character that is none.") from None
    if size > MOST_TEXT:
        raise ToolError(f"The SQL text is over {MOST_TEXT} bytes, its params included.")
    if "\x00" in text:
        raise ToolError("The SQL text holds a NUL character.")
    return text


def start_of(text: str) -> int:
    """Where the first word stands, after blanks and comments, which nest."""
    place = 0
    while True:
        if blank := BLANK.match(text, place):
            place = blank.end()
        if not text.startswith("/*", place):
            return place
        place = _after_comment(text, place)


def alone(text: str) -> str:
    """``text`` from its first word on, without the semicolons and comments at its end."""
    place = end = begin = start_of(text)
    while found := TOKEN.match(text, place):
        token, place = found.group(), found.end()
        if token == "/*":
            place = _after_comment(text, found.start())
            # PostgreSQL says of an open one what is wrong
            end = end if text.endswith("*/", 0, place) else place
        elif not (token == ";" or token.isspace() or token.startswith("--")):
            end = place
    return text[begin:end]


def _after_comment(text: str, place: int) -> int:
    depth = 0
    for mark in COMMENT.finditer(text, place):
        depth += 1 if mark.group() == "/*" else -1
        if not depth:
            return mark.end()
    return len(text)


def message_of(error: psycopg2.Error) -> str:
    """What PostgreSQL says, without our own wrapping."""
    diagnosis = getattr(error, "diag", None)
    parts = [
        diagnosis and diagnosis.message_primary,
        diagnosis and diagnosis.message_hint,
    ]
    return ". ".join(p for p in parts if p) or str(error).strip() or "database error"
