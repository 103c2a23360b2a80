"""Conditions of a view, such as ``readonly="state != 'draft'"``, asked of records."""

from __future__ import annotations

import ast
import functools
from types import SimpleNamespace
from typing import Any

from odoo import models
from odoo.tools.safe_eval import safe_eval

from ..orm.paths import resolve
from ..refusals import REFUSALS

# what an expression that somebody wrote may raise
WRONG = (
    ArithmeticError,
    AttributeError,
    LookupError,
    NameError,
    SyntaxError,
    TypeError,
    ValueError,
)
# how a list inside a form names the record of the form
PARENT = "parent"


class Conditions:
    """Asks conditions, each once for records that differ in nothing that it names."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], bool] = {}

    def holds(
        self,
        condition: str,
        record: models.BaseModel,
        parent: models.BaseModel | None = None,
    ) -> bool | None:
        """Whether ``condition`` holds for ``record``; None where that cannot be told.

        It cannot where that depends on what a form alone knows, while one types.

        Args:
            parent: the record in whose form the list of ``record`` stands.
        """
        try:
            found = {
                self._holds(condition, record, parent, unkept)
                for unkept in (False, True)
            }
        except (*REFUSALS, *WRONG):
            return None
        return found.pop() if len(found) == 1 else None

    def _holds(
        self,
        condition: str,
        record: models.BaseModel,
        parent: models.BaseModel | None,
        unkept: bool,
    ) -> bool:
        """Whether it does, were ``unkept`` what is neither stored nor computed."""
        own, of_parent = _names(condition)
        values = _fields(record, own, unkept)
        if parent is not None:
            values[PARENT] = SimpleNamespace(**_fields(parent, of_parent, unkept))
        key = (condition, repr(values))
        if key not in self._known:
            around = {"context": dict(record.env.context), "uid": record.env.uid}
            self._known[key] = bool(safe_eval(condition, {**around, **values}))
        return self._known[key]


@functools.lru_cache(maxsize=4096)
def _names(condition: str) -> tuple[frozenset[str], frozenset[str]]:
    """What it names: fields of the record, and of the record around it."""
    nodes = list(ast.walk(ast.parse(condition, mode="eval")))
    own = {node.id for node in nodes if isinstance(node, ast.Name)}
    of_parent = {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == PARENT
    }
    return frozenset(own), frozenset(of_parent)


def _fields(
    record: models.BaseModel, names: frozenset[str], unkept: bool
) -> dict[str, Any]:
    known = sorted(name for name in names if name in record._fields)
    return {name: _plain(record, name, unkept) for name in known}


def _plain(record: models.BaseModel, name: str, unkept: bool) -> Any:
    if name == "id":
        return record.id
    field = resolve(record, name).last
    if not (field.store or field.compute):
        return unkept
    value = record[name]
    if field.type == "many2one":
        return value.id
    return value.ids if field.type in ("one2many", "many2many") else value
