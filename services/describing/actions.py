"""The buttons of a form, and which of them a record shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from odoo import api, models

from ..orm.closed import is_closed_method
from ..orm.doors import right_tool
from ..orm.writes.typed_in import every_view
from . import views
from .conditions import Conditions


@dataclass(frozen=True)
class Button:
    """A button of the form.

    Attributes:
        name: the method, or the id of the action.
        kind: ``object`` or ``action``.
        label: what people read on it.
        confirm: what Odoo asks before, or an empty text.
        conditions: the expressions that hide it, its own and those around it.
    """

    name: str
    kind: str
    label: str
    confirm: str
    conditions: tuple[str, ...]


def actions(record: models.BaseModel) -> str:
    """The buttons that ``record`` shows; without a record all, with conditions."""
    lines = [_line(button, record) for button in buttons(record)]
    kept = list(dict.fromkeys(line for line in lines if line))
    about = f"{record._name} {record.id}" if record else record._name
    head = f"{about}: {len(kept)} actions; run methods with execute_method"
    return "\n".join([head, *kept])


def buttons(records: models.BaseModel) -> Iterator[Button]:
    """The buttons of the caller's form, or list, that do something on the server.

    Besides those of each row of the lists in which people type: what is typed there is
    often done by one.
    """
    found = list(_buttons_in(views.arch(records, "form")))
    yield from found or _buttons_in(views.arch(records, "list"))
    for root in _typed_lists(records):
        yield from (button for button in _buttons_in(root) if button.kind == "object")


def _typed_lists(records: models.BaseModel) -> Iterator[Any]:
    if records._transient:
        return
    for kind, view in every_view(records.env, records._name):
        root = views.arch(records, "list", view) if kind == "list" else None
        if root is not None and root.get("editable"):
            # the buttons above a list work on what is selected there
            for header in root.findall("header"):
                root.remove(header)
            yield root


def _buttons_in(root: Any | None) -> Iterator[Button]:
    for node in root.iter("button") if root is not None else ():
        if node.get("type") not in ("object", "action") or views.is_inner(node):
            continue
        if views.is_hidden(node) or _is_counter(node):
            continue
        yield _button(node)


def _is_counter(node: Any) -> bool:
    """Whether it is a smart button, which only opens what belongs to the record."""
    return any(parent.get("name") == "button_box" for parent in node.iterancestors())


def _button(node: Any) -> Button:
    around = (node, *node.iterancestors())
    said = [" ".join(n.get("invisible", "").split()) for n in around]
    conditions = [condition for condition in said if condition]
    label = node.get("string") or node.get("title") or _text(node)
    return Button(
        node.get("name", ""),
        node.get("type"),
        label.strip() or node.get("name", ""),
        node.get("confirm", ""),
        tuple(c for c in conditions if c not in ("0", "False", "false")),
    )


def _text(node: Any) -> str:
    """The words inside a button that has no label of its own."""
    fields = [f.get("string") or f.get("name", "") for f in node.iter("field")]
    return " ".join(" ".join(node.itertext()).split()) or " ".join(fields)


def _line(button: Button, record: models.BaseModel) -> str:
    """What is said of a button; nothing if it cannot be pressed or is hidden."""
    hidden = is_hidden(button, record) if record else None
    if hidden or not is_open(button, record):
        return ""
    said = [f'{what(record, button)} "{button.label}"']
    if button.confirm:
        said.append(f"asks: {button.confirm}")
    if button.conditions and hidden is None:
        said.append(f"hidden if {' or '.join(button.conditions)}")
    if button.kind == "action":
        said += _steps(record, _window(record.env, button))
    return ", ".join(said)


def is_open(button: Button, record: models.BaseModel) -> bool:
    """Whether a button opens a window, or calls a method that tools may run."""
    if button.kind != "object":
        return True
    name = button.name
    return hasattr(record, name) and not is_closed_method(
        record.env, record._name, name
    )


def what(record: models.BaseModel, button: Button) -> str:
    """What the button does: a method, the tool for it, or the model that it opens."""
    if button.kind == "object":
        tool = right_tool(record._name, button.name)
        return f"tool {tool}" if tool else f"method {button.name}"
    return f"window {_window(record.env, button)}".strip()


def _window(env: api.Environment, button: Button) -> str:
    # sudo: a button of the caller's own form; only the name of its model
    action = env["ir.actions.act_window"].sudo()
    found = action.browse(int(button.name) if button.name.isdigit() else 0).exists()
    return found.res_model or ""


def _steps(record: models.BaseModel, wizard: str) -> Iterator[str]:
    """How tools do the same, where the window would take the record from a field."""
    records = record.env.get(wizard)
    if records is None or not records._transient:
        return
    names = [n for n, f in records._fields.items() if _points_at(f, record)]
    found = dict.fromkeys(b.name for b in buttons(records) if b.kind == "object")
    if names and found:
        yield (
            f"create it with {names[0]} alone, correct what it proposes, then run "
            f"{' or '.join(found)}"
        )


def _points_at(field: Any, record: models.BaseModel) -> bool:
    own = field.comodel_name == record._name and not field.related
    return own and field.type == "many2one" and not field.readonly


def is_hidden(button: Button, record: models.BaseModel) -> bool | None:
    """Whether ``record`` hides the button; None where that cannot be told."""
    asked = Conditions()
    found = [asked.holds(condition, record) for condition in button.conditions]
    return True if True in found else None if None in found else False
