"""Records as a table, by Odoo's own export: the file that its Export button makes.

A many2one is its name, a many2many the names in one cell, a selection its label; of a
one2many each record has a line of its own below the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from odoo import models

from ..paths import Path

AT_ONCE = 1000


def check(records: models.BaseModel, paths: Sequence[Path]) -> None:
    """Refuse columns that cannot be cells.

    Raises:
        ValueError: a file, or a part of a field.
    """
    _ = records.env._
    for path in paths:
        if path.last.type == "binary":
            raise ValueError(
                _("%s is a file: get_attachment answers its link.") % path.text
            )
        if path.suffix:
            raise ValueError(_("%s is a part of a field: name the field.") % path.text)


def names(paths: Sequence[Path]) -> list[str]:
    """The columns as Odoo's import knows them: ``order_line/product_id``, ``.id``."""
    return ["/".join(_importable(path)) for path in paths]


def labels(records: models.BaseModel, paths: Sequence[Path]) -> list[str]:
    """The columns as people know them, in the language of ``records``."""
    return ["/".join(_labels(records, path)) for path in paths]


def rows(
    records: models.BaseModel,
    paths: Sequence[Path],
    told: Callable[[int], Any] = lambda done: None,
) -> Iterator[list[Any]]:
    """The cells of ``records``, line by line.

    Args:
        told: is called with how many records are done.

    Raises:
        UserError: the user may not export.
    """
    columns = names(paths)
    for start in range(0, len(records), AT_ONCE):
        part = records.browse(records._ids[start : start + AT_ONCE])
        yield from part.export_data(columns)["datas"]
        told(start + len(part))
        # or all that was ever read stays in memory
        records.env.invalidate_all(flush=False)


def _importable(path: Path) -> Iterator[str]:
    for name in path.names:
        # "id" is the external id there, and giving one writes
        yield ".id" if name == "id" else name


def _labels(records: models.BaseModel, path: Path) -> Iterator[str]:
    for field in path.fields:
        facts = records.fields_get([field.name], ["string"])
        yield facts.get(field.name, {}).get("string") or field.name
        if field.comodel_name:
            records = records.env[field.comodel_name]
