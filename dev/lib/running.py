"""``dev/run``: Odoo with the addon in a demo database, ready for an MCP client."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from . import clients, options, templates
from .databases import Databases
from .instance import Instance
from .keys import fresh_key
from .locks import locked
from .odoo import SERIES, Odoo, find
from .paths import addon_hash
from .ports import free_port, require_free
from .postgres import Address, postgres
from .say import say, step
from .server import serving

DATABASE = "odoo_mcp_demo"


def main() -> int:
    given = _arguments()
    # kill and the end of the terminal stop it as Ctrl-C does
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.default_int_handler)
    try:
        with postgres() as address:
            _run(_odoo(given.odoo), address, given)
    except KeyboardInterrupt:
        say("stopped")
    return 0


def _arguments() -> argparse.Namespace:
    parser = options.parser("run", __doc__)
    parser.add_argument("--odoo", choices=SERIES, help="19.0 unless it is not found")
    parser.add_argument("--port", type=int, default=8069, help="of Odoo")
    parser.add_argument("--host", default="127.0.0.1", help="interface to listen on")
    parser.add_argument("--workers", type=int, default=0, help="none: threads")
    parser.add_argument(
        "--reset", action="store_true", help="start with a new database"
    )
    parser.add_argument("--quiet", action="store_true", help="do not show Odoo's log")
    return parser.parse_args()


def _odoo(series: str | None) -> Odoo:
    for wanted in [series] if series else SERIES:
        odoo = find(wanted)
        if odoo:
            return odoo
    raise SystemExit("no Odoo was found; name a source tree in ODOO_19 or ODOO_18")


def _run(odoo: Odoo, address: Address, given: argparse.Namespace) -> None:
    require_free(given.host, given.port)
    instance = _instance(odoo, address, given)
    _prepare(instance, given.reset)
    here = f"http://localhost:{given.port}"
    Databases(address).is_reached_at(instance.database, here)
    with ExitStack() as stack:
        key = stack.enter_context(ThreadPoolExecutor(1)).submit(fresh_key, instance)
        with step(f"Odoo {odoo.series}: starting"):
            server = stack.enter_context(serving(instance, given.port))
            clients.remember(f"{here}/mcp/v1", key.result())
        print(clients.banner(f"Odoo {odoo.series}", instance.log), flush=True)
        if not given.quiet:
            threading.Thread(target=_follow, args=(instance.log,), daemon=True).start()
        server.wait()
        raise SystemExit(f"Odoo ended, see {instance.log}")


def _instance(odoo: Odoo, address: Address, given: argparse.Namespace) -> Instance:
    name = DATABASE if odoo.series == SERIES[0] else f"{DATABASE}_{odoo.number}"
    options = {
        "http_interface": given.host,
        "gevent_port": free_port(),
        "workers": given.workers,
        "max_cron_threads": 1,
        "server_wide_modules": odoo.wide_modules,
    }
    return Instance(odoo, address, name, options)


def _prepare(instance: Instance, reset: bool) -> None:
    """Make the demo database hold the addon as it is now."""
    databases, name, series = (
        Databases(instance.address),
        instance.database,
        instance.odoo.series,
    )
    template = templates.base(instance.odoo, instance.address)
    note = databases.note(name) or ""
    state = addon_hash()
    with locked(name):
        if reset or not note.startswith(template):
            with step(f"Odoo {series}: demo database with the addon"):
                databases.clone(template, name)
                instance.do("-i", "odoo_mcp")
        elif note != f"{template} {state}":
            with step(f"Odoo {series}: updating the addon"):
                instance.do("-u", "odoo_mcp")
        databases.annotate(name, f"{template} {state}")


def _follow(log: Path) -> None:
    """Show what Odoo writes from now on."""
    with log.open() as file:
        file.seek(0, 2)
        while True:
            text = file.read()
            sys.stderr.write(text)
            time.sleep(0 if text else 0.3)
