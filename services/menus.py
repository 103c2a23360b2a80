"""The apps that a user sees in his menu, and the models behind them."""

from __future__ import annotations

from typing import Any

from odoo import api

WINDOW = "ir.actions.act_window"


def apps(env: api.Environment) -> list[tuple[str, list[str]]]:
    """Names of the visible apps in menu order, each with the models to be read there.

    Models come in menu order too, so the app's main ones are first.
    """
    visible = env["ir.ui.menu"]._visible_menu_ids()
    # sudo: these menus were found visible for the user; actions are read for models
    menus = (
        env["ir.ui.menu"]
        .sudo()
        .search_fetch([("id", "in", list(visible))], ["name", "parent_path", "action"])
    )
    model_of = _models(menus)
    found: dict[int, list[str]] = {m.id: [] for m in menus if not m.parent_id}
    for menu in menus:
        root = int(menu.parent_path.split("/", 1)[0])
        model = model_of.get(menu.id)
        if model and root in found and model not in found[root]:
            found[root].append(model)
    names = {menu.id: menu.name for menu in menus}
    return [(names[root], _readable(env, models)) for root, models in found.items()]


def _models(menus: Any) -> dict[int, str]:
    """The model behind each menu that opens one."""
    action_of = {}
    for row in menus.read(["action"], load=""):
        kind, _comma, action_id = (row["action"] or "").partition(",")
        if kind == WINDOW:
            action_of[row["id"]] = int(action_id)
    actions = menus.env[WINDOW].browse(action_of.values()).exists()
    model_of = {action.id: action.res_model for action in actions}
    return {menu: model_of[a] for menu, a in action_of.items() if a in model_of}


def _readable(env: api.Environment, models: list[str]) -> list[str]:
    readable = env["ir.model.access"]._get_allowed_models("read")
    return [model for model in models if model in readable and model in env]
