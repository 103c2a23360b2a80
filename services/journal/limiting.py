"""How much of a change set is told: what fits a model, or all that a person decides on."""

from __future__ import annotations

from dataclasses import dataclass

from odoo import api

# in the context
KEY = "mcp_limits"


@dataclass(frozen=True)
class Limits:
    """How many records, fields of each, characters of a value and names in it."""

    records: int = 20
    fields: int = 15
    value: int = 200
    names: int = 10


SHORT = Limits()
# on the page of an approval, which nobody is to give unread
WHOLE = Limits(records=500, fields=1000, value=20_000, names=500)


def of(env: api.Environment) -> Limits:
    """The limits of what is told with ``env``."""
    return env.context.get(KEY, SHORT)
