"""Work that takes long, and whether it has ended: on the server, and in PostgreSQL."""

from __future__ import annotations

import asyncio
import time

import psutil
from _calls import python

# what people wait for; it would be ten minutes
SOON_S = 20
LEFT = """
env.cr.execute("SELECT count(*) FROM pg_stat_activity WHERE state = 'active'"
               " AND pid <> pg_backend_pid() AND query LIKE %%s", ["%%" + %r + "%%"])
env.cr.fetchone()[0]
"""


def unlike_others() -> str:
    """Seconds that nobody else waits."""
    return f"{200 + time.time() % 1:.9f}"


async def ends_in_postgresql(query: str) -> None:
    """PostgreSQL sees within a second that nobody waits any more."""
    end = time.monotonic() + SOON_S
    while await python(LEFT % query):
        assert time.monotonic() < end, "the statement runs on"
        await asyncio.sleep(0.2)


def running(mark: str) -> list[int]:
    found = []
    for process in psutil.process_iter():
        try:
            if mark in process.cmdline():
                found.append(process.pid)
        except psutil.Error:
            continue
    return found
