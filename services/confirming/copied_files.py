"""Which new files are copies of stored ones, and which a call writes itself.

A copy holds what somebody put there, so its bytes are bound. What Odoo writes in each
run, a printed report or an invitation to a meeting, says when, and has other bytes.
"""

from __future__ import annotations

from collections.abc import Iterable

from odoo import api
from odoo.tools import SQL

from ..journal.lines import Line
from .referred import FILES


def copied(env: api.Environment, lines: Iterable[Line]) -> set[str]:
    """The checksums, among files of ``lines``, of those that were stored before."""
    files = [line for line in lines if line.model == FILES]
    # the name in the filestore has an index; in the database there is the checksum
    for column in ("store_fname", "checksum"):
        if values := {x.after[column] for x in files if x.after.get(column)}:
            return _stored(env, column, values, [line.res_id for line in files])
    return set()


def _stored(
    env: api.Environment, column: str, values: set[str], ids: list[int]
) -> set[str]:
    query = SQL(
        "SELECT DISTINCT checksum FROM ir_attachment WHERE %s IN %s AND id NOT IN %s",
        SQL.identifier(column),
        tuple(values),
        tuple(ids),
    )
    return {checksum for (checksum,) in env.execute_query(query)}
