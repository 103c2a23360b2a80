"""Odoo's caches of methods, which keep nothing from before they were emptied.

All threads of a process share them, and each request reads the rows as they were when
its transaction began (REPEATABLE READ). What it looks up after another thread has
emptied a cache for a change may be as it was before that change, and the whole process
would be told so until something else empties that cache. So who began before a cache
was emptied gets his answer and leaves nothing in it, be it a call of MCP, a page of
Odoo or a scheduled action.

Odoo notes on the thread of a request when it began (``perf_t0``), before it has a
cursor; ``working`` does so for other threads. Whoever empties a cache himself sees his
own change, so he is late only for what others emptied.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from odoo.sql_db import real_time
from odoo.tools.lru import LRU


class TimelyCache(LRU):
    """A cache that is closed to who began before another thread emptied it."""

    def __init__(self, count: int) -> None:
        self._turn = threading.RLock()
        self._emptied = self._emptied_by_another = 0.0
        self._by = 0
        super().__init__(count)

    def clear(self) -> None:
        with self._turn:
            super().clear()
            if self._by != (me := threading.get_ident()):
                self._by, self._emptied_by_another = me, self._emptied
            # afterwards: who began earlier may have found what was in it
            self._emptied = real_time()

    def __setitem__(self, key: Any, value: Any) -> None:
        # nobody empties it between the look at the clock and the value
        with self._turn:
            if not self._is_late():
                super().__setitem__(key, value)

    def _is_late(self) -> bool:
        began = getattr(threading.current_thread(), "perf_t0", None)
        own = self._by == threading.get_ident()
        emptied = self._emptied_by_another if own else self._emptied
        # where the clock was set back, it was not emptied in the time to come
        return began is not None and began <= emptied <= real_time()


@contextmanager
def working() -> Iterator[None]:
    """What this thread does in the block begins now, unless it is part of a request."""
    thread = threading.current_thread()
    if hasattr(thread, "perf_t0"):
        yield
        return
    thread.perf_t0 = real_time()
    try:
        yield
    finally:
        del thread.perf_t0


def close_to_latecomers(registry: Any) -> None:
    """Have the caches of ``registry`` keep nothing of who is late for it."""
    caches = registry._Registry__caches
    for name, cache in caches.items():
        if not isinstance(cache, TimelyCache):
            caches[name] = TimelyCache(cache.count)
