"""Where people type the fields of a model: in its forms and lists, or in those of others.

mcp.places._of(model)
  ├─ _own             the model's own form, and its list where people type in it
  └─ _of_owners       a line: the lists in the form of what it belongs to
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from odoo import api, models, tools

from ..describing import views


class Condition(NamedTuple):
    """``expression`` of a view; ``of_owner``: it is asked of the owner's record."""

    expression: str
    of_owner: bool


class Place(NamedTuple):
    """Where a form, or a list in one, shows a field.

    Attributes:
        owner: the many2one to the record in whose form it is; "" where it is its own.
        readonly, hidden: any of them is enough.
    """

    owner: str
    readonly: tuple[Condition, ...]
    hidden: tuple[Condition, ...]


class McpPlaces(models.AbstractModel):
    _name = "mcp.places"
    _description = "MCP places where people type"

    @api.model
    @tools.ormcache(
        "model", "frozenset(self.env.user._get_group_ids())", cache="templates"
    )
    def _of(self, model: str) -> dict[str, tuple[Place, ...]]:
        """The places of each field of ``model`` that has some.

        A place that is read-only for every record says nothing of one.
        """
        records = self.env[model]
        found: dict[str, list[Place]] = {}
        for name, place in (*_own(records), *_of_owners(records)):
            if not any(c.expression in views.ALWAYS for c in place.readonly):
                found.setdefault(name, []).append(place)
        return {name: tuple(places) for name, places in found.items()}


def _own(records: models.BaseModel) -> Iterator[tuple[str, Place]]:
    for kind in ("form", "list"):
        root = views.arch(records, kind)
        if root is None or not (kind == "form" or root.get("editable")):
            continue
        for node in views.nodes_of(root):
            yield node.get("name"), _place(node)


def _of_owners(records: models.BaseModel) -> Iterator[tuple[str, Place]]:
    for name, field in records._fields.items():
        if field.type != "many2one" or not field.store:
            continue
        for lines in records.pool.field_inverses[field]:
            if lines.type == "one2many" and lines.model_name == field.comodel_name:
                yield from _in_lines(records, name, lines)


def _in_lines(
    records: models.BaseModel, owner: str, lines: Any
) -> Iterator[tuple[str, Place]]:
    for outer in views.nodes(records.env[lines.model_name], "form"):
        if outer.get("name") == lines.name:
            around = _place(outer, of_owner=True)
            for node in _inner(outer):
                own = _place(node)
                both = around.readonly + own.readonly, around.hidden + own.hidden
                yield node.get("name"), Place(owner, *both)


def _inner(outer: Any) -> Iterator[Any]:
    """The nodes of the views of a list inside a form."""
    for root in outer:
        if root.tag == "form" or (root.tag == "list" and root.get("editable")):
            for node in root.iter("field"):
                if next(node.iterancestors("field")) is outer:
                    yield node


def _place(node: Any, *, of_owner: bool = False) -> Place:
    hidden = [n.get("invisible") for n in (node, *_around(node))]
    hidden.append(node.get("column_invisible"))
    return Place(
        "", _conditions([node.get("readonly")], of_owner), _conditions(hidden, of_owner)
    )


def _around(node: Any) -> Iterator[Any]:
    """What is around the node within its view."""
    for parent in node.iterancestors():
        if parent.tag == "field":
            return
        yield parent


def _conditions(said: list[str | None], of_owner: bool) -> tuple[Condition, ...]:
    texts = [" ".join(text.split()) for text in said if text]
    return tuple(Condition(t, of_owner) for t in texts if t not in views.NEVER)
