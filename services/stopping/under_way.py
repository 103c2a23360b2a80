"""What is under way in this process, and how it ends if an administrator stops it.

The statement of a stopped call is cancelled, and no other one may begin. Code that
waits without the database calls ``check`` now and then. ``services/stopping/stop_watcher.py``
notices that something was stopped.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

import psycopg2

from odoo.tools import SQL

from ..callers.principal import Principal

# statements that a stopped call may still send: they only roll back
TAKING_BACK = ("ROLLBACK", "RELEASE")
End = Callable[[], Any]


class Interrupted(BaseException):
    """Ends the body of a call that was stopped.

    A ``BaseException``, so that no tool takes it for an error of its own.
    """


class Work:
    """A call, a question to the client or a subscription that is under way.

    Attributes:
        registry: of the database in which it runs.
        principal: whose it is.
        since: when it began, by ``time.monotonic``.
        stopped: an administrator stopped it before it was over.
    """

    def __init__(self, registry: Any, principal: Principal, end: End) -> None:
        self.registry, self.principal = registry, principal
        self.since = time.monotonic()
        self.stopped = self._over = False
        self._ends = [end]
        self._lock = threading.Lock()

    @property
    def names(self) -> set[str]:
        """What it belongs to, as ``mcp.stop`` names it."""
        return {"all", f"user:{self.principal.uid}", self.principal.credential}

    def stop(self) -> None:
        """End the work; the watching thread calls this until it is over.

        The lock keeps the work from finishing meanwhile, and so from giving its
        connection away: PostgreSQL must not cancel a statement of somebody else.
        """
        with self._lock:
            if self._over:
                return
            self.stopped = True
            for end in self._ends:
                # the connection may be lost already
                with suppress(psycopg2.Error):
                    end()

    def finish(self) -> bool:
        """Note that the work is over; answer whether it had been stopped before."""
        _all.discard(self)
        with self._lock:
            self._over = True
            return self.stopped

    @contextmanager
    def ended_by(self, end: End) -> Iterator[None]:
        """During the block call ``end`` as well, if the work is stopped."""
        with self._lock:
            self._ends.append(end)
        try:
            yield
        finally:
            with self._lock:
                self._ends.remove(end)


# the work of the running call; set by the guard ``stoppable``
current: ContextVar[Work | None] = ContextVar("mcp_under_way", default=None)
_all: set[Work] = set()


def begin(registry: Any, principal: Principal, end: End) -> Work:
    """Note work that begins now, and how it is ended; ``finish`` it in any case."""
    work = Work(registry, principal, end)
    _all.add(work)
    return work


def longer_than(seconds: float) -> list[Work]:
    """All work that has been under way for longer than ``seconds``."""
    before = time.monotonic() - seconds
    return [work for work in list(_all) if work.since < before]


def is_stopped() -> bool:
    """Whether the running call was stopped."""
    work = current.get()
    return work is not None and work.stopped


def check() -> None:
    """To be called now and then by code that waits, or works without the database.

    Raises:
        Interrupted: the running call was stopped.
    """
    if is_stopped():
        raise Interrupted


@contextmanager
def ended_by(end: End) -> Iterator[None]:
    """During the block call ``end`` if the running call is stopped.

    For connections that the call opens besides its own cursor.
    """
    check()
    if work := current.get():
        with work.ended_by(end):
            yield
    else:
        yield


def close(cr: Any) -> None:
    """Cancel the statement of a cursor, and let none begin but those that roll back."""

    def execute(query: Any, *args: Any, **options: Any) -> Any:
        text = query.code if isinstance(query, SQL) else str(query)
        if text.lstrip().startswith(TAKING_BACK):
            return type(cr).execute(cr, query, *args, **options)
        raise Interrupted

    cr.execute = execute
    cr._cnx.cancel()


def open_again(cr: Any) -> None:
    """Let the cursor run statements again, after ``close``."""
    cr.__dict__.pop("execute", None)


# the work of the parent goes on in the parent only, so a fork begins with none
os.register_at_fork(after_in_child=_all.clear)
