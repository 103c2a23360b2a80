"""Shows a change of a field that has a value for each language or company.

It is told by the languages and companies that it touched, whichever the reader's are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from odoo import api, models

from . import keyed

Pairs = dict[str, list[Any]]


@dataclass(frozen=True)
class Held:
    """What holds for a company: its own value, or the default.

    Attributes:
        defaults: whether there are any.
    """

    env: api.Environment
    field: Any
    defaults: bool

    def of(self, key: str, values: dict[str, Any] | None) -> Any:
        """The value under ``key``; where a company has none at all, the default."""
        values = values or {}
        if key in values or not self.defaults:
            return values.get(key)
        model = self.env[self.field.model_name].with_company(int(key))
        found = self.field.get_company_dependent_fallback(model)
        if isinstance(found, models.BaseModel):
            return found.id or None
        return str(found) if isinstance(found, date) else found or None


def pairs(
    env: api.Environment, field: Any, before: Any, after: Any, *, whole: bool = False
) -> Pairs:
    """Old and new value by label; without companies that are not the caller's.

    The caller's own language or company has an empty label, another one `` [fr_FR]``
    or `` [Second Company]``.

    Args:
        whole: the record is new, or gone: what it has in every language is told once,
            and of companies what they have themselves.
    """
    if not (keyed.is_keyed(field) and isinstance(after or before, dict)):
        return {"": [before, after]}
    held = Held(env, field, defaults=field.company_dependent and not whole)
    keys, mine = keyed.touched(before, after), _mine(env, field)
    own = [
        keyed.visible(env, field, values) if field.translate else held.of(mine, values)
        for values in (before, after)
    ]
    found = {
        label: [held.of(key, values) for values in (before, after)]
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
