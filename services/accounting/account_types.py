"""Types of accounts, and Odoo's groups of them, so that types of other addons fit in."""

from __future__ import annotations

from odoo import api

UNALLOCATED = "equity_unaffected"


def labels(env: api.Environment) -> dict[str, str]:
    """By type, its name for people, in Odoo's order."""
    field = env["account.account"]._fields["account_type"]
    return dict(field._description_selection(env))


def of_groups(env: api.Environment, *groups: str) -> tuple[str, ...]:
    """The types of the groups ``asset``, ``liability``, ``equity``, ``income`` …"""
    return tuple(t for t in labels(env) if t.split("_", 1)[0] in groups)


def profit_and_loss(env: api.Environment) -> tuple[str, ...]:
    """The types that begin at zero every fiscal year."""
    return of_groups(env, "income", "expense")
