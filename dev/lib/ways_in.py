"""The ways into Odoo that ``dev/bench`` compares: each does the same ``search_read``."""

from __future__ import annotations

import json
import re
from typing import Any

from .instance import Instance
from .keys import fresh_key
from .load import Request

OURS = "/mcp/v1, MCP key"
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


def routes(instance: Instance) -> dict[str, Request]:
    """What each way is asked, with fresh keys."""
    key = fresh_key(instance)
    uid, api = re.search(r"API=(\d+) (\S+)", instance.script(PREPARE)).groups()
    bearer = {"Authorization": f"Bearer {api}"}
    found = {
        "/web/health": Request("/web/health"),
        "bare controller": Request("/mcp_test/bare"),
        OURS: _ours(key),
        "/mcp/v1, Odoo API key": _ours(api),
        "/jsonrpc, API key": _jsonrpc([instance.database, int(uid), api]),
        "/jsonrpc, password": _jsonrpc([instance.database, int(uid), "admin"]),
        'controller, auth="bearer"': Request("/mcp_test/bearer", bearer),
    }
    if instance.odoo.series != "18.0":
        path = "/json/2/res.partner/search_read"
        found["/json/2"] = Request(path, {**JSON, **bearer}, _body(SEARCH))
    return found


def _ours(key: str) -> Request:
    params = {"name": "probe_search", "arguments": {}}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    headers = {**JSON, "Authorization": f"Bearer {key}"}
    return Request(
        "/mcp/v1", headers, _body(message), lambda d: b'"isError":false' in d
    )


def _jsonrpc(who: list[Any]) -> Request:
    """Odoo's older RPC, as its documentation calls it."""
    arguments = [*who, "res.partner", "search_read", [], SEARCH]
    params = {"service": "object", "method": "execute_kw", "args": arguments}
    message = {"jsonrpc": "2.0", "id": 1, "method": "call", "params": params}
    return Request("/jsonrpc", JSON, _body(message), lambda d: b'"result"' in d)


def _body(value: Any) -> bytes:
    return json.dumps(value).encode()
