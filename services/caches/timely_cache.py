"""Odoo's method caches, made safe against threads that still read old rows.

All threads of a process share these caches, and each request reads the rows as they
were when its transaction began (REPEATABLE READ). When a change empties a cache, a
thread that began earlier still reads the old rows. If it stored them, the whole process
would use them until the cache is emptied again. So a thread that began before a cache
was emptied by another one stores nothing in it. That holds for calls of MCP, pages of
Odoo and scheduled actions.

Odoo notes on the thread of a request when it began (``perf_t0``), before it has a
cursor; ``working`` notes it for other threads. A thread that empties a cache itself
sees its own change, and may store what it finds.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from odoo.sql_db import real_time
from odoo.tools.lru import LRU


class TimelyCache(LRU):
    """A cache in which threads that are too late store nothing."""

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
            # not before it is empty: a thread that begins until then may find old values
            self._emptied = real_time()

    def __setitem__(self, key: Any, value: Any) -> None:
        # the lock: nobody empties it between the comparison and the storing
        with self._turn:
            if not self._is_late():
                super().__setitem__(key, value)

    def _is_late(self) -> bool:
        began = getattr(threading.current_thread(), "perf_t0", None)
        own = self._by == threading.get_ident()
        emptied = self._emptied_by_another if own else self._emptied
        # if the clock was set back, the note of the emptying may lie in the future
        return began is not None and began <= emptied <= real_time()


@contextmanager
def working() -> Iterator[None]:
    """Note that the work of this thread begins now, unless it is part of a request."""
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
    """Replace the caches of ``registry`` by such ones."""
    caches = registry._Registry__caches
    for name, cache in caches.items():
        if not isinstance(cache, TimelyCache):
            caches[name] = TimelyCache(cache.count)
