"""No call without a row in the audit, whatever becomes of it.

The outermost guard: what any other one refuses, and whatever fails further in, has its
intent and its outcome here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..call import Call
from ..concurrency import CONCURRENCY_ERRORS
from ..errors import (
    ConfirmationRequired,
    InputRequired,
    LeavesOdoo,
    McpError,
    OpensClosed,
    ReachesOthers,
    Refused,
    StateChanged,
    Stopped,
    UnknownName,
)


@contextmanager
def audited(call: Call) -> Iterator[None]:
    """Write an intent row before anything happens, and an outcome row at the end.

    Without the intent row nothing runs. Where the outcome is written:

    - of an effect in the database: in the transaction of that effect;
    - of a call that read: together with the end of its transaction;
    - of an external effect, and of an error: at once, on a cursor of its own.

    When Odoo will run the request again after a conflict, the intent stays open: the
    next run has the same call id.
    """
    log = call.env["mcp.audit.log"]
    log._intend(call)
    try:
        yield
    except CONCURRENCY_ERRORS:
        call.transaction.end_after_error()
        if call.external and call.started:
            log._conclude(call, "unknown", own=True)
        raise
    except BaseException as error:
        _end(call)
        _conclude_error(call, error)
        raise
    _conclude_outcome(call)


def _conclude_error(call: Call, error: BaseException) -> None:
    result, reason = _of_error(error)
    if call.done and call.external:
        result = "unknown"
    call.env["mcp.audit.log"]._conclude(call, result, reason, own=True)


def _conclude_outcome(call: Call) -> None:
    """Write the outcome with the effect; where that fails, neither is kept."""
    log = call.env["mcp.audit.log"]
    try:
        log._conclude(call, *_of_outcome(call), own=call.external)
    except CONCURRENCY_ERRORS:
        raise
    except BaseException as error:
        call.transaction.rollback()
        log._conclude(call, *_of_error(error), own=True)
        raise


def _end(call: Call) -> None:
    """End the call after an error, and roll back a body whose answer is lost."""
    if call.done and not call.external:
        call.outcome = None
        call.transaction.rollback()
    else:
        call.transaction.end_after_error()


def _of_error(error: BaseException) -> tuple[str, str]:
    if isinstance(error, ConfirmationRequired | LeavesOdoo):
        return "preview", ""
    if isinstance(error, InputRequired):
        return "asked", ""
    if isinstance(error, StateChanged | OpensClosed | ReachesOthers):
        return "refused", error.message
    if isinstance(error, Stopped):
        return "stopped", error.message
    if isinstance(error, Refused | UnknownName):
        return "refused", error.message
    if isinstance(error, McpError):
        return "error", error.message
    return "error", ": ".join(filter(None, [type(error).__name__, str(error)]))


def _of_outcome(call: Call) -> tuple[Any, ...]:
    if call.facts.replayed:
        return ("replayed",)
    if call.dry_run:
        return ("preview",)
    if call.outcome and call.outcome.is_error:
        return "error", call.outcome.text
    if failed := call.facts.failed:
        # answered as data, since it says more than a refusal could: no success
        return failed
    return "ok", call.facts.consent
