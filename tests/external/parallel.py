"""Many calls at once that write the same records: each happens once, none is lost.

Started by ``dev/test``; ``dev/lib/external.py`` says what it is given. Odoo runs the
loser of a conflict again from its beginning, five times; a call that then still lost
says that nothing was done, and is sent again with the same ``idempotency_key``.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
import uuid
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests
from _calls import HEADERS, SECONDS, URL, post, python, run

MODE = "both"

CALLS = 50
AGAIN = 20
ORDER = "test.mcp.order"
# calls that were sent again
busy: list[str] = []


def write(tool: str, **arguments: Any) -> dict[str, Any]:
    """The data of a call that may have to be sent more than once."""
    arguments["idempotency_key"] = uuid.uuid4().hex
    for _turn in range(AGAIN):
        answer = sent(tool, arguments)
        if "error" not in answer and not answer["result"].get("isError"):
            return answer["result"]["structuredContent"]
        assert "nothing was done" in json.dumps(answer), answer
        busy.append(tool)
        time.sleep(1)
    raise AssertionError(f"{tool}: still busy after {AGAIN} times")


def sent(tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """The JSON-RPC answer; where none came, one that says that it never arrived."""
    params = {"name": tool, "arguments": arguments}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    known = {"json": message, "headers": HEADERS, "timeout": SECONDS}
    try:
        return requests.post(f"{URL}?toolsets=records", **known).json()
    except requests.ConnectionError:
        # prefork Odoo listens for 8 connections a worker, the rest are refused
        return {"error": "no connection; nothing was done"}


async def together(calls: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers to calls that are under way at the same time, in their order."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(CALLS) as pool:
        jobs = [loop.run_in_executor(pool, lambda c=call: write(**c)) for call in calls]
        return await asyncio.gather(*jobs)


async def orders(count: int) -> list[int]:
    """New records, and no limit of rate in the way."""
    await python(
        "env['ir.config_parameter'].set_param('mcp.rate_writes', '100000')", commit=True
    )
    rows = [{"name": f"{number}", "number": 0} for number in range(count)]
    return write("create_records", model=ORDER, values=rows)["ids"]


def stored(ids: list[int]) -> list[dict[str, Any]]:
    arguments = {"model": ORDER, "record_ids": ids, "fields": ["number", "note"]}
    answer = post(
        "tools/call", toolsets="records", name="get_record", arguments=arguments
    )
    return answer["structuredContent"]["records"]


def check_line(changes: Iterable[dict[str, Any]], last: Any) -> None:
    """Each change began where another one ended: none was lost, none came twice.

    Args:
        changes: ``old`` and ``new`` of one field of one record.
        last: what is stored now.
    """
    following = {change["old"]: change["new"] for change in changes}
    assert len(following) == CALLS, f"{CALLS - len(following)} began at the same value"
    value = 0
    for _step in range(CALLS):
        value = following.pop(value)
    assert value == last, f"{value} is not what is stored: {last}"


async def a_method_that_counts_counts_every_call() -> None:
    ids = await orders(1)
    call = {"tool": "execute_method", "model": ORDER, "method": "count_up"}
    answers = await together([{**call, "record_ids": ids}] * CALLS)
    counted = sorted(answer["result"] for answer in answers)
    assert counted == list(range(1, CALLS + 1)), counted
    assert stored(ids)[0]["number"] == CALLS


async def updates_that_lock_in_opposite_order_all_happen() -> None:
    """Without a new run one of two would end in a deadlock."""
    ids = await orders(2)
    calls = []
    for number in range(1, CALLS + 1):
        rows = [{"id": i, "number": number, "note": f"{number}"} for i in ids]
        rows = rows if number % 2 else rows[::-1]
        calls.append({"tool": "update_records", "model": ORDER, "values": rows})
    answers = await together(calls)
    now = stored(ids)
    assert [row["note"] for row in now] == [f"{row['number']}" for row in now], now
    for row in now:
        changes = [
            change
            for answer in answers
            for change in answer["changes"]
            if (change["id"], change["field"]) == (row["id"], "number")
        ]
        check_line(changes, row["number"])


CHECKS = (
    a_method_that_counts_counts_every_call,
    updates_that_lock_in_opposite_order_all_happen,
)

if __name__ == "__main__":
    sys.exit(run(CHECKS))
