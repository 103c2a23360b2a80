"""Text of outsiders in an export: told, or hidden (``mcp.hide_untrusted``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from odoo import models

from ...compat.registry import remember
from .. import untrusted
from ..paths import Path


def columns(records: models.BaseModel, paths: Sequence[Path]) -> Iterator[str]:
    """Those of ``paths`` that lead to text of outsiders from ``records``.

    Where it is to be hidden the records are left with a note in its place, until what
    is known of them is forgotten.
    """
    for path in paths:
        if untrusted.is_long(path.last) and (found := _outside(records, path)):
            yield path.text
            if untrusted.is_hidden(records.env):
                _hide(found, path)


def _outside(records: models.BaseModel, path: Path) -> models.BaseModel:
    """Whose text an outsider wrote, of the records at the end of ``path``."""
    owners = records.mapped(".".join(path.names[:-1])) if path.names[1:] else records
    filled = owners.filtered(path.names[-1])
    return filled.browse(untrusted.outsiders(filled)) if filled else filled


def _hide(records: models.BaseModel, path: Path) -> None:
    # the field of the model at hand: that of the path may be inherited
    field, note = records._fields[path.names[-1]], untrusted.hidden(records.env)
    for record in records:
        remember(record, field, note)
