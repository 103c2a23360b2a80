"""Event loops for request threads, from a small pool.

asyncio runs one loop per OS thread, and Odoo makes a thread for every connection. With
a loop for each of them, descriptors would leak.
"""

from __future__ import annotations

import asyncio
import queue
import selectors
from collections.abc import Coroutine
from typing import Any

KEPT = 32
_idle: queue.LifoQueue[asyncio.AbstractEventLoop] = queue.LifoQueue(KEPT)


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Drive ``coroutine`` to its end on this thread."""
    try:
        loop = _idle.get_nowait()
    except queue.Empty:
        loop = asyncio.SelectorEventLoop(_Selector())
    try:
        return loop.run_until_complete(coroutine)
    finally:
        try:
            _idle.put_nowait(loop)
        except queue.Full:
            loop.close()


class _Selector(selectors.DefaultSelector):
    """Asks the system for events only if there is nothing else to do.

    No request waits for sockets of its loop. Each ``select`` would release Python's
    global lock, and with many threads it takes a while to get it back.
    """

    def select(self, timeout: float | None = None) -> list[Any]:
        return [] if timeout == 0 else super().select(timeout)
