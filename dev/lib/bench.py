"""``dev/bench``: the same ORM work by every way into Odoo, on one server in one run.

    ways       a search by Odoo's own ways in, by a bare controller, and by ours
    tools      the record tools, and the calls of Odoo's JSON-RPC that come nearest
    peers      tasks by other MCP servers for Odoo, from the package index, and by this one
    questions  what business people ask, by the same servers, in a database with apps
    journal    writes with and without the journal that makes undo possible
    memory     of a worker after many calls

What is compared is measured in turns, several rounds of it, so that whatever else the
machine does falls on all of them; each figure is the median of its rounds. Processor
time and statements do not depend on the machine's other work. Rate limits are raised
first. Answers are checked; a wrong one is counted and shown.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from . import journal_cost, options, tool_ways, ways_in
from .bench_tables import tools_table, ways_table
from .costs import Server, memory
from .databases import Databases
from .instance import Instance
from .odoo import SERIES, Odoo, find
from .paths import fixtures
from .peer_bench import peers_table
from .peer_questions import QUESTIONS
from .ports import free_port
from .postgres import Address, postgres
from .server import serving
from .templates import business, tested
from .ways_in import Doors

MODES = {"threaded": 0, "prefork": 2}
PARTS = ("ways", "tools", "peers", "questions", "journal", "memory")


def main() -> int:
    given = _arguments()
    wanted = SERIES if given.odoo == "all" else (given.odoo,)
    found = [odoo for series in wanted if (odoo := find(series))]
    if not found:
        raise SystemExit(f"Odoo {given.odoo} was not found")
    print(_machine())
    with postgres() as address:
        wrong = sum(_one(odoo, address, given) for odoo in found)
    print(f"\nLoad afterwards: {os.getloadavg()[0]:.1f}")
    return int(bool(wrong))


def _arguments() -> argparse.Namespace:
    parser = options.parser("bench", __doc__)
    parser.add_argument("parts", nargs="*", help="all unless some are named")
    parser.add_argument(
        "--odoo", choices=(*SERIES, "all"), default="all", help="of both"
    )
    modes = {"choices": (*MODES, "both"), "default": "both"}
    parser.add_argument("--mode", **modes, help="threads, or two workers")
    parser.add_argument("--rounds", type=int, default=7, help="of each comparison")
    parser.add_argument("--requests", type=int, default=96, help="a route and round")
    parser.add_argument("--calls-a-round", type=int, default=20, help="for peers")
    parser.add_argument("--calls", type=int, default=10_000, help="for memory")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"no part is called {', '.join(sorted(unknown))}")
    given.parts = given.parts or PARTS
    return given


def _machine() -> str:
    """What it was measured on, without names."""
    gigabytes = psutil.virtual_memory().total / 2**30
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} processors ({platform.machine()}), {gigabytes:.0f} GB, "
        f"Python {platform.python_version()}, load before {load:.1f}"
    )


def _one(odoo: Odoo, address: Address, given: argparse.Namespace) -> int:
    """Everything asked for on one Odoo; the number of wrong answers."""
    wrong = 0
    if "journal" in given.parts:
        with _instance(odoo, address, 0) as instance:
            print(f"\n### Odoo {odoo.series}, the journal of writes\n", flush=True)
            print(journal_cost.table(instance, given.rounds), flush=True)
    if "questions" in given.parts:
        wrong += _questions(odoo, address, given)
    if not {"ways", "tools", "peers", "memory"} & set(given.parts):
        return wrong
    for mode in MODES if given.mode == "both" else (given.mode,):
        with _instance(odoo, address, MODES[mode]) as instance:
            wrong += _mode(instance, mode, given)
    return wrong


def _questions(odoo: Odoo, address: Address, given: argparse.Namespace) -> int:
    with _instance(odoo, address, 0, business) as instance:
        doors, port = Doors(instance), free_port()
        with serving(instance, port):
            print(f"\n### Odoo {odoo.series}, business questions\n", flush=True)
            return peers_table(instance, port, doors, given, QUESTIONS)


def _mode(instance: Instance, mode: str, given: argparse.Namespace) -> int:
    title, wrong = f"Odoo {instance.odoo.series}, {mode}", 0
    doors, port = Doors(instance), free_port()
    with serving(instance, port) as process:
        server = Server(process.pid, port, instance.database, mode == "threaded")
        if "ways" in given.parts:
            print(f"\n### {title}\n", flush=True)
            wrong += ways_table(server, ways_in.routes(doors), given)
        if "tools" in given.parts and server.counts:
            print(f"\n### {title}, the record tools\n", flush=True)
            pairs = tool_ways.pairs(doors)
            wrong += tools_table(server, pairs, given, tool_ways.READS)
        if "peers" in given.parts and server.counts:
            print(f"\n### {title}, other MCP servers\n", flush=True)
            wrong += peers_table(instance, port, doors, given)
        if "memory" in given.parts:
            request = ways_in.routes(doors)[ways_in.OURS]
            wrong += memory(server, request, given.calls)
    return wrong


@contextmanager
def _instance(
    odoo: Odoo,
    address: Address,
    workers: int,
    template: Callable[[Odoo, Address], str] = tested,
) -> Iterator[Instance]:
    """Odoo on a clone of the template, dropped afterwards."""
    databases, name = Databases(address), f"odoo_mcp_bench_{odoo.number}_{os.getpid()}"
    databases.clone(template(odoo, address), name)
    options = {
        "workers": workers,
        "server_wide_modules": odoo.wide_modules,
        "gevent_port": free_port(),
    }
    instance = Instance(odoo, address, name, options, fixtures=fixtures())
    try:
        yield instance
    finally:
        databases.drop(name)
        Path(instance.log).unlink(missing_ok=True)
