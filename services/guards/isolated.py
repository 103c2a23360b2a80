"""A call that writes and fails leaves nothing in the database, nor does a preview.

Around ``journaled``, whose change set is stored in the same savepoint and goes with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress

from .. import external_effect
from ..call import Call
from ..errors import ToolError
from ..transactions.call_savepoint import SAVEPOINT, flushed, within
from ..transactions.egress import held_back
from ..transactions.trial import RollBack
from .of_writes import of_writes


@of_writes
@contextmanager
def isolated(call: Call) -> Iterator[None]:
    """Run a body that writes in a savepoint, and roll a preview back.

    Calls that read are isolated by ``reading``. Tools whose effect lies outside the
    database get no savepoint, as they may end the request's transaction
    (``services/external_effect.py``).
    """
    with (
        _reported(call),
        _apart(call) if _is_apart(call) else _inside(call),
    ):
        yield
        if not call.preview:
            for store in call.after_body:
                store()
    call.done = not call.preview


@contextmanager
def _reported(call: Call) -> Iterator[None]:
    """Keep what the call says of its arguments, after it was rolled back too."""
    try:
        yield
    except ToolError:
        _report(call)
        raise
    _report(call)


def _report(call: Call) -> None:
    for store in call.reports:
        store()


@contextmanager
def _apart(call: Call) -> Iterator[None]:
    call.env.cr.flush()
    call.transaction.flush(external_effect.BEGIN)
    with external_effect.undone_on_error(call.env):
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
            raise RollBack


@contextmanager
def _savepoint(call: Call) -> Iterator[None]:
    call.env.cr.flush()
    with within(call, SAVEPOINT), flushed(call):
        yield


@contextmanager
def _preview(call: Call) -> Iterator[None]:
    """Roll the block back; nothing leaves Odoo, and nothing waits for the commit."""
    with held_back(call.env.cr) as call.preview.held_back, suppress(RollBack):
        yield
