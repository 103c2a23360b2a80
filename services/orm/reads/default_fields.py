"""The fields that stand for a record when a client names none.

    env["mcp.default.fields"]._paths(records, "list")
      └─ _names(model, kind)      cached per groups of the user, until views change
           └─ get_view            what the user's own view shows, in its order

Compact on purpose: never files, never all. For pages of records what the list view
shows, for single ones what list and form show.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from odoo import api, models, tools

from ...refusals import REFUSALS
from ..paths import Path, resolve

MOST = {"list": 7, "form": 40}
# a record without one of these has no name for the client
NAMES = ("display_name", "complete_name", "name")
HIDDEN = ("1", "True", "true")
# what clutters most documents and tells little of any
CLUTTER = ("activity_", "message_", "my_activity_", "website_message_", "rating_")
ORNAMENTS = ("boolean_favorite", "handle", "priority")
# what a list shows to some only, or under another name, and nobody can do without
MAIN = {
    "stock.quant": ("quantity",),
    # of what lasts all day its start and stop are times in no zone of anybody
    "calendar.event": ("allday", "start_date", "stop_date"),
}
UNFIT = {
    "list": ("binary", "html", "json", "one2many", "many2many", "properties", "text"),
    "form": ("binary", "json", "properties_definition"),
}


class McpDefaultFields(models.AbstractModel):
    _name = "mcp.default.fields"
    _description = "MCP default fields"

    @api.model
    def _paths(self, records: models.BaseModel, kind: str) -> list[Path]:
        """The default fields of ``records`` for the caller.

        Args:
            kind: ``list`` or ``form``.
        """
        found = []
        for name in self._names(records._name, kind):
            try:
                found.append(resolve(records, name))
            except ValueError:
                # not this user's, by more than the groups
                continue
        return found

    @api.model
    @tools.ormcache(
        "model", "kind", "frozenset(self.env.user._get_group_ids())", cache="templates"
    )
    def _names(self, model: str, kind: str) -> tuple[str, ...]:
        records = self.env[model]
        # totals of a form often stand in widgets, but in a column of the list
        views = ("list", "form") if kind == "form" else ("list",)
        shown = [
            name
            for view in views
            for name in _shown(records, view)
            if _fits(records, name, kind)
            and not (view == "form" and _decorates(records, name))
        ]
        if not {records._rec_name, *NAMES} & set(shown):
            shown.insert(0, "display_name")
        main = [name for name in MAIN.get(model, ()) if name in records._fields]
        others = [name for name in dict.fromkeys(shown) if name not in main]
        return tuple([*others[: MOST[kind] - len(main)], *main])


def _shown(records: models.BaseModel, kind: str) -> Iterator[str]:
    """Names of the fields that the user's view shows, in its order."""
    try:
        arch = records.get_view(view_type=kind)["arch"]
    except (*REFUSALS, ValueError, etree.LxmlError):
        # a model without a view that fits: its name has to do
        return
    for node in etree.fromstring(arch).iter("field"):
        if not (_is_hidden(node) or _is_inside_another(node)):
            yield node.get("name")


def _is_hidden(node: Any) -> bool:
    return (
        node.get("column_invisible") in HIDDEN
        or node.get("optional") == "hide"
        or any(n.get("invisible") in HIDDEN for n in (node, *node.iterancestors()))
        or node.get("widget") in ORNAMENTS
    )


def _is_inside_another(node: Any) -> bool:
    """In the view of an x2many, or among the counters of a form."""
    return any(
        parent.tag == "field" or parent.get("name") == "button_box"
        for parent in node.iterancestors()
    )


def _fits(records: models.BaseModel, name: str, kind: str) -> bool:
    field = records._fields.get(name)
    return (
        field is not None
        and name != "id"
        and field.type not in UNFIT[kind]
        and not name.startswith(CLUTTER)
    )


def _decorates(records: models.BaseModel, name: str) -> bool:
    """A label, warning or flag that a form computes for itself."""
    field = records._fields[name]
    own = field.store or field.related or field.inverse
    return not own and field.type in ("boolean", "char", "html", "text")
