"""Code against ``env``: the value of the last expression, kept or rolled back."""

from __future__ import annotations

import ast
import json
import traceback
from typing import Any

from odoo import api

MOST_VALUE = 10_000


def evaluate(registry: Any, order: dict[str, Any]) -> dict[str, Any]:
    """Run one order in a transaction of its own.

    Args:
        order: ``code``, ``uid``, ``context``, ``timeout`` (s), ``commit``.

    Returns:
        ``value`` (JSON where it can be, else its ``repr``) or ``error``.
    """
    with registry.cursor() as cr:
        cr.execute("SET statement_timeout = %s", [int(order["timeout"] * 1000)])
        env = api.Environment(cr, order["uid"], order["context"])
        commit = cr.commit
        cr.commit = _refuse_commit
        try:
            value = _value(order["code"], _names(env))
            env.flush_all()
        except BaseException:
            cr.rollback()
            return {"error": _error()}
        finally:
            cr.commit = commit
        if order["commit"]:
            # asked for by the caller, in a process of its own
            cr.commit()  # pylint: disable=invalid-commit
            registry.signal_changes()
        else:
            cr.rollback()
    return {"value": value, "committed": bool(order["commit"])}


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
    tree = ast.parse(code, "<odoo_shell>")
    last = (
        tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    )
    exec(compile(tree, "<odoo_shell>", "exec"), names)
    if last is None:
        return None
    result = eval(compile(ast.Expression(last.value), "<odoo_shell>", "eval"), names)
    return _json(result)


def _json(value: Any) -> Any:
    try:
        text = json.dumps(value)
    except (TypeError, ValueError, RecursionError):
        text = repr(value)
        return text if len(text) <= MOST_VALUE else f"{text[:MOST_VALUE]}… (cut)"
    return value if len(text) <= MOST_VALUE else f"{text[:MOST_VALUE]}… (cut)"


def _error() -> str:
    """The traceback, from the caller's own code on."""
    lines = traceback.format_exc().splitlines()
    start = next((n for n, text in enumerate(lines) if "<odoo_shell>" in text), 1)
    return "\n".join(lines[start:][-40:])


def _refuse_commit() -> None:
    raise RuntimeError("cr.commit() is kept for the end: call with commit=true")
