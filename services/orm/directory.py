"""The models that the caller may read, and what he may do with each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from odoo import api, models, tools

from ..current_call import may_open_closed
from .closed import is_closed
from .hidden import is_named, reaches
from .views import holds_records

RIGHTS = {"create": "create", "update": "write", "delete": "unlink"}


@dataclass(frozen=True)
class Entry:
    """A model: its technical name, and the name that people know."""

    model: str
    name: str


class McpDirectory(models.AbstractModel):
    _name = "mcp.directory"
    _description = "MCP directory of models"

    @api.model
    @tools.ormcache("self.env.lang", "frozenset(self.env.user._get_group_ids())")
    def _entries(self) -> tuple[Entry, ...]:
        """The models that hold records the caller may read, by name."""
        allowed = self.env["ir.model.access"]._get_allowed_models("read")
        env = self.env
        names = [
            name
            for name in sorted(allowed)
            if name in env and holds_records(env[name]) and not env[name]._transient
            if not is_named(env, name)
        ]
        # sudo: names only, of models that the caller may read
        known = env["ir.model"].sudo()
        found = known.search_fetch([("model", "in", names)], ["model", "name"])
        titles = {row.model: row.name for row in found}
        return tuple(Entry(name, titles[name]) for name in names if name in titles)


def search(env: api.Environment, text: str | None) -> list[Entry]:
    """The readable models whose names, or menus, contain all words of ``text``.

    Those behind the caller's menus come first, in the order of the menus.
    """
    menus = _menus(env)
    entries = env["mcp.directory"]._entries()
    words = (text or "").lower().split()
    fitting = [e for e in entries if _fits(e, words, menus.get(e.model, ""))]
    rank = {model: n for n, model in enumerate(menus)}
    exact = " ".join(words)
    return sorted(
        fitting,
        key=lambda e: (exact not in (e.model, e.name.lower()), rank.get(e.model, 9999)),
    )


def operations(
    env: api.Environment, model: str, open_to: Iterable[str] = RIGHTS
) -> list[str]:
    """What the caller may do with records of ``model``, by Odoo's access rights.

    Args:
        open_to: of create, update and delete those that his tools can do.
    """
    closed = is_closed(env, model) and not may_open_closed(env)
    allowed = [
        operation
        for operation in open_to
        if not closed and reaches(env, model, RIGHTS[operation])
    ]
    return ["read", *allowed]


def _menus(env: api.Environment) -> dict[str, str]:
    """The words of the menus that open a model, by model, in menu order."""
    words: dict[str, str] = {}
    for entry in env["mcp.menus"]._entries():
        words[entry.model] = f"{words.get(entry.model, '')} {entry.name}"
    return words


def _fits(entry: Entry, words: list[str], menus: str) -> bool:
    text = f"{entry.model} {entry.name} {menus}".lower()
    return all(word in text for word in words)
