from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from typing import Any

from odoo.tools import SQL

from .. import outside
from ..call import Call
from ..declarations import Effect
from ..leaving import forgotten_on_error, held_back

BEGIN_READING = SQL("SAVEPOINT mcp_reading; SET TRANSACTION READ ONLY")
END_READING = SQL("RELEASE SAVEPOINT mcp_reading")
UNDO_READING = SQL("ROLLBACK TO SAVEPOINT mcp_reading; %s", END_READING)


class _RollBack(Exception):
    """Ends the savepoint of a preview."""


@contextmanager
def isolated(call: Call) -> Iterator[None]:
    """A savepoint around the body; a preview leaves nothing behind.

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
    reads = call.effect == Effect.READ
    with _reading(call) if reads else _writing(call), _no_commit(cr):
        yield
        call.env.flush_all()


@contextmanager
def _writing(call: Call) -> Iterator[None]:
    call.send()
    cr = call.env.cr
    with forgotten_on_error(cr), cr.savepoint():
        yield


@contextmanager
def _reading(call: Call) -> Iterator[None]:
    """A savepoint in which PostgreSQL refuses writes; set on one journey to it.

    The restriction ends with the savepoint.
    """
    cr = call.env.cr
    cr.flush()
    call.send(BEGIN_READING)
    try:
        yield
        cr.flush()
    except BaseException:
        cr.clear()
        cr.execute(UNDO_READING)
        raise
    # it travels with the outcome, unless something is to be stored before
    call.unsent.append(END_READING)
    if call.after_body:
        call.send()


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
