"""Callers with keys of their own, for ``dev/stress``."""

from __future__ import annotations

import http.client
import json
import re

from .instance import Instance

PREPARE = """
for name in ("reads", "writes"):
    env["ir.config_parameter"].set_param(f"mcp.rate_{{name}}", "1000000")
group = env.ref("odoo_mcp.group_administrator") | env.ref("base.group_partner_manager")
field = "group_ids" if "group_ids" in env["res.users"]._fields else "groups_id"
users = env["res.users"].create([
    {{"name": f"U{{n}}", "login": f"stress{{n}}", field: [(4, g) for g in group.ids]}}
    for n in range({users})
])
for n in range({keys}):
    user = users[n % len(users)]
    print("KEY=" + str(user.id) + " " + env["mcp.key"]._mcp_generate(user, f"k{{n}}"))
env.cr.commit()
"""


class Client:
    """One caller with one key."""

    def __init__(self, port: int, uid: int, key: str) -> None:
        self.port, self.uid, self.key = port, uid, key
        self.unanswered: list[str] = []

    def call(self, tool: str, arguments: dict[str, object]) -> dict | None:
        """The result, or None when no answer came."""
        params = {"name": tool, "arguments": arguments}
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Content-Type": "application/json",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("POST", "/mcp/v1", json.dumps(body), headers)
            answer = connection.getresponse()
            data = answer.read()
            if answer.status == 200:
                return json.loads(data).get("result")
            self.unanswered.append(str(answer.status))
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.unanswered.append(type(error).__name__)
        finally:
            connection.close()
        return None


def clients(instance: Instance, port: int, keys: int) -> list[Client]:
    """Callers of 20 users; the rate limits are raised."""
    printed = instance.script(PREPARE.format(users=20, keys=keys))
    found = re.findall(r"KEY=(\d+) (\S+)", printed)
    return [Client(port, int(uid), key) for uid, key in found]
