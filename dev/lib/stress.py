"""``dev/stress``: load, and workers that are killed in the middle of a write.

    load    calls of many keys, many in flight: no error, no answer of another caller
    kill    a worker is killed at random moments while clients write; a call that got no
            answer is sent again with its idempotency key. Afterwards every acknowledged
            write is there once, and every write has its audit rows.

Rate limits are raised first.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import re
import threading
import time

import psutil

from . import templates
from .databases import Databases
from .instance import Instance
from .odoo import find
from .ports import free_port
from .postgres import postgres
from .server import serving

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


class Client:
    """One caller with one key."""

    def __init__(self, port: int, uid: int, key: str) -> None:
        self.port, self.uid, self.key = port, uid, key

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
            return json.loads(data).get("result") if answer.status == 200 else None
        except (OSError, http.client.HTTPException, ValueError):
            return None
        finally:
            connection.close()


def main() -> int:
    given = _arguments()
    odoo = find(given.odoo)
    if odoo is None:
        raise SystemExit(f"Odoo {given.odoo} was not found")
    with postgres() as address:
        databases, name = Databases(address), "odoo_mcp_stress"
        databases.clone(templates.tested(odoo, address), name)
        try:
            options = {
                "workers": 2,
                "server_wide_modules": odoo.wide_modules,
                "gevent_port": free_port(),
            }
            instance = Instance(odoo, address, name, options, with_fixtures=True)
            good = _load(instance, given.calls, given.keys)
            return 0 if _kill(instance, given.kills) and good else 1
        finally:
            databases.drop(name)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("dev/stress", description=__doc__)
    parser.add_argument("--odoo", default="18.0")
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--keys", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=200)
    return parser.parse_args()


def _clients(instance: Instance, port: int, keys: int) -> list[Client]:
    printed = instance.script(PREPARE.format(users=20, keys=keys))
    found = re.findall(r"KEY=(\d+) (\S+)", printed)
    return [Client(port, int(uid), key) for uid, key in found]


def _load(instance: Instance, calls: int, keys: int) -> bool:
    port = free_port()
    clients, wrong, times = _clients(instance, port, keys), [], []

    def work(number: int) -> None:
        for turn in range(calls // 32):
            client = clients[(number + turn * 32) % len(clients)]
            word, begin = f"{number}-{turn}", time.perf_counter()
            result = client.call("greet", {"name": word})
            times.append((time.perf_counter() - begin) * 1000)
            if (
                not result
                or result["structuredContent"]["greeting"] != f"Hello {word}!"
            ):
                wrong.append(word)

    with serving(instance, port):
        begin = time.perf_counter()
        _threads(work, 32)
        seconds = time.perf_counter() - begin
    times.sort()
    print(
        f"load: {len(times)} calls, {len(clients)} keys, 32 in flight: {len(wrong)} wrong, "
        f"{len(times) / seconds:.0f}/s, p95 {times[int(len(times) * 0.95)]:.0f} ms",
        flush=True,
    )
    return not wrong


def _kill(instance: Instance, kills: int) -> bool:
    port = free_port()
    clients = _clients(instance, port, 8)[-8:]
    done, again, stop = [], [0], threading.Event()

    def work(number: int) -> None:
        client, turn = clients[number], 0
        while not stop.is_set():
            name = f"stress-{number}-{turn}"
            turn += 1
            arguments = {"name": name, "idempotency_key": name}
            while True:
                result = client.call("probe_add", arguments)
                if result and not result["isError"]:
                    done.append(name)
                    break
                again[0] += 1
                time.sleep(0.05)

    def killer() -> None:
        for _turn in range(kills):
            time.sleep(random.uniform(0.05, 0.4))
            workers = psutil.Process(process.pid).children()
            busy = [w for w in workers if "gevent" not in " ".join(w.cmdline())]
            if busy:
                random.choice(busy).kill()
        stop.set()

    with serving(instance, port) as process:
        thread = threading.Thread(target=killer)
        thread.start()
        _threads(work, 8)
        thread.join()
    return _judge(instance, done, again[0], kills)


def _judge(instance: Instance, done: list[str], again: int, kills: int) -> bool:
    printed = instance.script(AFTERWARDS)
    names, rows, outcomes, problems = map(
        int, re.search(r"FOUND=(\d+) (\d+) (\d+) (\d+)", printed).groups()
    )
    found = set(json.loads(re.search(r"NAMES=(.*)", printed)[1]))
    lost = len(set(done) - found)
    print(
        f"kill: {kills} workers killed, {len(done)} writes acknowledged, {again} sent "
        f"again: {lost} lost, {rows - names} doubled, {rows - outcomes} without an audit "
        f"row, {problems} problems found by verify",
        flush=True,
    )
    return not lost and rows == names and rows <= outcomes and not problems


def _threads(work, count: int) -> None:
    threads = [threading.Thread(target=work, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
