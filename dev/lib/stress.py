"""``dev/stress``: load, killed workers, and a PostgreSQL that crashes.

    load     calls of many keys, many in flight: no error, no answer of another caller
    kill     a worker is killed at random moments while clients write
    restart  PostgreSQL, a private one of this run, crashes at random moments meanwhile

A call that got no answer is sent again with its idempotency key. Afterwards every
acknowledged write is there once, and every write has its audit rows. Rate limits are
raised first.
"""

from __future__ import annotations

import argparse
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil

from . import options, templates
from .databases import Databases
from .instance import Instance
from .odoo import SERIES, Odoo, find
from .paths import fixtures
from .ports import free_port
from .postgres import Address, Cluster, postgres
from .server import serving
from .stress_clients import clients
from .stress_writes import Writers, judged

IN_FLIGHT = 32
# Odoo's own rule for two processors; its queue holds eight connections a worker, and
# what finds it full is only heard when it knocks again
LOAD_WORKERS = 5
WRITERS = 8
# after some writes have come through, at most so long until the next one
KILL_SECONDS = 0.4
CRASH_SECONDS = 2.0


def main() -> int:
    given = _arguments()
    odoo = find(given.odoo)
    if odoo is None:
        raise SystemExit(f"Odoo {given.odoo} was not found")
    # a worker gives a client two seconds to send what it wants, and 32 threads of
    # ours may take longer on a busy machine
    os.environ.setdefault("ODOO_HTTP_SOCKET_TIMEOUT", "60")
    parts = {"load": _load, "kill": _kill, "restart": _restart}
    with postgres() as address:
        good = [parts[name](odoo, address, given) for name in given.parts or parts]
    return int(not all(good))


def _arguments() -> argparse.Namespace:
    parser = options.parser("stress", __doc__)
    parser.add_argument("parts", nargs="*", help="all unless some are named")
    parser.add_argument("--odoo", default="18.0", choices=SERIES, help="the series")
    parser.add_argument("--calls", type=int, default=10_000, help="of load")
    parser.add_argument("--keys", type=int, default=1000, help="that load calls with")
    parser.add_argument("--kills", type=int, default=200, help="of workers")
    parser.add_argument("--restarts", type=int, default=20, help="of PostgreSQL")
    return parser.parse_args()


@contextmanager
def _instance(odoo: Odoo, address: Address, workers: int) -> Iterator[Instance]:
    """Odoo on a clone of the template, dropped afterwards."""
    databases, name = Databases(address), f"odoo_mcp_stress_{odoo.number}_{os.getpid()}"
    databases.clone(templates.tested(odoo, address), name)
    try:
        yield _at(odoo, address, name, workers)
    finally:
        databases.drop(name)


def _at(odoo: Odoo, address: Address, name: str, workers: int) -> Instance:
    options = {
        "workers": workers,
        "server_wide_modules": odoo.wide_modules,
        "gevent_port": free_port(),
    }
    return Instance(odoo, address, name, options, fixtures=fixtures())


def _load(odoo: Odoo, address: Address, given: argparse.Namespace) -> bool:
    with _instance(odoo, address, LOAD_WORKERS) as instance:
        port = free_port()
        callers = clients(instance, port, given.keys)
        wrong: list[str] = []
        times: list[float] = []

        def work(number: int) -> None:
            for turn in range(given.calls // IN_FLIGHT):
                word, begin = f"{number}-{turn}", time.perf_counter()
                client = callers[(number + turn * IN_FLIGHT) % len(callers)]
                result = client.call("greet", {"name": word})
                times.append((time.perf_counter() - begin) * 1000)
                if _greeting(result) != f"Hello {word}!":
                    wrong.append(word)

        with serving(instance, port):
            begin = time.perf_counter()
            _side_by_side(work, IN_FLIGHT)
            seconds = time.perf_counter() - begin
    said = f"{len(callers)} keys: {len(wrong)} wrong or unanswered"
    print(f"Odoo {odoo.series}, load, {said}, {_speed(times, seconds)}", flush=True)
    if missing := Counter(name for c in callers for name in c.unanswered):
        print(f"unanswered: {dict(missing)}", flush=True)
    return not wrong


def _speed(times: list[float], seconds: float) -> str:
    p95 = sorted(times)[int(len(times) * 0.95)]
    load = os.getloadavg()[0]
    return (
        f"{len(times)} calls, {IN_FLIGHT} in flight, {len(times) / seconds:.0f}/s, "
        f"p95 {p95:.0f} ms, load of the machine {load:.0f}"
    )


def _greeting(result: dict | None) -> str | None:
    return result and (result.get("structuredContent") or {}).get("greeting")


def _side_by_side(work, count: int) -> None:
    threads = [threading.Thread(target=work, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _kill(odoo: Odoo, address: Address, given: argparse.Namespace) -> bool:
    """Kill a worker at random moments."""
    with _instance(odoo, address, 2) as instance:
        port = free_port()
        writers = Writers(clients(instance, port, WRITERS))
        with serving(instance, port) as process:
            writers.while_(lambda: _kill_workers(process.pid, writers, given.kills))
        title = f"Odoo {odoo.series}, kill: {given.kills} workers killed"
        return judged(title, instance, writers)


def _kill_workers(server: int, writers: Writers, kills: int) -> None:
    for _turn in range(kills):
        writers.go_on(random.randint(0, 2))
        time.sleep(random.uniform(0, KILL_SECONDS))
        while not (workers := list(_workers(server))):
            time.sleep(KILL_SECONDS)
        random.choice(workers).kill()


def _workers(server: int) -> Iterator[psutil.Process]:
    for process in psutil.Process(server).children():
        # one that ends just now has no command any more
        with suppress(psutil.NoSuchProcess):
            if "gevent" not in " ".join(process.cmdline()):
                yield process


def _restart(odoo: Odoo, address: Address, given: argparse.Namespace) -> bool:
    """Let PostgreSQL crash at random moments."""
    with _instance(odoo, address, 0) as shared:
        cluster = Cluster("stress")
        cluster.start()
        try:
            cluster.copy(shared.address, shared.database)
            instance = _at(odoo, cluster.address, shared.database, 0)
            port = free_port()
            writers = Writers(clients(instance, port, WRITERS))
            with serving(instance, port):
                writers.while_(lambda: _crash(cluster, writers, given.restarts))
            title = (
                f"Odoo {odoo.series}, restart: {given.restarts} crashes of PostgreSQL"
            )
            return judged(title, instance, writers)
        finally:
            cluster.remove()


def _crash(cluster: Cluster, writers: Writers, times: int) -> None:
    for _turn in range(times):
        writers.go_on(random.randint(5, 50))
        time.sleep(random.uniform(0, CRASH_SECONDS))
        cluster.stop("immediate")
        cluster.start()
