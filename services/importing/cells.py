"""What stands in a cell, as the tools for records take it (``writes/input.py``)."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from odoo import models

from . import external_ids, figures
from .marks import NUMBERS
from .tables import Unreadable

# also as spreadsheets write them in the language of whoever exported
YES = frozenset(
    "true 1 yes y x ja oui sí si sì sim tak wahr vrai verdadero vero waar verdadeiro "
    "prawda sand sann sant".split()
)
NO = frozenset(
    "false 0 no n nein non nee não nie falsch faux falso onwaar fałsz falskt falsk "
    "usann".split()
)
# with dots the day comes first, wherever it is written; of slashes nobody knows
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(.*)", re.DOTALL)


def value(
    model: models.BaseModel,
    field: Any,
    way: str,
    cell: Any,
    mark: str | figures.Unsaid | None,
) -> Any:
    """The value of ``cell`` for ``field``.

    Args:
        way: how a record is named: by ``id`` (external), ``.id``, or its name.
        mark: before the decimals, in this column.

    Raises:
        ValueError: what would be right.
    """
    if isinstance(cell, Unreadable):
        raise ValueError(f"{cell.why} ({cell.shown})")
    if cell is None or isinstance(cell, list | dict):
        return cell
    if field.type == "many2many":
        names = _text(cell).split(",")
        return [_record(model, field, way, n.strip()) for n in names if n.strip()]
    if field.type == "many2one":
        return _record(model, field, way, cell)
    if field.type in NUMBERS:
        return figures.number(model.env, cell, mark) if _is_text(cell) else cell
    if field.type == "boolean":
        return _boolean(model, cell)
    if field.type in ("date", "datetime"):
        return _moment(cell)
    return _text(cell)


def record_id(model: models.BaseModel, cell: Any) -> int:
    """The id that stands in a column of ids.

    Raises:
        ValueError: none.
    """
    text = _text(cell)
    if isinstance(cell, Unreadable) or not text.isdecimal() or len(text) > 10:
        raise ValueError(model.env._("an id is a whole number, not %r") % text)
    return int(text)


def _record(model: models.BaseModel, field: Any, way: str, cell: Any) -> int | str:
    comodel = model.env[field.comodel_name]
    if way == ".id":
        return record_id(comodel, cell)
    if way == "id":
        return external_ids.found(comodel, _text(cell))
    return _text(cell)


def _boolean(model: models.BaseModel, cell: Any) -> bool:
    said = _text(cell).casefold()
    if said in YES or said == model.env._("yes").casefold():
        return True
    if said in NO or said == model.env._("no").casefold():
        return False
    raise ValueError(model.env._("true or false, not %r") % (cell,))


def _moment(cell: Any) -> str:
    text = _text(cell)
    if found := DOTTED.fullmatch(text):
        day, month, year, rest = found.groups()
        return f"{year}-{int(month):02}-{int(day):02}{rest}"
    return text


def _text(cell: Any) -> str:
    if isinstance(cell, bool) or _is_text(cell):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        # spreadsheets know no whole numbers
        return str(int(cell))
    if isinstance(cell, datetime):
        whole = not (cell.hour or cell.minute or cell.second)
        return cell.date().isoformat() if whole else cell.isoformat(" ", "seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _is_text(cell: Any) -> bool:
    return isinstance(cell, str)
