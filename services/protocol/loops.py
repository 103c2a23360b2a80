"""Event loops for request threads, from a small pool.

asyncio allows one running loop per OS thread, and Odoo makes a thread for every
connection: a loop of its own for each would leak descriptors.
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
    """Asks the system for events only where there is nothing to do without them.

    No request waits for sockets of its loop. Each look would give Python's lock away,
    and with many threads it takes a while until it is back.
    """

    def select(self, timeout: float | None = None) -> list[Any]:
        return [] if timeout == 0 else super().select(timeout)
