"""Seals chain committed audit rows: a missing row breaks its seal and all later ones."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

# rows of a seal, at most: they are read and checked together
MOST = 5000
UNSEALED = """
SELECT id, mac FROM mcp_audit_log WHERE seal_id IS NULL AND id > %s
 ORDER BY id LIMIT %s
"""

OLDEST = """
SELECT id, count, chain FROM mcp_audit_seal WHERE id > %s ORDER BY id LIMIT 100
"""


class Seal(NamedTuple):
    """A seal; ``before`` is the link of the one before it, None for the oldest."""

    id: int
    count: int
    chain: str
    before: str | None


class McpAuditSeal(models.Model):
    _name = "mcp.audit.seal"
    _description = "MCP Audit Seal"
    _order = "id desc"
    _log_access = False

    time = fields.Datetime(readonly=True)
    count = fields.Integer("Rows", readonly=True)
    chain = fields.Char(readonly=True)

    @api.model
    def _seal_rows(self, key: bytes) -> None:
        """Seal the committed rows that have no seal yet; one process at a time.

        Where retention has deleted all seals, the next one follows the last of them.
        """
        cr = self.env.cr
        cr.execute("SELECT pg_advisory_xact_lock(hashtext('odoo_mcp.audit.seal'))")
        cr.execute("SELECT chain FROM mcp_audit_seal ORDER BY id DESC LIMIT 1")
        newest, last = cr.fetchone(), 0
        before = newest[0] if newest else self.env["mcp.audit.log"]._first_link()
        while rows := self.env.execute_query(SQL(UNSEALED, last, MOST)):
            before, last = chain(key, before, rows), rows[-1][0]
            self._put(before, rows)

    def _put(self, link: str, rows: Sequence[tuple[int, str]]) -> None:
        """One more seal, around ``rows``."""
        statement = SQL(
            "WITH put AS (INSERT INTO mcp_audit_seal (time, count, chain) "
            "VALUES (%s, %s, %s) RETURNING id) "
            "UPDATE mcp_audit_log SET seal_id = put.id FROM put "
            "WHERE mcp_audit_log.id = ANY(%s)",
            fields.Datetime.now(),
            len(rows),
            link,
            [row_id for row_id, _mac in rows],
        )
        self.env.cr.execute(statement)

    @api.model
    def _newest_first(self) -> Iterator[Seal]:
        query = "SELECT id, count, chain FROM mcp_audit_seal ORDER BY id DESC"
        seals = self.env.execute_query(SQL(query))
        for (seal_id, count, link), older in pairwise([*seals, (0, 0, None)]):
            yield Seal(seal_id, count, link, older[2])

    @api.model
    def _oldest_first(self) -> Iterator[Seal]:
        last, before = 0, None
        while rows := self.env.execute_query(SQL(OLDEST, last)):
            for seal_id, count, link in rows:
                yield Seal(seal_id, count, link, before)
                last, before = seal_id, link

    @api.model
    def _drop_through(self, last: int) -> None:
        """Delete the seals up to ``last``, and their rows."""
        cr = self.env.cr
        cr.execute("SELECT set_config('mcp.retention', 'on', true)")
        cr.execute("DELETE FROM mcp_audit_log WHERE seal_id <= %s", [last])
        cr.execute("DELETE FROM mcp_audit_seal WHERE id <= %s", [last])
        cr.execute("SELECT set_config('mcp.retention', '', true)")


def chain(key: bytes, before: str, rows: Sequence[tuple[int, str]]) -> str:
    """The link of a seal around ``rows`` (id and code), after the link ``before``."""
    text = before + "".join(f"|{row_id}:{mac}" for row_id, mac in rows)
    return hmac.digest(key, text.encode(), "sha256").hex()
