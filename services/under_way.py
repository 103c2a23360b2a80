"""What runs in this process and ends when an administrator stops it.

A call is ended where it is found: its statement is cancelled and none begins any more,
what waits looks at ``check``. ``services/stop_watcher.py`` sees that something is
stopped.
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

from .principal import Principal

# what only takes back may run to its end
TAKING_BACK = ("ROLLBACK", "RELEASE")
End = Callable[[], Any]


class Interrupted(BaseException):
    """Ends the body of a call that was stopped; no error of the tool's."""


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
        """End it; from the thread that watches, again and again until it is over.

        The work cannot be over, nor give a connection away, while this is under way:
        what PostgreSQL is asked to cancel is never the statement of somebody else.
        """
        with self._lock:
            if self._over:
                return
            self.stopped = True
            for end in self._ends:
                # a connection that is lost already
                with suppress(psycopg2.Error):
                    end()

    def finish(self) -> bool:
        """It is over; whether it had been stopped before."""
        _all.discard(self)
        with self._lock:
            self._over = True
            return self.stopped

    @contextmanager
    def ended_by(self, end: End) -> Iterator[None]:
        """What else is to be called while the block runs."""
        with self._lock:
            self._ends.append(end)
        try:
            yield
        finally:
            with self._lock:
                self._ends.remove(end)


# the call that the code at hand runs in; set by the guard ``stoppable``
current: ContextVar[Work | None] = ContextVar("mcp_under_way", default=None)
_all: set[Work] = set()


def begin(registry: Any, principal: Principal, end: End) -> Work:
    """What begins now, and is ended by ``end``; ``finish`` it in any case."""
    work = Work(registry, principal, end)
    _all.add(work)
    return work


def longer_than(seconds: float) -> list[Work]:
    """What has been under way for longer than that."""
    before = time.monotonic() - seconds
    return [work for work in list(_all) if work.since < before]


def is_stopped() -> bool:
    """Whether the call that the code at hand runs in was stopped."""
    work = current.get()
    return work is not None and work.stopped


def check() -> None:
    """For whatever waits or goes on and on without the database.

    Raises:
        Interrupted: the call that the code at hand runs in was stopped.
    """
    if is_stopped():
        raise Interrupted


@contextmanager
def ended_by(end: End) -> Iterator[None]:
    """A further connection of the running call, and how its statement is ended."""
    check()
    if work := current.get():
        with work.ended_by(end):
            yield
    else:
        yield


def close(cr: Any) -> None:
    """Cancel the statement of a cursor, and let none begin that does something."""

    def execute(query: Any, *args: Any, **options: Any) -> Any:
        text = query.code if isinstance(query, SQL) else str(query)
        if text.lstrip().startswith(TAKING_BACK):
            return type(cr).execute(cr, query, *args, **options)
        raise Interrupted

    cr.execute = execute
    cr._cnx.cancel()


def open_again(cr: Any) -> None:
    """Undo ``close``."""
    cr.__dict__.pop("execute", None)


# a fork has the threads of none of what its parent does
os.register_at_fork(after_in_child=_all.clear)
