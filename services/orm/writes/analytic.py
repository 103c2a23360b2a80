"""JSON fields: analytic shares are checked here, as Odoo uses them unchecked."""

from __future__ import annotations

import re
from typing import Any

from odoo import api

from .scalars import anything, floating

SHARES = "analytic_distribution"
# an account, or several of different plans
ACCOUNTS = re.compile(r"\d+(,\d+)*")


def read_json(env: api.Environment, field: Any, value: Any) -> Any:
    """Any JSON; of shares of analytic accounts an object of numbers.

    Raises:
        ValueError: not so.
    """
    anything(env, value)
    if field.name != SHARES:
        return value
    if not isinstance(value, dict) or not all(map(ACCOUNTS.fullmatch, value)):
        raise ValueError(
            env._('analytic accounts by id, with their percents: {"7": 100}')
        )
    return {accounts: floating(env, share) for accounts, share in value.items()}
