"""Seals chain committed audit rows: a missing row breaks its seal, and all later."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from datetime import datetime
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


class Seal(NamedTuple):
    """A seal; ``before``: the chain of the one before, None for the oldest."""

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
        """Seal what is committed and unsealed; one sealer at a time."""
        cr = self.env.cr
        cr.execute("SELECT pg_advisory_xact_lock(hashtext('odoo_mcp.audit.seal'))")
        cr.execute("SELECT chain FROM mcp_audit_seal ORDER BY id DESC LIMIT 1")
        before, last = (cr.fetchone() or ("",))[0], 0
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
    def _forget_before(self, limit: datetime) -> None:
        """Retention: drop whole seals, oldest first, that ended before ``limit``."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM mcp_audit_log WHERE seal_id IN "
                "(SELECT id FROM mcp_audit_seal WHERE time < %s)",
                limit,
            )
        )
        self.env.cr.execute(SQL("DELETE FROM mcp_audit_seal WHERE time < %s", limit))


def chain(key: bytes, before: str, rows: Sequence[tuple[int, str]]) -> str:
    """The link of a seal around ``rows`` (id and code), after the link ``before``."""
    text = before + "".join(f"|{row_id}:{mac}" for row_id, mac in rows)
    return hmac.digest(key, text.encode(), "sha256").hex()
