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

        Args:
            parent: the record in whose form the list of ``record`` stands.
        """
        try:
            own, of_parent = _names(condition)
            values = _fields(record, own)
            if parent is not None:
                values[PARENT] = SimpleNamespace(**_fields(parent, of_parent))
            key = (condition, repr(values))
            if key not in self._known:
                around = {"context": dict(record.env.context), "uid": record.env.uid}
                self._known[key] = bool(safe_eval(condition, {**around, **values}))
            return self._known[key]
        except (*REFUSALS, *WRONG):
            return None


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


def _fields(record: models.BaseModel, names: frozenset[str]) -> dict[str, Any]:
    return {
        name: _plain(record, name) for name in sorted(names) if name in record._fields
    }


def _plain(record: models.BaseModel, name: str) -> Any:
    if name == "id":
        return record.id
    field = resolve(record, name).last
    value = record[name]
    if field.type == "many2one":
        return value.id
    return value.ids if field.type in ("one2many", "many2many") else value
