"""Writing clients for whom the server is taken away again and again."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from .instance import Instance
from .stress_clients import Client

PAUSE_SECONDS = 0.05
STUCK_SECONDS = 300
AFTERWARDS = """
env.cr.execute(
    "SELECT name, count(*) FROM res_partner WHERE name LIKE 'stress-%%' GROUP BY name")
found = dict(env.cr.fetchall())
env.cr.execute(
    "SELECT count(*) FROM mcp_audit_log WHERE phase = 'outcome' AND result = 'ok' "
    "AND tool = 'probe_add'")
outcomes = env.cr.fetchone()[0]
env["mcp.audit.log"]._seal()
print("FOUND=" + str(len(found)) + " " + str(sum(found.values())) + " " + str(outcomes)
      + " " + str(len(env["mcp.audit.log"]._verify())))
import json
print("NAMES=" + json.dumps(sorted(found)))
"""


@dataclass
class Writers:
    """Clients that write until they are told to stop.

    A call without an answer is sent again with its idempotency key.

    Attributes:
        done: names of the acknowledged writes.
        again: how often a call was sent again.
    """

    clients: list[Client]
    done: list[str] = field(default_factory=list)
    again: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)

    def while_(self, disturb: Callable[[], None]) -> None:
        """Write while ``disturb`` runs."""
        numbers = range(len(self.clients))
        threads = [threading.Thread(target=self._write, args=(n,)) for n in numbers]
        for thread in threads:
            thread.start()
        try:
            disturb()
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def go_on(self, writes: int) -> None:
        """Wait until so many more have been acknowledged.

        Raises:
            SystemExit: nothing was for minutes.
        """
        wanted, end = len(self.done) + writes, time.monotonic() + STUCK_SECONDS
        while len(self.done) < wanted:
            if time.monotonic() > end:
                raise SystemExit("the server does not answer any more")
            time.sleep(PAUSE_SECONDS)

    def _write(self, number: int) -> None:
        turn = 0
        while not self._stop.is_set():
            self._one(self.clients[number], f"stress-{number}-{turn}")
            turn += 1

    def _one(self, client: Client, name: str) -> None:
        arguments = {"name": name, "idempotency_key": name}
        while not _good(client.call("probe_add", arguments)):
            if self._stop.is_set():
                return
            self.again += 1
            time.sleep(PAUSE_SECONDS)
        self.done.append(name)


def judged(title: str, instance: Instance, writers: Writers) -> bool:
    """Print what became of the writes; whether all is as it should be."""
    printed = instance.script(AFTERWARDS)
    names, rows, outcomes, problems = map(
        int, re.search(r"FOUND=(\d+) (\d+) (\d+) (\d+)", printed).groups()
    )
    found = set(json.loads(re.search(r"NAMES=(.*)", printed)[1]))
    lost = len(set(writers.done) - found)
    print(
        f"{title}, {len(writers.done)} writes acknowledged, {writers.again} sent "
        f"again: {lost} lost, {rows - names} doubled, {rows - outcomes} without an audit "
        f"row, {problems} problems found by verify",
        flush=True,
    )
    return not lost and rows == names and rows <= outcomes and not problems


def _good(result: dict | None) -> bool:
    return bool(result) and not result["isError"]
