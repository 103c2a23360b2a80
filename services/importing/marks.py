"""Which mark stands before the decimals, in each column of figures of a file.

Where a column does not tell (in threes alone, as 1.234), the other columns do, then what
parts the cells of the file, then the language of the caller; or nothing does.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from odoo import api, models

from . import figures
from .headers import IDS, Column
from .tables import Row, Table

NUMBERS = ("integer", "float", "monetary", "many2one_reference")
# a file that is parted by the one leaves the other to its figures
BESIDE = {";": ",", ",": "."}


class Marks:
    """The marks of the columns of a file.

    Args:
        asked: what the caller says; nothing is found out then.

    Attributes:
        by_path: by the path of a column of figures; ``Unsaid`` where it may be either.
        guess: the mark of columns that do not tell theirs.
        guessed: those columns.
    """

    def __init__(
        self,
        model: models.BaseModel,
        table: Table,
        columns: Sequence[Column],
        asked: str | None,
    ):
        self.env = model.env
        self._columns = [c for c in columns if _is_of_figures(model, c.path)]
        texts = {c: _texts(table.rows, c) for c in self._columns}
        found = {c: figures.readings(said) for c, said in texts.items()}
        # what leaves the choice, and whether it matters
        self.guessed = [c for c in found if len(found[c]) > 1 and _stand(texts[c])]
        stands = {mark for c in self.guessed for mark in _stand(texts[c])}
        others = {marks for marks in found.values() if len(marks) == 1}
        self.guess = asked or self._guess(table, stands, others)
        said = {c: asked or marks[:1] for c, marks in found.items()}
        said.update(dict.fromkeys(self.guessed, self.guess))
        self.by_path = {
            c.path: mark or figures.unsaid(texts[c]) for c, mark in said.items()
        }

    @property
    def told(self) -> dict[str, str]:
        """By the header the mark with which a column is read that leaves the choice."""
        return {c.header: self.guess for c in self.guessed if self.guess}

    def plain(self, row: Row) -> Row:
        """The row with its figures as numbers: alone it might not tell its marks."""
        cells = list(row.cells)
        for column in self._columns:
            cell = cells[column.place]
            mark = self.by_path[column.path]
            if isinstance(cell, str) and isinstance(mark, str):
                with suppress(ValueError):
                    cells[column.place] = figures.number(self.env, cell, mark)
        return replace(row, cells=tuple(cells))

    def _guess(self, table: Table, stands: set[str], others: set[str]) -> str | None:
        """The mark of columns that may be read in two ways, in which ``stands`` stand."""
        if len(others) == 1:
            return next(iter(others))
        if len(stands) != 1:
            return None
        [mark] = stands
        if not others and BESIDE.get(table.facts.get("delimiter", "")) == mark:
            return mark
        return mark if mark == "." and not _writes_comma(self.env) else None


def field_of(model: models.BaseModel, path: Sequence[str]) -> Any:
    """The field in which the cells of a column end; None where they are ids."""
    field = None
    for name in path:
        if name in IDS:
            return None
        field = model._fields[name]
        model = model.env[field.comodel_name] if field.comodel_name else model
    return field


def _is_of_figures(model: models.BaseModel, path: Sequence[str]) -> bool:
    field = field_of(model, path)
    return field is not None and field.type in NUMBERS


def _texts(rows: Sequence[Row], column: Column) -> list[str]:
    return figures.numbers(row.cells[column.place] for row in rows)


def _stand(texts: Sequence[str]) -> set[str]:
    return {mark for mark in ".," if any(mark in text for text in texts)}


def _writes_comma(env: api.Environment) -> bool:
    code = env.lang or env.user.lang or "en_US"
    return env["res.lang"]._get_data(code=code).decimal_point == ","
