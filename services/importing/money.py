"""Amounts as spreadsheets and accountants show them: 1.250,00 €, USD 12.00, (5.00).

A file says its currency beside the figure; a record has it elsewhere. The company's own
is left out, as Odoo's import does it (``base_import``). Any other stays where it is, and
is a problem of its cell: what costs 5 $ does not cost 5 €.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from odoo import models

from .headers import Column
from .marks import field_of
from .tables import Row, Table

AMOUNTS = ("float", "monetary")
CURRENCY = "res.currency"
# what is subtracted, in books
NEGATIVE = re.compile(r"\(\s*(.*\d.*?)\s*\)")


def bare(model: models.BaseModel, table: Table, columns: Sequence[Column]) -> Table:
    """``table`` with figures alone in the columns of amounts.

    A file with a column of currencies is left as it is, which speaks of several.
    """
    fields = {column: field_of(model, column.path) for column in columns}
    places = {c.place for c, f in fields.items() if f is not None and f.type in AMOUNTS}
    if any(f is not None and f.comodel_name == CURRENCY for f in fields.values()):
        return table
    currency = model.env.company.currency_id
    amount = _amount({currency.symbol, currency.name} - {False})
    rows = [_bare_row(row, places, amount) for row in table.rows]
    said = any(_is_said(row, places, amount) for row in table.rows)
    facts = {**table.facts, **({"currency": currency.name} if said else {})}
    return replace(table, rows=rows, facts=facts)


def _amount(names: set[str]) -> re.Pattern[str]:
    """A figure with one of ``names`` before or behind it, or without."""
    # a longer one first: a shorter may be its beginning
    ordered = sorted(names, key=len, reverse=True)
    mark = "|".join(re.escape(name) for name in ordered)
    return re.compile(
        rf"(?P<sign>[+-]?)\s*(?P<before>{mark})?\s*"
        rf"(?P<figure>[+-]?[\d.,].*?)\s*(?P<behind>{mark})?",
        re.IGNORECASE,
    )


def _bare_row(row: Row, places: set[int], amount: re.Pattern[str]) -> Row:
    cells = (
        _figure(cell, amount) if place in places else cell
        for place, cell in enumerate(row.cells)
    )
    return replace(row, cells=tuple(cells))


def _figure(cell: Any, amount: re.Pattern[str]) -> Any:
    if not isinstance(cell, str):
        return cell
    within = NEGATIVE.fullmatch(cell.strip())
    found = amount.fullmatch(within[1] if within else cell.strip())
    if not found:
        return cell
    return f"{'-' if within else ''}{found['sign']}{found['figure']}"


def _is_said(row: Row, places: set[int], amount: re.Pattern[str]) -> bool:
    """Whether a cell of amounts says the currency."""
    texts = (row.cells[place] for place in places if place < len(row.cells))
    matches = (amount.fullmatch(x.strip("() ")) for x in texts if isinstance(x, str))
    return any(found and (found["before"] or found["behind"]) for found in matches)
