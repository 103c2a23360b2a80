"""Receipts and deliveries.

run(env, asked, RECEIPT or DELIVERY)     running.py
  ├─ choosing.find        the one open transfer meant; several are listed, not chosen
  ├─ quantities.apply     what moves, line by line, with lots
  │    └─ lots.put        move lines with lot or serial numbers
  └─ pressing.press       Odoo's own Validate, and its question for a backorder

asking, kinds    how a transfer is asked for; receipts, deliveries
"""

from .asking import Asked, QuantityLine
from .kinds import DELIVERY, RECEIPT
from .running import Transferred, run, sentence

__all__ = [
    "DELIVERY",
    "RECEIPT",
    "Asked",
    "QuantityLine",
    "Transferred",
    "run",
    "sentence",
]
