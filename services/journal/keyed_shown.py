"""Shows a change of a field that has a value for each language or company.

It is told by the languages and companies that it touched, whichever the reader's are.
"""

from __future__ import annotations

from typing import Any

from odoo import api

from . import keyed

Pairs = dict[str, list[Any]]


def pairs(
    env: api.Environment, field: Any, before: Any, after: Any, *, whole: bool = False
) -> Pairs:
    """Old and new value by label; without companies that are not the caller's.

    The caller's own language or company has an empty label, another one `` [fr_FR]``
    or `` [Second Company]``.

    Args:
        whole: the record is new, or gone: what it has in every language is told once.
    """
    if not (keyed.is_keyed(field) and isinstance(after or before, dict)):
        return {"": [before, after]}
    own = [keyed.visible(env, field, values) for values in (before, after)]
    keys, mine = keyed.touched(before, after), _mine(env, field)
    found = {
        label: [(values or {}).get(key) for values in (before, after)]
        for key, label in _others(env, field, keys).items()
        if key != mine
    }
    if whole:
        found = {label: pair for label, pair in found.items() if pair != own}
    return {"": own, **found} if own[0] != own[1] or mine in keys else found


def named(name: str) -> tuple[str, str]:
    """Field and label of a name with one."""
    field, _space, label = name.partition(" ")
    return field, label


def _mine(env: api.Environment, field: Any) -> str:
    return env.lang or "en_US" if field.translate else str(env.company.id)


def _others(env: api.Environment, field: Any, keys: list[str]) -> dict[str, str]:
    """Labels of those of ``keys`` that the caller may see."""
    if field.translate:
        return {key: f" [{key}]" for key in keys}
    known = {str(company.id): company for company in env.companies}
    # sudo: a name only, of a company that is the caller's
    return {key: f" [{known[key].sudo().name}]" for key in keys if key in known}
