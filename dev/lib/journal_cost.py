"""What the journal costs: writes of the record tools with and without its guard.

The guard is taken out of the pipeline of the measuring process alone. Each write is
committed. The ways take turns, so that what else the machine does falls on all.
"""

from __future__ import annotations

import json
import re

from .instance import Instance

SIZES = (1, 100, 1000)
SCRIPT = """
import json, os, time
from statistics import mean, median
import psutil
from odoo.addons.odoo_mcp.services.call import Call
from odoo.addons.odoo_mcp.services.guards.journaled import journaled
from odoo.addons.odoo_mcp.services.callers.principal import Principal

for name in ("rate_writes", "bulk_threshold"):
    env["ir.config_parameter"].set_param(f"mcp.{name}", "1000000")
env.cr.commit()
env = env(user=env.ref("base.user_admin").id)
who = Principal(env.uid, "bench:1", trusted=True, local=True)
pipeline = type(env["mcp.pipeline"])
every = pipeline._guards
backend = psutil.Process(env.cr._cnx.info.backend_pid)

def without(self):
    return tuple(guard for guard in every(self) if guard is not journaled)

def call(tool, arguments):
    declaration = env["mcp.catalog"]._find("tool", tool)
    made = Call(env, declaration, {"model": "res.partner", **arguments}, who)
    outcome = env["mcp.pipeline"]._answer(made)
    assert not outcome.is_error, outcome.text

def computed():
    there = backend.cpu_times()
    return time.process_time() + there.user + there.system

def timed(work, *arguments):
    env.invalidate_all()
    begin, spent = time.perf_counter(), computed()
    work(*arguments)
    env.flush_all()
    env.cr.commit()
    return (time.perf_counter() - begin) * 1000, (computed() - spent) * 1000

turn = 0

def values(size):
    global turn
    turn += 1
    return [{"name": f"Journal {turn}-{n}", "phone": str(n)} for n in range(size)]

def changed(ids):
    global turn
    turn += 1
    return {"record_ids": ids, "values": {"phone": str(turn), "comment": str(turn)}}

def journal(on):
    pipeline._guards = every if on else without

def create_plain(size):
    env["res.partner"].create(values(size))

def create_tool(size):
    call("create_records", {"values": values(size)})

def update_plain(ids):
    env["res.partner"].browse(ids).write(changed(ids)["values"])

def update_tool(ids):
    call("update_records", changed(ids))

def measure(size, rounds):
    ids = env["res.partner"].create(values(size)).ids
    env.cr.commit()
    found = {}
    for kind, plain, tool, argument in (
        ("create", create_plain, create_tool, size),
        ("update", update_plain, update_tool, ids),
    ):
        for turn in range(rounds + 1):
            ways = [("orm", plain, True), ("without", tool, False), ("with", tool, True)]
            for way, work, on in ways if turn % 2 else reversed(ways):
                journal(on)
                taken = timed(work, argument)
                # the first round warms
                if turn:
                    found.setdefault((kind, way), []).append(taken)
    return found

for size in SIZES:
    rounds = max(3, ROUNDS * 10 // (1 if size == 1 else 5 if size == 100 else 20))
    found = measure(size, rounds)
    for kind in ("create", "update"):
        rows = {w: found[kind, w] for w in ("orm", "without", "with")}
        walls = {w: median(a for a, _b in r) for w, r in rows.items()}
        figures = {w: [walls[w], mean(b for _a, b in r)] for w, r in rows.items()}
        pairs = list(zip(rows["with"], rows["without"]))
        figures["wall"] = median(a[0] / b[0] for a, b in pairs)
        figures["processor"] = figures["with"][1] / figures["without"][1]
        print("ROW=" + json.dumps([kind, size, figures]))
journal(True)
"""
HEAD = (
    "| Write | records | ORM alone ms | without journal ms | with journal ms "
    "| longer | processor ms without, with | more |\n" + "| --- " * 8 + "|"
)


def table(instance: Instance, rounds: int) -> str:
    """Markdown; times are medians of the rounds, processor times are means."""
    text = SCRIPT.replace("SIZES", str(SIZES)).replace("ROUNDS", str(rounds))
    found = re.findall(r"ROW=(.*)", instance.script(text))
    return "\n".join([HEAD, *(_row(*json.loads(line)) for line in found)])


def _row(kind: str, size: int, figures: dict) -> str:
    ways = [figures[way] for way in ("orm", "without", "with")]
    cells = (
        kind,
        size,
        *(f"{wall:.1f}" for wall, _computed in ways),
        _percent(figures["wall"]),
        f"{ways[1][1]:.1f}, {ways[2][1]:.1f}",
        _percent(figures["processor"]),
    )
    return "| " + " | ".join(map(str, cells)) + " |"


def _percent(quotient: float) -> str:
    return f"{(quotient - 1) * 100:+.0f} %"
