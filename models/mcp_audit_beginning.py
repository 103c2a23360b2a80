"""Checks that the audit begins with the seal that retention has written down."""

from __future__ import annotations

import hmac
import json
from itertools import pairwise
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from .mcp_audit_log import COLUMNS
from .mcp_audit_seal import Seal, chain

FORGOTTEN, BEGUN = "audit_forgotten", "audit_begun"
NOTES = """
SELECT id, mac, %s FROM mcp_audit_log
 WHERE kind = 'act' AND tool IN ('audit_forgotten', 'audit_begun') ORDER BY id
"""


class Note(NamedTuple):
    """What was written down about the beginning, in a row of the audit.

    Attributes:
        row_id: of the audit row.
        event: FORGOTTEN or BEGUN.
        seal: FORGOTTEN: the last seal that went. BEGUN: the oldest there was.
        link: FORGOTTEN: of that seal, so the next one follows it.
            BEGUN: around the rows of that seal, after its own link.
        facts: all that was written down.
    """

    row_id: int
    event: str
    seal: int
    link: str
    facts: dict

    def fits(self, key: bytes, seal: Seal, marks: list) -> bool:
        """Whether the audit may begin with ``seal``, around ``marks``."""
        if self.event == BEGUN:
            same = seal.id == self.seal
            return same and chain(key, seal.chain, marks) == self.link
        return chain(key, self.link, marks) == seal.chain


NOTHING_FORGOTTEN = Note(0, FORGOTTEN, 0, "", {})


class McpAuditLog(models.Model):
    _inherit = "mcp.audit.log"

    @api.model
    def _notes(self) -> list[Note]:
        """The genuine notes about the beginning, in the order of their rows."""
        columns = SQL(", ").join(map(SQL.identifier, COLUMNS))
        return [
            _note_of(row_id, dict(zip(COLUMNS, row, strict=True)))
            for row_id, mac, *row in self.env.execute_query(SQL(NOTES, columns))
            if hmac.compare_digest(mac or "", self._mac(row))
        ]

    @api.model
    def _first_link(self) -> str:
        """The link that the next seal follows, if there is no seal left."""
        note = max(self._notes(), key=_reach, default=NOTHING_FORGOTTEN)
        return note.link

    @api.model
    def _beginning_faults(self) -> list[str]:
        """What is wrong with the oldest seal, and with what was written about it."""
        notes = self._notes()
        return [*_said(notes), *_repeated(notes), *self._lost(notes)]

    @api.model
    def _lost(self, notes: list[Note]) -> list[str]:
        """Whether the oldest seal is the one that the last of ``notes`` tells of."""
        seal = next(self.env["mcp.audit.seal"]._oldest_first(), None)
        if seal is None:
            return []
        marks = self._marks(seal)
        note = max(notes, key=_reach, default=NOTHING_FORGOTTEN)
        if len(marks) != seal.count or note.fits(self._key(), seal, marks):
            return []
        return [f"what was before seal {seal.id} is missing"]

    @api.model
    def _begin_here(self) -> None:
        """Write down the oldest seal, where nobody did when older ones were forgotten.

        Once, by the upgrade to the version whose retention leaves a trace.
        """
        seal = next(self.env["mcp.audit.seal"]._oldest_first(), None)
        if seal is None or self._notes():
            return
        key, marks = self._key(), self._marks(seal)
        if not NOTHING_FORGOTTEN.fits(key, seal, marks):
            facts = {"seal": seal.id, "link": chain(key, seal.chain, marks)}
            self._note(BEGUN, facts)

    def _marks(self, seal: Seal) -> list[tuple[int, str]]:
        query = "SELECT id, mac FROM mcp_audit_log WHERE seal_id = %s ORDER BY id"
        return self.env.execute_query(SQL(query, seal.id))


def _note_of(row_id: int, row: dict) -> Note:
    facts = json.loads(row["arguments"])
    return Note(row_id, row["tool"], facts["seal"], facts["link"], facts)


def _reach(note: Note) -> tuple[int, bool]:
    return note.seal, note.event == FORGOTTEN


def _said(notes: list[Note]) -> list[str]:
    """A sentence about faults that retention found in what it deleted."""
    return [
        f"row {note.row_id}: {note.facts['faults']} of the rows and seals that were "
        "forgotten had been changed or were missing"
        for note in notes
        if note.facts.get("faults")
    ]


def _repeated(notes: list[Note]) -> list[str]:
    return [
        f"row {note.row_id} repeats what was written down before"
        for older, note in pairwise(notes)
        if note.event == BEGUN or _reach(note) <= _reach(older)
    ]
