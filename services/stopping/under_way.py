"""What is under way in this process, and how it ends when it is stopped.

An administrator stops it, or its client, who closes the connection, or it takes longer
than a call may. The statement of a stopped call is cancelled, and no other one may begin. Code that waits without the
database calls ``check`` now and then. ``services/stopping/stop_watcher.py`` notices
either, and tells the client how long the work takes.
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
# called with the seconds that have passed
Tell = Callable[[float], Any]
IsLeft = Callable[[], bool]


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
        is_left: answers whether its client has gone.
        stopped: it was stopped before it was over.
        left: that was because its client had gone.
        late: that was because it took too long.
        until: when it is late, by ``time.monotonic``; None: it may take as long as it
            takes.
    """

    def __init__(
        self, registry: Any, principal: Principal, end: End, is_left: IsLeft
    ) -> None:
        self.registry, self.principal, self.is_left = registry, principal, is_left
        self.since, self.until = time.monotonic(), None
        self.stopped = self.left = self.late = self._over = False
        self._ends, self._tells = [end], []
        self._lock = threading.Lock()

    @property
    def names(self) -> set[str]:
        """What it belongs to, as ``mcp.stop`` names it."""
        return {"all", f"user:{self.principal.uid}", self.principal.credential}

    def is_late(self) -> bool:
        """Whether it takes longer than it may."""
        until = self.until
        return until is not None and time.monotonic() > until

    def stop(self, *, left: bool = False, late: bool = False) -> None:
        """End the work; the watching thread calls this until it is over.

        The lock keeps the work from finishing meanwhile, and so from giving its
        connection away: PostgreSQL must not cancel a statement of somebody else.
        """
        with self._lock:
            if self._over:
                return
            if not self.stopped:
                self.stopped, self.left, self.late = True, left, late
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

    def tell(self) -> None:
        """Tell the client how long the work takes, unless it is stopped."""
        with self._lock:
            if self.stopped:
                return
            for begin, tell in self._tells:
                # it raises once nobody listens any more, which ``is_left`` answers
                with suppress(BaseException):
                    tell(round(time.monotonic() - begin, 1))

    @contextmanager
    def told_by(self, tell: Tell) -> Iterator[None]:
        """During the block call ``tell`` now and then."""
        entry = (time.monotonic(), tell)
        with self._lock:
            self._tells.append(entry)
        try:
            yield
        finally:
            with self._lock:
                self._tells.remove(entry)


# the work of the running call; set by the guard ``stoppable``
current: ContextVar[Work | None] = ContextVar("mcp_under_way", default=None)
_all: set[Work] = set()


def _never() -> bool:
    return False


def begin(
    registry: Any, principal: Principal, end: End, is_left: IsLeft = _never
) -> Work:
    """Note work that begins now, and how it is ended; ``finish`` it in any case."""
    work = Work(registry, principal, end, is_left)
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


@contextmanager
def untimed() -> Iterator[None]:
    """During the block the time of the running call stands still: a person is asked."""
    work = current.get()
    if work is None or work.until is None:
        yield
        return
    rest, work.until = work.until - time.monotonic(), None
    try:
        yield
    finally:
        work.until = time.monotonic() + rest


@contextmanager
def told_by(tell: Tell) -> Iterator[None]:
    """During the block call ``tell`` now and then, on another thread.

    For what waits in one piece, such as a statement, and cannot report by itself.
    """
    if work := current.get():
        with work.told_by(tell):
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
