"""Hints for queries that PostgreSQL refused; they decide nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import psycopg2

from odoo import api

from .. import settings
from ..audit.secret_names import SECRET
from .statement import message_of, start_of

READS = re.compile(r"[\s(]*(?:select|values|table|show|explain|with)\b", re.IGNORECASE)


def explained(
    env: api.Environment, error: psycopg2.Error, text: str, params: list[Any] | None
) -> str:
    """What PostgreSQL says of ``text``, and what would be right."""
    return ". ".join([message_of(error), *_hints(env, error, text, params)])


def _hints(
    env: api.Environment, error: psycopg2.Error, text: str, params: list[Any] | None
) -> Iterator[str]:
    _, primary = env._, getattr(error.diag, "message_primary", None) or ""
    if not READS.match(text, start_of(text)):
        yield _("This tool only reads; execute_sql writes.")
    elif isinstance(error, psycopg2.errors.SyntaxError) and ";" in primary:
        yield _("Give one statement at a time.")
    if "%s" in text and not params:
        yield _("The query has placeholders, and params is empty.")
    if isinstance(error, psycopg2.errors.UndefinedParameter):
        yield _("Placeholders are written %s.", "%s")
    if isinstance(error, psycopg2.errors.QueryCanceled):
        seconds = settings.get(env, "query_timeout")
        yield _(
            "It may run for %(seconds)s s (mcp.query_timeout): narrow it, or look at "
            "its plan with explain.",
            seconds=seconds,
        )
    if isinstance(error, psycopg2.errors.UndefinedColumn) and _names_secret(primary):
        yield _("Columns that hold secrets by their name are left out.")


def _names_secret(message: str) -> bool:
    """Whether a name sounds secret, which tells nothing of what a table has."""
    words = re.findall(r"\w+", message)
    return any(re.search(SECRET, word, re.IGNORECASE) for word in words)
