"""The ways into Odoo that ``dev/bench`` compares: each does the same ``search_read``."""

from __future__ import annotations

import json
import re
from typing import Any

from .instance import Instance
from .keys import fresh_key
from .load import Request

Json = dict[str, Any]

OURS = "/mcp/v1, MCP key"
BARE = "bare controller"
RPC = "/jsonrpc, API key"
BEARER = 'controller, auth="bearer"'
JSON_2 = "/json/2"
# who searches, everywhere: an administrator, to whom record rules apply
PREPARE = """
for name in ("reads", "writes", "queries"):
    env["ir.config_parameter"].set_param(f"mcp.rate_{name}", "1000000")
user = env.ref("base.user_admin")
from datetime import datetime, timedelta
key = env(user=user.id)["res.users.apikeys"]._generate(
    None, "bench", datetime.now() + timedelta(days=1)
)
print("API=" + str(user.id) + " " + key)
env.cr.commit()
"""
JSON = {"Content-Type": "application/json"}
SEARCH = {
    "domain": [],
    "fields": ["name", "email", "phone", "city"],
    "limit": 10,
    "order": "id",
}


class Doors:
    """Makes requests for a server, with fresh keys."""

    def __init__(self, instance: Instance) -> None:
        self.key, self.series = fresh_key(instance), instance.odoo.series
        found = re.search(r"API=(\d+) (\S+)", instance.script(PREPARE))
        uid, self.api = found.groups()
        self.who = [instance.database, int(uid)]

    def tool(self, name: str, arguments: Json, key: str | None = None) -> Request:
        params = {"name": name, "arguments": arguments}
        return self.ours("tools/call", params, key)

    def ours(self, method: str, params: Json, key: str | None = None) -> Request:
        message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        headers = {**JSON, **_bearer(key or self.key)}
        return Request("/mcp/v1", headers, _body(message), _is_good)

    def rpc(
        self, model: str, name: str, positional: list, named: Json, secret: str = ""
    ) -> Request:
        """Odoo's older RPC, as its documentation calls it."""
        who = [*self.who, secret or self.api]
        arguments = [*who, model, name, positional, named]
        params = {"service": "object", "method": "execute_kw", "args": arguments}
        message = {"jsonrpc": "2.0", "id": 1, "method": "call", "params": params}
        return Request("/jsonrpc", JSON, _body(message), lambda d: b'"result"' in d)


def routes(doors: Doors) -> dict[str, Request]:
    """What each way is asked."""
    bearer = _bearer(doors.api)
    search = ("res.partner", "search_read", [], SEARCH)
    found = {
        "/web/health": Request("/web/health"),
        BARE: Request("/mcp_test/bare"),
        OURS: doors.tool("probe_search", {}),
        "/mcp/v1, Odoo API key": doors.tool("probe_search", {}, doors.api),
        RPC: doors.rpc(*search),
        "/jsonrpc, password": doors.rpc(*search, secret="admin"),
        BEARER: Request("/mcp_test/bearer", bearer),
    }
    if doors.series != "18.0":
        path = "/json/2/res.partner/search_read"
        found[JSON_2] = Request(path, {**JSON, **bearer}, _body(SEARCH))
    return found


def _bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def _is_good(answer: bytes) -> bool:
    return b'"result"' in answer and b'"isError":true' not in answer


def _body(value: Any) -> bytes:
    return json.dumps(value).encode()
