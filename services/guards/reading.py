"""A call that says it reads writes nothing: PostgreSQL refuses it.

Around ``validated``, which reads the records that arguments name and may run a model's
own code; after ``throttled``, so that who calls too often costs no transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress

from ..call import Call
from ..declarations import Effect
from ..transactions import reading_transaction
from ..transactions.call_savepoint import (
    READ_ONLY_SAVEPOINT,
    SAVEPOINT,
    flushed,
    within,
)
from ..transactions.egress import held_back
from ..transactions.trial import RollBack


@contextmanager
def reading(call: Call) -> Iterator[None]:
    """Let a call that reads write nothing: PostgreSQL refuses it.

    For tools marked ``taken_back``, and where Odoo makes a table to read from, it is
    rolled back instead. The arguments are
    validated inside, in the same transaction. A file that the tool answers is stored
    afterwards, when READ ONLY has ended (``after_body``).
    """
    if call.effect != Effect.READ:
        yield
        return
    # what the request itself has still to write is not a write of this call
    call.env.cr.flush()
    writes = call.declaration.mark.taken_back or _makes_tables(call)
    with _taken_back(call) if writes else _refusing(call):
        yield
    if call.after_body:
        call.transaction.flush()
        for store in call.after_body:
            store()


def _makes_tables(call: Call) -> bool:
    """Whether the model is a query that Odoo writes rates into a table for.

    It does so for several currencies (``res.currency._create_currency_table``),
    and PostgreSQL makes not even a temporary table where it only reads.
    """
    model = call.env.get(str(call.arguments.get("model")))
    if model is None or model._auto or model._abstract:
        return False
    return len(call.env.companies.currency_id) > 1


@contextmanager
def _refusing(call: Call) -> Iterator[None]:
    with _begun(call), flushed(call):
        yield


@contextmanager
def _taken_back(call: Call) -> Iterator[None]:
    """Let Odoo store what it computes meanwhile, and roll that back; mails are held.

    HTTP requests may leave, as in any call that reads: a report may load images.
    """
    with held_back(call.env.cr, network=False), suppress(RollBack):
        with within(call, SAVEPOINT), flushed(call):
            yield
            raise RollBack


def _begun(call: Call) -> AbstractContextManager[None]:
    if reading_transaction.can_begin(call.env.cr):
        return _transaction(call)
    return within(call, READ_ONLY_SAVEPOINT)


@contextmanager
def _transaction(call: Call) -> Iterator[None]:
    """A transaction of the tool's own, where the request has not begun one."""
    cr = call.env.cr
    reading_transaction.take_over(cr)
    try:
        call.transaction.queue(reading_transaction.BEGIN)
        yield
        if reading_transaction.BEGIN not in call.transaction.queued:
            reading_transaction.refuse_ended(cr)
    except BaseException:
        cr.clear()
        call.transaction.discard(reading_transaction.BEGIN)
        reading_transaction.abandon(cr)
        raise
    if call.transaction.discard(reading_transaction.BEGIN):
        call.transaction.queued.append(reading_transaction.COMMIT)
