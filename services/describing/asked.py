"""The fields that a new record is asked for, as a person's own screens ask for them.

Screens(records)
  ├─ _roots          the forms behind the caller's menus, the model's own first
  ├─ names           required fields, then what those forms show
  │    └─ _kept_in   where one only shows a field that it keeps hidden: that field
  └─ lines(name)     the columns of a list, and the form in which its rows open
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from odoo import models

from ..orm.buttons import versions
from ..orm.field_owner import owner_of
from ..orm.paths import resolve
from ..orm.writes.writable import is_offered
from . import views
from .importance import PLUMBING, is_asked

USUAL = 25
USUAL_IN_LINES = 8
# where a row opens in a form, its list shows little of what it takes
USUAL_IN_ROWS = 16
MOST_FORMS = 3
LISTS = ("one2many", "many2many")
# what nothing of the model calls required, and a record is of no use without
NEEDED = {versions.MODEL: (versions.OWNER, versions.DAY)}


class Screens:
    """The forms in which the caller creates records of a model."""

    def __init__(self, records: models.BaseModel):
        self.records = records
        self.roots = list(_roots(records))

    def names(self) -> list[str]:
        """What a new record takes; without a form, what is the model's own."""
        shown = [name for root in self.roots for name in _shown(self.records, root)]
        return _usual(self.records, shown or _own(self.records), USUAL)

    def lines(self, name: str) -> list[str]:
        """What a line of the list ``name`` takes, less the record that it is part of."""
        field = self.records._fields[name]
        lines = self.records.env[field.comodel_name]
        node = self._node(name)
        columns, row = _columns(node), list(_row(lines, node))
        usual = _usual(lines, columns + row, USUAL_IN_ROWS if row else USUAL_IN_LINES)
        return [each for each in usual if each != field.inverse_name]

    def _node(self, name: str) -> Any | None:
        every = (node for root in self.roots for node in root.iter("field"))
        return next((node for node in every if node.get("name") == name), None)


def _usual(records: models.BaseModel, shown: Iterable[str], most: int) -> list[str]:
    """Required fields first, then what is shown; those that can be given."""
    names = [n for n, f in records._fields.items() if _is_needed(records, f)]
    usual = [name for name in dict.fromkeys(shown) if _is_given(records, name)]
    required = [name for name in names if _is_given(records, name)]
    return list(dict.fromkeys([*required, *usual[:most]]))


def _is_needed(records: models.BaseModel, field: Any) -> bool:
    if field.name in NEEDED.get(records._name, ()):
        return True
    return (field.required and is_asked(field)) or _is_owner(records, field)


def _is_owner(records: models.BaseModel, field: Any) -> bool:
    """Whether records are lines of it: a default would put them into another's list."""
    if field.type != "many2one" or not field.default:
        return False
    if field.comodel_name == "res.company":
        return False
    return any(f.type == "one2many" for f in records.pool.field_inverses[field])


def _is_given(records: models.BaseModel, name: str) -> bool:
    try:
        field = resolve(records, name).last
    except ValueError:
        return False
    if field.type in ("binary", "properties", "json"):
        return False
    if field.type in LISTS and field.comodel_name == versions.MODEL:
        # no lines: what is in one is given to the employee himself
        return False
    return is_offered(records, field)


def _roots(records: models.BaseModel) -> Iterator[Any]:
    for view in _forms(records):
        if (root := views.arch(records, "form", view)) is not None:
            yield root


def _forms(records: models.BaseModel) -> list[int]:
    """None for a model without one: Odoo makes up a form of all its fields."""
    # sudo: whoever may see a view reads none itself
    own = records.env["ir.ui.view"].sudo().default_view(records._name, "form")
    found = records.env["mcp.menus"]._forms(records._name) or [own]
    ordered = sorted(found, key=lambda view: view != own)
    return [view for view in ordered if view][:MOST_FORMS]


def _shown(records: models.BaseModel, root: Any) -> Iterator[str]:
    hidden = {node.get("name") for node in root.iter("field") if views.is_hidden(node)}
    for node in views.nodes_of(root):
        # 18.0 shows boxes for groups that are no fields
        if (name := node.get("name")) in records._fields:
            yield _kept_in(records, name, hidden)


def _kept_in(records: models.BaseModel, name: str, hidden: set[str]) -> str:
    """The hidden field that keeps what is typed, where the shown one is made of it."""
    field = records._fields[name]
    if field.relational or field.inverse or not (field.compute and field.readonly):
        return name
    sources = records.pool.field_depends.get(field, ())
    return next((s for s in sources if _is_kept(records, s, field, hidden)), name)


def _is_kept(
    records: models.BaseModel, name: str, shown: Any, hidden: set[str]
) -> bool:
    field = records._fields.get(name)
    alike = field is not None and field.store and field.type == shown.type
    return name in hidden and alike and is_offered(records, field)


def _own(records: models.BaseModel) -> list[str]:
    """Fields of a model without a form: not what chatter or what it inherits brings."""
    return [
        name
        for name in records.env["mcp.importance"]._ranking(records._name)
        if not name.startswith(PLUMBING) and _is_own(records._fields[name])
    ]


def _is_own(field: Any) -> bool:
    if field.inherited:
        return field.required and not owner_of(field).default
    return field.type not in LISTS


def _columns(node: Any | None) -> list[str]:
    """What the lines of an x2many show inside the form."""
    if node is None:
        return []
    columns = node.xpath("./list//field[not(ancestor::field/ancestor::list)]")
    return [
        column.get("name")
        for column in columns
        if column.get("column_invisible") not in views.ALWAYS
        and column.get("widget") != "handle"
    ]


def _row(lines: models.BaseModel, node: Any | None) -> Iterator[str]:
    """What the form shows in which a row opens; nothing where it is typed in place."""
    if node is None or node.xpath("./list[@editable]"):
        return
    inner = [
        etree.fromstring(etree.tostring(form)) for form in node.iterchildren("form")
    ]
    root = inner[0] if inner else next(_roots(lines), None)
    if root is not None:
        yield from _shown(lines, root)
