"""The transaction of a call: statements that wait, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass, field

from psycopg2.extensions import TRANSACTION_STATUS_INTRANS

from odoo import api
from odoo.tools import SQL

from ..caches import registry_reset
from . import reading_transaction, statement_queue
from .own_cursor import Statement, at_once


@dataclass
class CallTransaction:
    """What guards send to PostgreSQL around the body, in as few round trips as can be.

    Attributes:
        env: the caller's environment.
        pending: statements that are committed before the body, at the latest.
        queued: statements of the transaction itself that are sent with the next one of
            the guards, or of the body (``queue``).
    """

    env: api.Environment
    pending: list[Statement] = field(default_factory=list)
    queued: list[SQL] = field(default_factory=list)

    def commit_pending(self, *more: Statement) -> None:
        """Commit ``pending`` and ``more``, whatever becomes of the call."""
        if self.pending or more:
            at_once(self.env.registry, *self.pending, *more)
            self.pending.clear()

    def queue(self, *more: SQL) -> None:
        """Send ``queued`` and ``more`` together with the body's first statement."""
        self.queued += more
        statement_queue.attach(self.env.cr, self.queued)

    def discard(self, statement: SQL) -> bool:
        """Empty the queue; answer whether ``statement`` had left it before."""
        was_sent = not any(waiting is statement for waiting in self.queued)
        self._forget_queue()
        return was_sent

    def flush(self, *more: SQL) -> None:
        """Run ``queued`` and ``more`` now."""
        statement_queue.detach(self.env.cr)
        if statements := [*self.queued, *more]:
            self.env.cr.execute(SQL("; ").join(statements))
            self.queued.clear()
        reading_transaction.give_back(self.env.cr)

    def rollback(self) -> None:
        """Roll the request's transaction back, in whatever state it is."""
        cr = self.env.cr
        self._forget_queue()
        if not cr.closed:
            reading_transaction.abandon(cr)
            cr.rollback()
            registry_reset.reset(self.env.registry)

    def end_after_error(self) -> None:
        """After an error: send what is queued if the transaction still works.

        Otherwise it is dropped. The queue may hold the end of a savepoint.
        """
        status = self.env.cr._cnx.get_transaction_status()
        if status == TRANSACTION_STATUS_INTRANS:
            self.flush()
        self._forget_queue()
        reading_transaction.abandon(self.env.cr)

    def _forget_queue(self) -> None:
        statement_queue.detach(self.env.cr)
        self.queued.clear()
