"""An administrator's stop ends a call that is under way.

So does a client that goes away, and the time that a call may take in all. Inside
``audited``, which notes the stop; outside of all others, so that whatever takes time, or
holds a lock, can be ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from .. import settings
from ..caches import registry_reset
from ..call import Call
from ..errors import Abandoned, Stopped, TookTooLong, ToolError
from ..policy.developers import DEVELOPER
from ..stopping import stop_watcher, under_way


@contextmanager
def stoppable(call: Call) -> Iterator[None]:
    """End the call when an administrator stops its key, its user or everything.

    Likewise when its client closes the connection: nobody would hear of what it did; and
    when it takes longer than ``mcp.call_timeout``: its client has given up by then. A
    call that was stopped before it was over has no other outcome, even if its body
    caught the interruption, and its transaction is rolled back.

    Raises:
        Stopped: an administrator stopped it.
        Abandoned: its client closed the connection.
        TookTooLong: its time was over.
    """
    cr = call.env.cr
    end = partial(under_way.close, cr)
    known = [channel.is_gone] if (channel := call.client.channel) else []
    work = under_way.begin(call.env.registry, call.principal, end, *known)
    if is_timed(call):
        work.until = call.clock + settings.get(call.env, "call_timeout")
    token = under_way.current.set(work)
    try:
        stop_watcher.see_to(work)
        yield
    finally:
        under_way.current.reset(token)
        if work.finish():
            under_way.open_again(cr)
            cr.rollback()
            registry_reset.reset(call.env.registry)
            call.outcome = None
            raise _why(call, work) from None


def is_timed(call: Call) -> bool:
    """Whether the time of the call as a whole is limited.

    Developer tools have times of their own, which the call may choose. What is done
    outside the database (a mail, a letter) cannot be taken back.
    """
    return call.declaration.toolset != DEVELOPER and not call.declaration.external


def _why(call: Call, work: under_way.Work) -> ToolError:
    if work.late:
        return TookTooLong(_said_of_late(call))
    if work.left:
        return Abandoned(_said_of_left(call))
    return Stopped(_said(call), stopped=True)


def _said_of_late(call: Call) -> str:
    text = call.env._(
        "This call took longer than %s s (mcp.call_timeout), so it was ended; nothing of "
        "it was kept. Ask for less at once: a narrower domain, fewer records, rows or "
        "fields."
    )
    return text % settings.get(call.env, "call_timeout")


def _said_of_left(call: Call) -> str:
    if call.external and call.started:
        return call.env._(
            "The client closed the connection while this call ran. What it had done by "
            "then outside its transaction (files, programs, a commit) may remain: check."
        )
    return call.env._(
        "The client closed the connection while this call ran; nothing of it was kept."
    )


def _said(call: Call) -> str:
    if call.external and call.started:
        return call.env._(
            "An administrator stopped this call while it ran. What it had done by then "
            "outside its transaction (files, programs, a commit) may remain: check."
        )
    return call.env._(
        "An administrator stopped this call while it ran; nothing of it was kept."
    )
