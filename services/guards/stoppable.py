"""An administrator's stop ends a call that is under way.

Inside ``audited``, which notes the stop; outside of all others, so that whatever takes
time, or holds a lock, can be ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from ..caches import registry_reset
from ..call import Call
from ..errors import Stopped
from ..stopping import stop_watcher, under_way


@contextmanager
def stoppable(call: Call) -> Iterator[None]:
    """End the call when an administrator stops its key, its user or everything.

    A call that was stopped before it was over has no other outcome, even if its body
    caught the interruption, and its transaction is rolled back.

    Raises:
        Stopped: it was stopped.
    """
    cr = call.env.cr
    end = partial(under_way.close, cr)
    work = under_way.begin(call.env.registry, call.principal, end)
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
            raise Stopped(_said(call), stopped=True) from None


def _said(call: Call) -> str:
    if call.external and call.started:
        return call.env._(
            "An administrator stopped this call while it ran. What it had done by then "
            "outside its transaction (files, programs, a commit) may remain: check."
        )
    return call.env._(
        "An administrator stopped this call while it ran; nothing of it was kept."
    )
