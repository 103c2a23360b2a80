"""What the form of a new wizard would be saved with.

Not every value that a form shows is a default: some are computed, or come from an
onchange, and Odoo does without them where ``create`` gets none.
"""

from __future__ import annotations

from typing import Any

from odoo import models

from ...refusals import REFUSALS
from ..writes.writable import refusal
from . import wizard_form

LISTS = ("one2many", "many2many")


def filled(
    wizard: models.BaseModel, root: Any, given: dict[str, Any]
) -> dict[str, Any]:
    """``given``, and what the form shows besides once they are typed into it.

    Args:
        root: of the form.
        given: what the client says, as Odoo takes it.
    """
    nodes = wizard_form.fields_of(root)
    spec = wizard_form.specs(wizard, nodes)
    try:
        shown = _told(wizard, {}, [], spec)
        typed = [name for name in given if name in spec]
        followed = _told(wizard, {**shown, **given}, typed, spec) if typed else {}
    except REFUSALS:
        return given
    changed = {**shown, **followed}
    kept = {n: v for n, v in changed.items() if _is_saved(wizard, n, nodes[n])}
    # what follows in a list speaks of lines that are not stored yet
    lists = {name for name in followed if wizard._fields[name].type in LISTS}
    return {**{n: v for n, v in kept.items() if n not in lists}, **given}


def _told(
    wizard: models.BaseModel,
    values: dict[str, Any],
    changed: list[str],
    spec: dict[str, Any],
) -> dict[str, Any]:
    """What Odoo makes of ``changed`` in a form with ``values``, as ``create`` takes it."""
    told = wizard.onchange(dict(values), changed, spec).get("value", {})
    return {name: _written(wizard, name, told[name]) for name in told if name in spec}


def _is_saved(wizard: models.BaseModel, name: str, node: Any) -> bool:
    """Whether the form saves the field; lists that are computed Odoo makes itself."""
    field = wizard._fields[name]
    if wizard_form.is_readonly(node) or field.type in ("properties", "reference"):
        return False
    if field.type in LISTS and field.compute:
        return False
    return not refusal(wizard, field)


def _written(records: models.BaseModel, name: str, value: Any) -> Any:
    field = records._fields[name]
    if field.type == "many2one":
        return value.get("id") if isinstance(value, dict) else value
    if field.type in LISTS and isinstance(value, list):
        lines = records.env[field.comodel_name]
        return [_command(lines, command) for command in value]
    return value


def _command(lines: models.BaseModel, command: Any) -> Any:
    """A command of ``onchange`` with what a line is written with."""
    if isinstance(command, int):
        return (4, command, 0)
    if command[0] not in (0, 1) or not isinstance(command[2], dict):
        return (*command[:2], 0) if command[0] == 4 else tuple(command)
    row = {
        name: _written(lines, name, value)
        for name, value in command[2].items()
        if name in lines._fields and not refusal(lines, lines._fields[name])
    }
    return (*command[:2], row)
