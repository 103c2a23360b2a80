"""The menus that a user sees, and the models behind them.

env["mcp.menus"]._entries()      cached per language and groups
  ├─ ir.ui.menu._visible_menu_ids
  └─ _opened                     the models of the windows that menus open, and forms
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from odoo import api, models, tools

from .orm.hidden import reaches
from .orm.views import holds_records

WINDOW = "ir.actions.act_window"


@dataclass(frozen=True)
class Entry:
    """A menu that opens records.

    Attributes:
        app: the name of the menu at the top.
        name: the menu's own name.
        model: whose records it opens.
        form: the view in which it opens one; 0: none, or the model's own.
    """

    app: str
    name: str
    model: str
    form: int = 0


class McpMenus(models.AbstractModel):
    _name = "mcp.menus"
    _description = "MCP menus"

    @api.model
    @tools.ormcache("self.env.lang", "frozenset(self.env.user._get_group_ids())")
    def _entries(self) -> tuple[Entry, ...]:
        """The caller's menus that open records he may read, from top to bottom."""
        if not self.env["ir.ui.menu"].has_access("read"):
            # customers in the portal see none
            return ()
        visible = self.env["ir.ui.menu"]._visible_menu_ids()
        # sudo: these menus were found visible for the user; only names are taken
        menus = self.env["ir.ui.menu"].sudo().browse(visible)
        opened = _opened(menus)
        return tuple(
            Entry(app.name, menu.name, *opened[menu.id])
            for app, menu in _in_order(menus)
            if menu.id in opened
            and reaches(self.env, opened[menu.id][0], "read")
            and _is_stored(self.env, opened[menu.id][0])
        )

    @api.model
    def _apps(self) -> dict[str, list[str]]:
        """The models behind each app, in the order of its menus."""
        apps: dict[str, list[str]] = {}
        for entry in self._entries():
            models_of = apps.setdefault(entry.app, [])
            if entry.model not in models_of:
                models_of.append(entry.model)
        return apps

    @api.model
    def _forms(self, model: str) -> list[int]:
        """The forms in which the menus open records of ``model``, each once."""
        # sudo: whoever may see a view reads none itself
        own = self.env["ir.ui.view"].sudo().default_view(model, "form")
        forms = [e.form or own for e in self._entries() if e.model == model]
        return list(dict.fromkeys(filter(None, forms)))


def _opened(menus: models.BaseModel) -> dict[int, tuple[str, int]]:
    """The model behind each menu that opens one, and the form of its records."""
    action_of = {}
    for row in menus.read(["action"], load=""):
        kind, _comma, action_id = (row["action"] or "").partition(",")
        if kind == WINDOW:
            action_of[row["id"]] = int(action_id)
    actions = menus.env[WINDOW].browse(action_of.values()).exists()
    opened = {action.id: (action.res_model, _form(action)) for action in actions}
    return {menu: opened[a] for menu, a in action_of.items() if a in opened}


def _form(action: models.BaseModel) -> int:
    return next((view for view, kind in action.views if kind == "form" and view), 0)


def _is_stored(env: api.Environment, model: str) -> bool:
    return model in env and holds_records(env[model]) and not env[model]._transient


def _in_order(menus: models.BaseModel) -> list[tuple[Any, Any]]:
    """Each menu with its app, as the tree is read from top to bottom."""
    known = {menu.id: menu for menu in menus}
    paths = []
    for menu in menus:
        ids = [int(part) for part in menu.parent_path.split("/") if part]
        if ids[0] in known:
            place = [(known[i].sequence, i) for i in ids if i in known]
            paths.append((place, known[ids[0]], menu))
    return [(app, menu) for _place, app, menu in sorted(paths, key=lambda p: p[0])]
