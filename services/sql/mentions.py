"""The names that a text mentions, by PostgreSQL's own parser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..errors import ToolError


@dataclass
class Mentions:
    """Names in a text, wherever they stand.

    Attributes:
        relations: (schema or None, name) of tables and views.
        calls: functions called as ``f(x)``.
        attributes: names after a dot; ``x.f`` calls ``f(x)`` where x has no f.
    """

    relations: set[tuple[str | None, str]] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)


def parsed(text: str) -> Mentions:
    """What ``text`` mentions.

    Raises:
        ToolError: no parser, no SQL, or nested too deeply for the parser.
    """
    mentions = Mentions()
    for node in _nodes(_tree(text)):
        match type(node).__name__:
            case "RangeVar":
                mentions.relations.add((node.schemaname, node.relname))
            case "FuncCall":
                mentions.calls.add(node.funcname[-1].sval)
            case "ColumnRef":
                mentions.attributes.update(_strings(node.fields[1:]))
            case "A_Indirection":
                mentions.attributes.update(_strings(node.indirection))
    return mentions


def _tree(text: str) -> Any:
    try:
        from pglast import parse_sql
        from pglast.parser import ParseError
    except ImportError:
        raise ToolError(
            "query_database needs the Python package pglast, or a database role of "
            "its own named by mcp_ro_dsn in odoo.conf (see docs/mcp_ro.sql)."
        ) from None
    try:
        return parse_sql(text)
    except ParseError as error:
        raise ToolError(f"SQL: {error.args[0]}") from None
    except RecursionError:
        raise ToolError("The SQL text is nested too deeply.") from None


def _nodes(tree: Any) -> Iterator[Any]:
    from pglast import ast

    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple | list):
            stack.extend(node)
        elif isinstance(node, ast.Node):
            yield node
            stack.extend(getattr(node, slot) for slot in node.__slots__)


def _strings(fields: Any) -> Iterator[str]:
    return (f.sval for f in fields if type(f).__name__ == "String")
