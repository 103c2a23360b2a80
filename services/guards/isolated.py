"""A call that writes and fails leaves nothing in the database, nor does a preview.

Around ``journaled``, whose change set is stored in the same savepoint and goes with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from .. import external_effect
from ..call import Call
from ..errors import LeavesOdoo, ToolError
from ..transactions.call_savepoint import SAVEPOINT, flushed, within
from ..transactions.egress import held_back, held_first
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
        notes = stack.enter_context(_held(call))
        stack.enter_context(_savepoint(call))
        yield
        if call.preview:
            raise RollBack
        if call.facts.looks_first:
            _require_quiet(call, notes)


@contextmanager
def _savepoint(call: Call) -> Iterator[None]:
    call.env.cr.flush()
    with within(call, SAVEPOINT), flushed(call):
        yield


@contextmanager
def _held(call: Call) -> Iterator[list[str]]:
    """Answers what was held back of a call that is to do what it does."""
    if call.preview:
        with _preview(call):
            yield []
    elif _looks_first(call):
        call.facts.looks_first = True
        with held_first() as notes:
            yield notes
    else:
        yield []


def _require_quiet(call: Call, notes: list[str]) -> None:
    """Raises LeavesOdoo where something was held back, of what is done last, too."""
    call.env.flush_all()
    call.env.cr.flush()
    if notes:
        raise LeavesOdoo


def _looks_first(call: Call) -> bool:
    """Whether a rule may be found to be about the call only by what it did.

    Who was asked saw a preview, which found that out.
    """
    asked = call.verdict is not None and call.verdict.confirmations
    if call.facts.leaves or asked:
        return False
    policy = call.env["mcp.policy"]
    buttons = call.params.buttons() if call.params else ()
    untrusted = not call.principal.trusted and policy._is_developer(call.principal)
    return untrusted or bool(policy._reachable(call.declaration, buttons))


@contextmanager
def _preview(call: Call) -> Iterator[None]:
    """Roll the block back; nothing leaves Odoo, and nothing waits for the commit."""
    with held_back(call.env.cr) as call.preview.held_back, suppress(RollBack):
        yield
