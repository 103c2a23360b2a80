"""A thread that ends calls of its process: stopped, left by the client, or too long.

Every worker, on whatever machine, reads ``mcp.stop`` for itself: PostgreSQL is all that
workers share. It is read only while a call takes longer than a moment, so most calls
cost nothing. A client that closes its connection is seen at the socket.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2.pool import PoolError

from ..callers.principal import Principal
from ..compat.registry import lends_real_cursors
from ..log import logger
from ..transactions.own_cursor import at_once
from . import under_way
from .under_way import End, Work

_logger = logger(__name__)
LOOK_S = 0.5
# a thread that is there costs less than one that starts with each call
LINGER_S = 60
STOPS = "SELECT what FROM mcp_stop"
_lock = threading.Lock()
_thread: threading.Thread | None = None
_wanted = 0.0


@contextmanager
def watched(registry: Any, principal: Principal, end: End) -> Iterator[None]:
    """Call ``end`` if an administrator stops what the block does."""
    work = under_way.begin(registry, principal, end)
    try:
        see_to(work)
        yield
    finally:
        work.finish()


@contextmanager
def waiting(registry: Any, principal: Principal, end: End) -> Iterator[None]:
    """Call ``end`` if the running call is stopped; without one, if the block is."""
    if under_way.current.get():
        with under_way.ended_by(end):
            yield
    else:
        with watched(registry, principal, end):
            yield


def see_to(work: Work) -> None:
    """Make sure that the thread runs and watches ``work``, which begins now."""
    global _thread, _wanted
    with _lock:
        _wanted = work.since
        if _thread is None:
            thread = threading.Thread(target=_watch, daemon=True, name="mcp.stop_watch")
            # if no thread can be started now, the next call tries again
            thread.start()
            _thread = thread


def _watch() -> None:
    while not _is_idle():
        time.sleep(LOOK_S)
        try:
            look(under_way.longer_than(LOOK_S))
        except Exception:
            _logger.exception("could not look for what is stopped")


def _is_idle() -> bool:
    """Whether nothing began for a while and nothing runs; then the thread ends."""
    global _thread
    with _lock:
        if time.monotonic() - _wanted < LINGER_S or under_way.longer_than(0):
            return False
        _thread = None
        return True


def look(works: list[Work]) -> None:
    """End what is stopped, left or late of ``works``; of the others tell how long."""
    for work in works:
        work.tell()
    for registry in {id(work.registry): work.registry for work in works}.values():
        if not lends_real_cursors(registry):
            # the cursor of a test belongs to its thread
            continue
        stopped = _stopped(registry)
        for work in works:
            if work.registry is registry:
                _end_unwanted(work, stopped)


def _end_unwanted(work: Work, stopped: set[str]) -> None:
    if work.names & stopped:
        work.stop()
    elif work.is_left():
        work.stop(left=True)
    elif work.is_late():
        work.stop(late=True)


def _stopped(registry: Any) -> set[str]:
    """What is stopped now, read past all caches; empty if the database is away."""
    try:
        return {what for (what,) in at_once(registry, (STOPS, []))}
    except (psycopg2.Error, PoolError):
        return set()


def _forget() -> None:
    """In a fork there is no such thread: threads are not inherited."""
    global _thread, _lock
    _thread, _lock = None, threading.Lock()


os.register_at_fork(after_in_child=_forget)
