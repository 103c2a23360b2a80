"""What requests cost apart from their time: processor time, statements, memory.

They stay what they are when the machine has other work, which times do not.
"""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass

import psutil

from .load import Request, measure
from .say import say

MEGABYTE = 2**20


@dataclass(frozen=True)
class Server:
    """A running server.

    Attributes:
        process: its id; the children count with it.
        database: whose connections in PostgreSQL count, where they are visible.
        counts: whether one process answers everything, so that it can count.
    """

    process: int
    port: int
    database: str
    counts: bool

    def computed(self) -> float:
        """Seconds that Odoo and PostgreSQL have computed for it so far."""
        return sum(map(_computed, [*self._tree(), *_backends(self.database)]))

    def statements_of(self, request: Request, times: int = 20) -> float | None:
        """Statements that one ``request`` sends to PostgreSQL."""
        if not self.counts:
            return None
        before = self._statements()
        measure(self.port, request, 1, times)
        return (self._statements() - before) / times

    def resident(self) -> int:
        """MB of the largest process that answers calls."""
        return max(p.memory_info().rss for p in self._answering()) // MEGABYTE

    def _answering(self) -> list[psutil.Process]:
        """The workers; the process itself where it has none."""
        process, *children = self._tree()
        workers = [p for p in children if "gevent" not in p.cmdline()]
        return workers or [process]

    def _statements(self) -> int:
        url = f"http://127.0.0.1:{self.port}/mcp_test/statements"
        with urllib.request.urlopen(url, timeout=60) as answer:
            return json.load(answer)

    def _tree(self) -> list[psutil.Process]:
        process = psutil.Process(self.process)
        return [process, *process.children(recursive=True)]


def memory(server: Server, request: Request, calls: int, parts: int = 5) -> int:
    """Print the memory after each part of ``calls``; the number of wrong answers."""
    found, wrong = [server.resident()], 0
    for part in range(parts):
        wrong += measure(server.port, request, 8, calls // parts).wrong
        found.append(server.resident())
        say(f"{calls // parts * (part + 1)} calls: {found[-1]} MB")
    print(
        f"\nLargest worker before and after each of {parts} times {calls // parts} "
        f"calls: {', '.join(map(str, found))} MB; wrong answers: {wrong}",
        flush=True,
    )
    return wrong


def _backends(database: str) -> list[psutil.Process]:
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if (words := " ".join(process.info["cmdline"] or ())).startswith("postgres:")
        and f" {database} " in words
    ]


def _computed(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return times.user + times.system
