"""The models that the caller may read, and what he may do with each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from odoo import api

from .. import menus
from ..inside import may_open_closed
from .closed import is_closed

RIGHTS = {"create": "create", "update": "write", "delete": "unlink"}


@dataclass(frozen=True)
class Entry:
    """A model: its technical name, and the name that people know."""

    model: str
    name: str


def readable_models(env: api.Environment) -> list[str]:
    """Names of the models that hold records the caller may read."""
    allowed = env["ir.model.access"]._get_allowed_models("read")
    return [
        name
        for name in sorted(allowed)
        if name in env and not (env[name]._abstract or env[name]._transient)
    ]


def search(env: api.Environment, text: str | None) -> list[Entry]:
    """The readable models whose names contain all words of ``text``.

    Those behind the caller's menus come first, in the order of the menus.
    """
    entries = _entries(env, readable_models(env))
    words = (text or "").lower().split()
    fitting = [entry for entry in entries if _fits(entry, words)]
    of_menus = [model for _app, found in menus.apps(env) for model in found]
    rank = {model: n for n, model in enumerate(dict.fromkeys(of_menus))}
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
    access = env["ir.model.access"]
    allowed = [
        operation
        for operation in open_to
        if not closed and model in access._get_allowed_models(RIGHTS[operation])
    ]
    return ["read", *allowed]


def _entries(env: api.Environment, names: list[str]) -> list[Entry]:
    # sudo: names only, of models that the caller may read
    found = (
        env["ir.model"].sudo().search_fetch([("model", "in", names)], ["model", "name"])
    )
    title = {row.model: row.name for row in found}
    return [Entry(name, title[name]) for name in names if name in title]


def _fits(entry: Entry, words: list[str]) -> bool:
    text = f"{entry.model} {entry.name}".lower()
    return all(word in text for word in words)
