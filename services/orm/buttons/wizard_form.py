"""What a wizard's form asks for: its fields with their values, its buttons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from odoo import fields, models

from ...describing.views import ALWAYS, NEVER, is_hidden, is_inner
from ...refusals import REFUSALS
from ..moments import show_datetime
from ..reads import values as typed
from ..reads.plain import plain
from ..writes.writable import refusal

LONGEST = 500
MOST_LINES = 40
# their texts are labels, or told as what they are
SILENT = ("button", "field", "label")


def arch(wizard: models.BaseModel, action: dict[str, Any]) -> Any:
    """The root node of the form that ``action`` opens."""
    view = action.get("view_id") or next(
        (v for v, kind in action.get("views") or () if kind == "form"), None
    )
    view_id = view[0] if isinstance(view, list | tuple) else view
    parser = etree.XMLParser(remove_comments=True)
    return etree.fromstring(wizard.get_view(view_id or None, "form")["arch"], parser)


def asked(wizard: models.BaseModel, root: Any) -> list[dict[str, Any]]:
    """The fields that a person could fill in, with what stands in them."""
    nodes = fields_of(root)
    names = [
        name
        for name, node in nodes.items()
        if not is_hidden(node) and not refusal(wizard, wizard._fields[name])
    ]
    # what is hidden decides on what is shown
    known = _values(wizard, names, nodes)
    return [_asked(wizard, name, known.get(name)) for name in names]


def fields_of(root: Any) -> dict[str, Any]:
    """The nodes of the wizard's own fields, by name."""
    return {n.get("name"): n for n in root.iter("field") if not is_inner(n)}


def is_readonly(node: Any) -> bool:
    """Whether nobody types into the field, so that the form does not save it."""
    return node.get("readonly") in ALWAYS and node.get("force_save") not in ALWAYS


def buttons(root: Any) -> list[dict[str, str]]:
    """Name and label of each button that does something."""
    found: dict[str, str] = {}
    for node in _buttons(root):
        if not is_hidden(node):
            said = node.get("string") or " ".join("".join(node.itertext()).split())
            found.setdefault(node.get("name"), said or node.get("name"))
    return [{"name": name, "label": label} for name, label in found.items()]


def context_of_button(root: Any, name: str) -> str:
    """What the web client adds to the context when the button is pressed."""
    found = (node.get("context") for node in _buttons(root) if node.get("name") == name)
    return next(filter(None, found), "{}")


def prose(root: Any) -> str:
    """What the form says besides its fields and buttons, in one line.

    What it says at times only is left out.
    """
    words = " ".join("".join([root.text or "", *_texts(root)]).split())
    return f"{words[:LONGEST]}…" if len(words) > LONGEST else words


def _texts(node: Any) -> Iterator[str]:
    for child in node:
        if child.tag not in SILENT and child.get("invisible") in (None, *NEVER):
            yield from (child.text or "", *_texts(child), " ")
        yield child.tail or ""


def _buttons(root: Any) -> list[Any]:
    return [
        node
        for node in root.iter("button")
        if node.get("type") == "object" and not is_inner(node)
    ]


def _asked(wizard: models.BaseModel, name: str, value: Any) -> dict[str, Any]:
    field = wizard._fields[name]
    facts = {
        "name": name,
        "label": field._description_string(wizard.env),
        "type": field.type,
        "value": value,
    }
    if field.required:
        facts["required"] = True
    if field.type == "selection":
        facts["options"] = dict(field._description_selection(wizard.env))
    if field.comodel_name:
        facts["model"] = field.comodel_name
    return facts


def _values(
    wizard: models.BaseModel, names: list[str], nodes: dict[str, Any]
) -> dict[str, Any]:
    """Of a wizard that is stored its values, else what a new one shows."""
    if wizard:
        return {n: typed.of(wizard, wizard._fields[n])[0] for n in names}
    try:
        known = wizard.onchange({}, [], specs(wizard, nodes))["value"]
    except REFUSALS:
        known = wizard.default_get(names)
    return {n: _shown(wizard, n, known[n]) for n in names if n in known}


def specs(wizard: models.BaseModel, nodes: dict[str, Any]) -> dict[str, Any]:
    """What ``onchange`` is to tell of the fields."""
    return {name: _spec(wizard, name, node) for name, node in nodes.items()}


def _spec(wizard: models.BaseModel, name: str, node: Any) -> dict[str, Any]:
    """What ``onchange`` is to tell of a field."""
    field = wizard._fields[name]
    if field.type == "many2one":
        return {"fields": {"display_name": {}}}
    if field.type not in ("one2many", "many2many") or is_hidden(node):
        # of a hidden list Odoo's own form asks nothing: its default may be mere ids
        return {}
    lines = wizard.env[field.comodel_name]
    names = [n.get("name") for n in node.xpath("./list/field | ./tree/field")]
    inner = {n: _spec(lines, n, node) for n in names if n in lines._fields}
    return {"fields": {**inner, "display_name": {}}}


def _shown(records: models.BaseModel, name: str, value: Any) -> Any:
    """A value of ``onchange`` as a client would write it."""
    field = records._fields.get(name)
    if field is None:
        return plain(records.env, value)
    if (value is None or value is False) and field.type != "boolean":
        return None
    if field.type == "many2one" and isinstance(value, dict):
        return {"id": value.get("id"), "name": value.get("display_name")}
    if field.type in ("one2many", "many2many"):
        return _lines(records.env[field.comodel_name], value)
    if field.type == "datetime":
        return show_datetime(records.env, fields.Datetime.to_datetime(value))
    if field.type == "binary":
        return None
    if isinstance(value, str) and len(value) > LONGEST:
        return f"{value[:LONGEST]}… ({len(value)} characters)"
    return plain(records.env, value)


def _lines(lines: models.BaseModel, commands: Any) -> list[Any]:
    """What the commands of ``onchange`` put into a list."""
    found: list[Any] = []
    for command in commands if isinstance(commands, list) else ():
        if isinstance(command, int):
            continue
        if command[0] in (0, 1, 4) and len(command) > 2:
            told = command[2] if isinstance(command[2], dict) else {}
            # a new line has neither an id nor a name yet
            unsaid = ("id",) if command[0] else ("id", "display_name")
            line = {k: _shown(lines, k, v) for k, v in told.items() if k not in unsaid}
            if "display_name" in line:
                line["name"] = line.pop("display_name")
            found.append({"id": command[1], **line} if command[0] else line)
    return found[:MOST_LINES]
