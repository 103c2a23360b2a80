"""What is probably meant by a name that does not exist: people use Odoo's labels."""

from __future__ import annotations

from collections.abc import Iterable

from odoo import api, models

from . import directory
from .nearest import closest, nearest
from .views import holds_records

MOST = 3


def field(records: models.BaseModel, name: str, known: Iterable[str]) -> str:
    """The fields of ``known`` that a form calls ``name``, or that are spelt like it."""
    known = list(known)
    labels = records.fields_get(known, ["string"])
    said = name.replace("_", " ").lower()
    called = [n for n in known if labels.get(n, {}).get("string", "").lower() == said]
    return ", ".join(called[:MOST]) or nearest(name, known)


def model(env: api.Environment, name: str) -> str:
    """The models that people or menus call ``name``, or that are spelt like it."""
    known = [name for name in env.registry.models if holds_records(env[name])]
    ways = [_spelt, _called] if "." in name else [_called, _spelt]
    hints = (way(env, name, known) for way in ways)
    return next(filter(None, hints), "") or nearest(name, known)


def _called(env: api.Environment, name: str, known: list[str]) -> str:
    """An invoice is an account.move; several opportunities are crm.lead, too."""
    for words in (name, _singular(name)):
        if found := directory.search(env, words):
            return ", ".join(entry.model for entry in found[:MOST])
    return ""


def _spelt(env: api.Environment, name: str, known: list[str]) -> str:
    return closest(name, known)


def _singular(name: str) -> str:
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name.removesuffix("s")
