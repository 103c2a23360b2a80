"""A client that closes its connection ends its call: streamed or not, and wherever.

Started by ``dev/test``; ``dev/lib/external.py`` says what it is given.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import requests
from _calls import AS_A_PERSON, HEADERS, URL, python, run
from _ended import SOON_S, ends_in_postgresql, running, unlike_others

MODE = "both"

OFTEN = "env['ir.config_parameter'].set_param('mcp.rate_shell', '1000')"
PARTNER = "env['res.partner'].create({'name': 'Left'}).id"
OUTCOMES = """
env["mcp.audit.log"].search_read(
    [("tool", "=", %r), ("result", "=", "error"), ("id", ">", %s)], ["reason"])
"""
LAST = "env['mcp.audit.log'].search([], limit=1, order='id desc').id or 0"


def begun(tool: str, arguments: dict, meta: dict | None = None) -> requests.Response:
    """A call that streams; its response, whose body is still to come."""
    params = {"name": tool, "arguments": arguments, "_meta": meta or {}}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    response = requests.post(
        f"{URL}?toolsets=developer",
        json=message,
        headers=HEADERS,
        timeout=60,
        stream=True,
    )
    assert "event-stream" in response.headers["Content-Type"], response.text
    return response


def told(response: requests.Response) -> Iterator[dict[str, Any]]:
    for line in response.iter_lines(chunk_size=1):
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


def left_while_streamed(tool: str, /, **arguments: Any) -> dict[str, Any]:
    """Close the stream of a call once it reports; its first report."""
    response = begun(tool, arguments, {"progressToken": "p"})
    said = next(told(response))
    response.close()
    assert said["method"] == "notifications/progress", said
    return said["params"]


def left_while_silent(tool: str, /, **arguments: Any) -> None:
    """Close the connection of a call that is answered with JSON, as a timeout does."""
    params = {"name": tool, "arguments": arguments}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    try:
        requests.post(
            f"{URL}?toolsets=developer",
            json=message,
            headers={**HEADERS, "Accept": "application/json"},
            timeout=(10, 4),
        )
    except requests.Timeout:
        return
    raise AssertionError(f"{tool} was over at once")


async def last_audited() -> int:
    return await python(AS_A_PERSON + LAST)


async def audited(tool: str, after: int) -> dict[str, Any]:
    """The outcome of the call that was left, which comes soon."""
    end = time.monotonic() + SOON_S
    while not (rows := await python(AS_A_PERSON + OUTCOMES % (tool, after))):
        assert time.monotonic() < end, f"{tool} goes on without its client"
        await asyncio.sleep(0.2)
    assert "closed the connection" in rows[0]["reason"], rows
    return rows[0]


async def python_ends_with_its_client() -> None:
    partner = await python(PARTNER, commit=True)
    for leave in (left_while_streamed, left_while_silent):
        query = f"SELECT pg_sleep({unlike_others()})"
        code = (
            f"env['res.partner'].browse({partner}).function = 'left'\n"
            f"env.flush_all()\nenv.cr.execute({query!r})"
        )
        before = await last_audited()
        said = leave("odoo_shell", code=code, timeout=250, commit=True)
        assert said is None or said["total"] >= 60, said
        # Python runs again at once: the other one does not hold its place
        begin = time.monotonic()
        function = f"env['res.partner'].browse({partner}).function"
        assert await python(function) is False
        assert time.monotonic() - begin < SOON_S
        await ends_in_postgresql(query)
        await audited("odoo_shell", before)


async def a_query_ends_with_its_client() -> None:
    for leave in (left_while_streamed, left_while_silent):
        query, before = f"SELECT pg_sleep({unlike_others()})", await last_audited()
        leave("query_database", query=query)
        await audited("query_database", before)
        await ends_in_postgresql(query)


async def sql_that_writes_ends_with_its_client_and_leaves_nothing() -> None:
    partner = await python(PARTNER, commit=True)
    for leave in (left_while_streamed, left_while_silent):
        mark, before = unlike_others(), await last_audited()
        statement = (
            f"UPDATE res_partner SET function = 'left' WHERE id = {partner} "
            f"AND pg_sleep({mark}) IS NOT NULL"
        )
        leave("execute_sql", statement=statement)
        await audited("execute_sql", before)
        await ends_in_postgresql(mark)
        assert await python(f"env['res.partner'].browse({partner}).function") is False


async def a_command_ends_with_its_client() -> None:
    for leave in (left_while_streamed, left_while_silent):
        mark, before = unlike_others(), await last_audited()
        leave("execute_command", command=f"sleep {mark} & sleep {mark}", timeout=250)
        await audited("execute_command", before)
        assert not running(mark), "what it started runs on"


async def who_waits_gets_the_seconds_and_the_answer() -> None:
    for tool, arguments in (
        ("query_database", {"query": "SELECT 1 AS one FROM pg_sleep(3)"}),
        ("odoo_shell", {"code": "import time\ntime.sleep(3)\n1"}),
    ):
        messages = told(begun(tool, arguments, {"progressToken": "p"}))
        *reports, last = (one for one in messages)
        passed = [report["params"]["progress"] for report in reports]
        assert passed and passed == sorted(passed) and passed[-1] < 30, reports
        assert {report["params"]["total"] for report in reports} == {30}, reports
        assert not last["result"]["isError"], last


async def make_room() -> None:
    """Not a check of its own: many calls of Python follow."""
    await python(AS_A_PERSON + OFTEN, commit=True)


CHECKS = (
    make_room,
    who_waits_gets_the_seconds_and_the_answer,
    python_ends_with_its_client,
    a_query_ends_with_its_client,
    sql_that_writes_ends_with_its_client_and_leaves_nothing,
    a_command_ends_with_its_client,
)

if __name__ == "__main__":
    sys.exit(run(CHECKS))
