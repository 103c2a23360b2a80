"""Event loops for request threads, from a small pool.

asyncio allows one running loop per OS thread, and Odoo makes a thread for every
connection: a loop of its own for each would leak descriptors.
"""

from __future__ import annotations

import asyncio
import queue
from collections.abc import Coroutine
from typing import Any

KEPT = 32
_idle: queue.LifoQueue[asyncio.AbstractEventLoop] = queue.LifoQueue(KEPT)


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Drive ``coroutine`` to its end on this thread."""
    try:
        loop = _idle.get_nowait()
    except queue.Empty:
        loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(coroutine)
    finally:
        try:
            _idle.put_nowait(loop)
        except queue.Full:
            loop.close()
