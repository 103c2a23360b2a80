"""``dev/bench``: the same ORM work by every way into Odoo, on one server in one run.

Rate limits are raised first. Answers are checked; a wrong one is counted and shown.
"""

from __future__ import annotations

import argparse
import json
import re

import psutil

from . import templates
from .databases import Databases
from .instance import Instance
from .keys import fresh_key
from .load import Measured, Request, measure
from .odoo import find
from .ports import free_port
from .postgres import postgres
from .server import serving

HEAD = "| Route | connections | p50 ms | p95 ms | requests/s | bytes | wrong |"
RAISE = """
for name in ("reads", "writes", "queries"):
    env["ir.config_parameter"].set_param(f"mcp.rate_{name}", "1000000")
user = env.ref("base.user_admin")
from datetime import datetime, timedelta
key = env(user=user.id)["res.users.apikeys"]._generate(
    None, "bench", datetime.now() + timedelta(days=1)
)
print("API=" + key)
env.cr.commit()
"""


def main() -> int:
    given = _arguments()
    odoo = find(given.odoo)
    if odoo is None:
        raise SystemExit(f"Odoo {given.odoo} was not found")
    with postgres() as address:
        databases, name = Databases(address), "odoo_mcp_bench"
        databases.clone(templates.tested(odoo, address), name)
        try:
            for mode, workers in (("threaded", 0), ("prefork", 2)):
                options = {
                    "workers": workers,
                    "server_wide_modules": odoo.wide_modules,
                    "gevent_port": free_port(),
                }
                instance = Instance(odoo, address, name, options, with_fixtures=True)
                _mode(instance, mode, given.requests)
        finally:
            databases.drop(name)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("dev/bench", description=__doc__)
    parser.add_argument("--odoo", default="18.0")
    parser.add_argument("--requests", type=int, default=400)
    return parser.parse_args()


def _mode(instance: Instance, mode: str, total: int) -> None:
    key = fresh_key(instance)
    api = re.search(r"API=(\S+)", instance.script(RAISE))[1]
    port = free_port()
    routes = _routes(instance.database, key, api)
    print(f"\n### Odoo {instance.odoo.series}, {mode}\n\n{HEAD}\n" + "| --- " * 7 + "|")
    with serving(instance, port) as process:
        for request in routes.values():
            measure(port, request, 2, 20)
        for connections in (1, 8, 32):
            for name, request in routes.items():
                _row(name, connections, measure(port, request, connections, total))
        tree = [psutil.Process(process.pid)]
        tree += tree[0].children(recursive=True)
        memory = max(p.memory_info().rss for p in tree) // 2**20
        print(f"\nLargest process afterwards: {memory} MB")


def _row(name: str, connections: int, m: Measured) -> None:
    figures = f"{m.p50:.1f} | {m.p95:.1f} | {m.rate:.0f} | {m.size} | {m.wrong}"
    print(f"| {name} | {connections} | {figures} |", flush=True)


def _routes(database: str, key: str, api: str) -> dict[str, Request]:
    post = {"Content-Type": "application/json"}
    fields = ["name", "email", "phone", "city"]
    options = {"fields": fields, "limit": 10, "order": "id"}
    call = [database, 2, api, "res.partner", "search_read", [[]], options]
    service = {"service": "object", "method": "execute_kw", "args": call}
    legacy = {"jsonrpc": "2.0", "id": 1, "method": "call", "params": service}
    tool = {"name": "probe_search", "arguments": {}}
    ours = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": tool}
    return {
        "/web/health": Request("/web/health"),
        "bare controller": Request("/mcp_test/bare"),
        "bearer controller": Request(
            "/mcp_test/bearer", {"Authorization": f"Bearer {api}"}
        ),
        "/jsonrpc, API key": Request(
            "/jsonrpc", post, json.dumps(legacy).encode(), lambda d: b'"result"' in d
        ),
        "/mcp/v1, MCP key": Request(
            "/mcp/v1",
            {**post, "Authorization": f"Bearer {key}"},
            json.dumps(ours).encode(),
            lambda d: b'"isError":false' in d,
        ),
    }
