"""Prices that somebody typed in, which Odoo keeps when the quantity changes.

Odoo tells them by a second field, the price that it computed itself; the form of an order
leaves that one as it is. A line that is made without it counts as one of a computed
price, and the price is another one with the next change.
"""

from __future__ import annotations

from typing import Any

from odoo import models

# model → the price, and the one that Odoo computed
PRICES = {"sale.order.line": ("price_unit", "technical_price_unit")}


def kept(records: models.BaseModel, values: dict[str, Any]) -> dict[str, Any]:
    """``values`` of a new record, whose price stays; the same for all others."""
    typed, computed = PRICES.get(records._name, ("", ""))
    if records or typed not in values or computed not in records._fields:
        return values
    price = values[typed]
    # any other than the one that was typed in
    return {computed: 0.0 if price else 1.0, **values}
