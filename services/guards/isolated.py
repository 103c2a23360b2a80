from __future__ import annotations

from collections.abc import Iterator
from contextlib import (
    AbstractContextManager,
    ExitStack,
    contextmanager,
    nullcontext,
    suppress,
)
from typing import Any

from odoo.tools import SQL

from .. import outside, reading_transaction
from ..call import Call
from ..declarations import Effect
from ..leaving import forgotten_on_error, held_back

SAVEPOINT = SQL("SAVEPOINT mcp_call")
# the restriction ends with the savepoint
READ_ONLY_SAVEPOINT = SQL("SAVEPOINT mcp_call; SET TRANSACTION READ ONLY")
RELEASE = SQL("RELEASE SAVEPOINT mcp_call")
UNDO = SQL("ROLLBACK TO SAVEPOINT mcp_call; %s", RELEASE)


class _RollBack(Exception):
    """Ends the savepoint of a preview."""


@contextmanager
def isolated(call: Call) -> Iterator[None]:
    """A savepoint, or a transaction, around the body; a preview leaves nothing behind.

    Tools whose effect lies outside the database end the request's transaction
    themselves where they must (``services/outside.py``). What a reading tool answers
    as a file is stored when READ ONLY has ended with the savepoint (``after_body``).
    """
    with _apart(call) if _is_apart(call) else _inside(call):
        yield
    if not call.preview:
        for store in call.after_body:
            store()


@contextmanager
def _apart(call: Call) -> Iterator[None]:
    call.env.cr.flush()
    call.send(outside.BEGIN)
    with outside.undone_on_error(call.env):
        yield


def _is_apart(call: Call) -> bool:
    return call.outcome is not None or (call.external and not call.preview)


@contextmanager
def _inside(call: Call) -> Iterator[None]:
    with ExitStack() as stack:
        stack.enter_context(_preview(call) if call.preview else nullcontext())
        stack.enter_context(_savepoint(call))
        yield
        if call.preview:
            raise _RollBack


@contextmanager
def _savepoint(call: Call) -> Iterator[None]:
    cr = call.env.cr
    cr.flush()
    with forgotten_on_error(cr), _begun(call), _no_commit(cr):
        yield
        call.env.flush_all()
        cr.flush()
    # what is to be stored finds a transaction that takes writes
    if call.after_body:
        call.send()


def _begun(call: Call) -> AbstractContextManager[None]:
    """What ends it is sent with the outcome, on one journey."""
    if call.effect != Effect.READ:
        return _within(call, SAVEPOINT)
    if reading_transaction.can_begin(call.env.cr):
        return _transaction(call)
    return _within(call, READ_ONLY_SAVEPOINT)


@contextmanager
def _transaction(call: Call) -> Iterator[None]:
    """A transaction of the tool's own, where the request has not begun one."""
    cr = call.env.cr
    reading_transaction.take_over(cr)
    try:
        call.unsent.insert(0, reading_transaction.BEGIN)
        call.send()
        yield
    except BaseException:
        cr.clear()
        call.unsent.clear()
        reading_transaction.abandon(cr)
        raise
    call.unsent.append(reading_transaction.COMMIT)


@contextmanager
def _within(call: Call, savepoint: SQL) -> Iterator[None]:
    cr = call.env.cr
    call.send(savepoint)
    try:
        yield
    except BaseException:
        cr.clear()
        cr.execute(UNDO)
        raise
    call.unsent.append(RELEASE)


@contextmanager
def _no_commit(cr: Any) -> Iterator[None]:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("a tool must not end its transaction")

    kept = {name: cr.__dict__.get(name) for name in ("commit", "rollback")}
    cr.commit = cr.rollback = refuse
    try:
        yield
    finally:
        for name, method in kept.items():
            cr.__dict__.pop(name)
            if method is not None:
                setattr(cr, name, method)


@contextmanager
def _preview(call: Call) -> Iterator[None]:
    """Roll back; nothing leaves, and nothing waits for the commit."""
    with held_back(call.env.cr) as call.held_back, suppress(_RollBack):
        yield
