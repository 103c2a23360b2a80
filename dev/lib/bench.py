"""``dev/bench``: the same ORM work by every way into Odoo, on one server in one run.

The routes are measured in turns, several rounds of them, so that whatever else the
machine does falls on all of them; each figure is the median of its rounds. Rate limits
are raised first. Answers are checked; a wrong one is counted and shown.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import psutil

from . import ways_in
from .databases import Databases
from .instance import Instance
from .load import Measured, Request, measure
from .odoo import SERIES, Odoo, find
from .ports import free_port
from .postgres import Address, postgres
from .say import say
from .server import serving
from .templates import tested

MODES = {"threaded": 0, "prefork": 2}
CONNECTIONS = (1, 8, 32)
HEAD = "| Route | connections | p50 ms | p95 ms | requests/s | bytes | wrong |"
MEGABYTE = 2**20


def main() -> int:
    given = _arguments()
    wanted = SERIES if given.odoo == "all" else (given.odoo,)
    found = [odoo for series in wanted if (odoo := find(series))]
    if not found:
        raise SystemExit(f"Odoo {given.odoo} was not found")
    print(_machine())
    wrong = 0
    with postgres() as address:
        for odoo in found:
            for mode in MODES if given.mode == "both" else (given.mode,):
                with _server(odoo, address, MODES[mode]) as server:
                    wrong += _table(f"Odoo {odoo.series}, {mode}", server, given)
                    wrong += _memory(server, given.calls)
    return int(bool(wrong))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("dev/bench", description=__doc__)
    parser.add_argument("--odoo", choices=(*SERIES, "all"), default="all")
    parser.add_argument("--mode", choices=(*MODES, "both"), default="both")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=96, help="a route and round")
    help_text = "calls after which the memory is looked at; 0: it is not"
    parser.add_argument("--calls", type=int, default=10_000, help=help_text)
    return parser.parse_args()


def _machine() -> str:
    """What it was measured on, without names."""
    memory = psutil.virtual_memory().total / 2**30
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} processors ({platform.machine()}), {memory:.0f} GB, "
        f"Python {platform.python_version()}, load before {load:.1f}"
    )


class Server:
    """A running server with the ways into it."""

    def __init__(self, process: int, port: int, routes: dict[str, Request]) -> None:
        self.process, self.port, self.routes = process, port, routes

    def memory(self) -> int:
        """Resident MB of the largest process that serves."""
        tree = psutil.Process(self.process)
        return max(p.memory_info().rss for p in _all(tree)) // MEGABYTE


def _all(tree: psutil.Process) -> list[psutil.Process]:
    return [tree, *tree.children(recursive=True)]


@contextmanager
def _server(odoo: Odoo, address: Address, workers: int) -> Iterator[Server]:
    """A server on a clone of the template, dropped afterwards."""
    databases, name = Databases(address), f"odoo_mcp_bench_{odoo.number}_{os.getpid()}"
    databases.clone(tested(odoo, address), name)
    options = {
        "workers": workers,
        "server_wide_modules": odoo.wide_modules,
        "gevent_port": free_port(),
    }
    instance = Instance(odoo, address, name, options, with_fixtures=True)
    try:
        routes, port = ways_in.routes(instance), free_port()
        with serving(instance, port) as process:
            yield Server(process.pid, port, routes)
    finally:
        databases.drop(name)
        Path(instance.log).unlink(missing_ok=True)


def _table(title: str, server: Server, given: argparse.Namespace) -> int:
    """Print the table; the number of wrong answers."""
    for request in server.routes.values():
        measure(server.port, request, 4, 40)
    print(f"\n### {title}\n\n{HEAD}\n" + "| --- " * 7 + "|", flush=True)
    wrong = 0
    for connections in CONNECTIONS:
        found: dict[str, list[Measured]] = {name: [] for name in server.routes}
        for _round in range(given.rounds):
            for name, request in server.routes.items():
                taken = measure(server.port, request, connections, given.requests)
                found[name].append(taken)
        for name, rounds in found.items():
            print(_row(name, connections, rounds), flush=True)
            wrong += sum(taken.wrong for taken in rounds)
    return wrong


def _row(name: str, connections: int, rounds: list[Measured]) -> str:
    figures = (
        f"{median(m.p50 for m in rounds):.1f}",
        f"{median(m.p95 for m in rounds):.1f}",
        f"{median(m.rate for m in rounds):.0f}",
        rounds[-1].size,
        sum(m.wrong for m in rounds),
    )
    return f"| {name} | {connections} | {' | '.join(map(str, figures))} |"


def _memory(server: Server, calls: int, parts: int = 5) -> int:
    """Print the memory after each part of ``calls``; the number of wrong answers."""
    request, found, wrong = server.routes[ways_in.OURS], [server.memory()], 0
    if not calls:
        return 0
    for part in range(parts):
        wrong += measure(server.port, request, 8, calls // parts).wrong
        found.append(server.memory())
        say(f"{calls // parts * (part + 1)} calls: {found[-1]} MB")
    print(
        f"\nLargest process before and after each of {parts} times {calls // parts} "
        f"calls: {', '.join(map(str, found))} MB; wrong answers: {wrong}",
        flush=True,
    )
    return wrong
