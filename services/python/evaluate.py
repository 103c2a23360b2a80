"""Runs code against ``env``, in a transaction that is kept or rolled back."""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Callable, Iterator, KeysView
from contextlib import contextmanager
from datetime import date
from typing import Any

from odoo import api
from odoo.sql_db import Cursor

from .. import current_call
from . import log_lines, tracebacks

MOST_VALUE = 10_000


def evaluate(
    registry: Any, order: dict[str, Any], committing: Callable[[], None]
) -> dict[str, Any]:
    """Run one order in a transaction of its own.

    Args:
        order: ``code``, ``uid``, ``context``, ``commit``, and the ``call`` that
            the code is part of.
        committing: called right before the commit: from then on nobody can say
            that nothing was kept.

    Returns:
        ``value`` (JSON where it can be, else its ``repr``; with ``cut``, its length,
        if that is only its beginning) or ``error``, and ``committed``: true, false,
        or None where nobody can say.
    """
    process = os.getpid()
    with (
        log_lines.limited(),
        current_call.resumed(order["call"]),
        registry.cursor() as cr,
    ):
        _end_queries_of_the_dead(cr)
        result = _result(cr, order, process)
        if "error" in result or not order["commit"]:
            cr.rollback()
            return {**result, "committed": False}
        committing()
        failure = _commit(cr)
        if failure is not None:
            return {"error": failure, "committed": None}
    return {**result, "committed": True, **_signalled(registry)}


def _result(cr: Any, order: dict[str, Any], process: int) -> dict[str, Any]:
    """The ``value`` of the code, or the ``error`` that it raised; not committed."""
    env = api.Environment(cr, order["uid"], order["context"])
    try:
        with _commits_refused(cr, on_every_cursor=not order["commit"]):
            told = _told(_value(order["code"], _names(env)))
            cr.flush()
    except BaseException as error:
        _leave_unless(process)
        cr.rollback()
        return {"error": tracebacks.short(error)}
    _leave_unless(process)
    return told


def _commit(cr: Any) -> str | None:
    """Commit, as the caller asked for, in this process of its own.

    Returns:
        What was raised, be it by what runs after the commit: then nobody can say
        whether anything was kept.
    """
    try:
        cr.commit()  # pylint: disable=invalid-commit
    except Exception as error:
        return tracebacks.short(error)
    return None


def _leave_unless(process: int) -> None:
    """End this process if the code has forked it: the connection is its parent's."""
    if os.getpid() != process:
        os._exit(0)


def _signalled(registry: Any) -> dict[str, str]:
    """Tell other workers which caches and registries are out of date."""
    try:
        registry.signal_changes()
    except Exception as error:
        return {"error": f"Committed, but other workers were not told: {error}"}
    return {}


def _end_queries_of_the_dead(cr: Any) -> None:
    """Let PostgreSQL end our query soon if this process is killed (from 14 on)."""
    cr.execute(
        "SELECT set_config(name, '1000', false) FROM pg_settings "
        "WHERE name = 'client_connection_check_interval'"
    )


@contextmanager
def _commits_refused(cr: Any, *, on_every_cursor: bool) -> Iterator[None]:
    """Keep ``commit()`` from the code: on ``cr``, or on whatever cursor it opens."""
    kept = Cursor.commit

    def commit(cursor: Any) -> None:
        if on_every_cursor:
            raise RuntimeError(
                "commit() is refused: nothing is kept without commit=true"
            )
        if cursor is cr:
            raise RuntimeError("cr.commit() is refused: commit=true commits at the end")
        kept(cursor)

    Cursor.commit = commit
    try:
        yield
    finally:
        Cursor.commit = kept


def _names(env: api.Environment) -> dict[str, Any]:
    return {
        "__name__": "__mcp__",
        "env": env,
        "self": env.user,
        "cr": env.cr,
        "uid": env.uid,
        "context": env.context,
    }


def _value(code: str, names: dict[str, Any]) -> Any:
    tracebacks.register(code)
    tree = ast.parse(code, tracebacks.NAME)
    last = (
        tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    )
    exec(compile(tree, tracebacks.NAME, "exec"), names)
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), tracebacks.NAME, "eval"), names)


def _told(value: Any) -> dict[str, Any]:
    """``value`` as JSON, or its beginning as text and how long it is (``cut``)."""
    try:
        text, value = _as_json(value)
    except (TypeError, ValueError, RecursionError):
        text = value = repr(value)
    # without the quotes, which are not in it
    text = value if isinstance(value, str) else text
    if len(text) <= MOST_VALUE:
        return {"value": value}
    return {"value": f"{text[:MOST_VALUE]}… (cut)", "cut": len(text)}


def _as_json(value: Any) -> tuple[str, Any]:
    """The JSON of ``value``, and what it says.

    Raises:
        TypeError, ValueError: JSON cannot say it, or would lose a part of it.
    """
    text = json.dumps(value, allow_nan=False, ensure_ascii=False, default=_plain)
    # neither NaN nor half a surrogate pair may reach a client
    text.encode()
    return text, json.loads(text, object_pairs_hook=_distinct)


def _plain(value: Any) -> Any:
    """What stands in JSON for a value that it has no word for."""
    if isinstance(value, date):
        return str(value)
    # no recordset: Odoo calls it a Set, whose members are recordsets again
    is_set = isinstance(value, set | frozenset | KeysView)
    return list(value) if is_set else repr(value)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; ValueError where two keys, as 1 and "1", became one."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("two keys are one in JSON")
    return found
