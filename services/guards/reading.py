from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress

from .. import reading_transaction
from ..call import Call
from ..call_savepoint import READ_ONLY_SAVEPOINT, SAVEPOINT, flushed, within
from ..declarations import Effect
from ..egress import held_back
from ..trial import RollBack


@contextmanager
def reading(call: Call) -> Iterator[None]:
    """PostgreSQL refuses every write of a call that reads, or it is taken back.

    The arguments are looked at inside already. What the tool answers as a file is
    stored once READ ONLY has ended (``after_body``).
    """
    if call.effect != Effect.READ:
        yield
        return
    # what the request has left to be written is no write of this call
    call.env.cr.flush()
    with _taken_back(call) if call.declaration.mark.taken_back else _refusing(call):
        yield
    if call.after_body:
        call.flush_queued()
        for store in call.after_body:
            store()


@contextmanager
def _refusing(call: Call) -> Iterator[None]:
    with _begun(call), flushed(call):
        yield


@contextmanager
def _taken_back(call: Call) -> Iterator[None]:
    """Odoo may store what it computes on the way; nothing of it stays or leaves.

    Requests pass, as in any call that reads: images of a report may be kept elsewhere.
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
        call.queue(reading_transaction.BEGIN)
        yield
        if reading_transaction.BEGIN not in call.queued:
            reading_transaction.refuse_ended(cr)
    except BaseException:
        cr.clear()
        call.discard_queued(reading_transaction.BEGIN)
        reading_transaction.abandon(cr)
        raise
    if call.discard_queued(reading_transaction.BEGIN):
        call.queued.append(reading_transaction.COMMIT)
