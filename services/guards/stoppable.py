"""An administrator's stop ends a call that is under way, as does a client that goes away.

Inside ``audited``, which notes the stop; outside of all others, so that whatever takes
time, or holds a lock, can be ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from ..caches import registry_reset
from ..call import Call
from ..errors import Abandoned, Stopped, ToolError
from ..stopping import stop_watcher, under_way


@contextmanager
def stoppable(call: Call) -> Iterator[None]:
    """End the call when an administrator stops its key, its user or everything.

    Likewise when its client closes the connection: nobody would hear of what it did. A
    call that was stopped before it was over has no other outcome, even if its body
    caught the interruption, and its transaction is rolled back.

    Raises:
        Stopped: an administrator stopped it.
        Abandoned: its client closed the connection.
    """
    cr = call.env.cr
    end = partial(under_way.close, cr)
    known = [channel.is_gone] if (channel := call.client.channel) else []
    work = under_way.begin(call.env.registry, call.principal, end, *known)
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


def _why(call: Call, work: under_way.Work) -> ToolError:
    if work.left:
        return Abandoned(_said_of_left(call))
    return Stopped(_said(call), stopped=True)


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
