"""What an administrator stops ends while it runs, whatever it does and wherever.

So does what takes longer than a call may.

Started by ``dev/test``; ``dev/lib/external.py`` says what it is given. The stop is
pressed as on the page *Connected*, in a session of the web client.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import requests
from _calls import AS_A_PERSON, HEADERS, PREFORK, SECONDS, URL, python, run
from _ended import SOON_S, ends_in_postgresql, running, unlike_others
from _oauth import BASE, Person, person

MODE = "both"

MAKE = """
user = env["res.users"].browse(env.uid)
if {own}:
    user = user.copy({{"login": {name!r}, "name": {name!r}}})
partner = env["res.partner"].create({{"name": {name!r}}})
key = env["mcp.key"]._mcp_generate(user, {name!r}, trusted=True)
row = env["mcp.key"].search([("name", "=", {name!r})])
env["ir.config_parameter"].set_param("mcp.rate_shell", "1000")
(key, row.id, user.id, partner.id)
"""
administrators: list[Person] = []


class Victim:
    """A key of its own, or a user of its own, and a partner that it writes."""

    async def made(self, own_user: bool = False) -> Victim:
        code = AS_A_PERSON + MAKE.format(
            name=f"victim {uuid.uuid4().hex}", own=own_user
        )
        key, key_id, user_id, self.partner = await python(code, commit=True)
        self.key, self.user = f"key:{key_id}", f"user:{user_id}"
        self.headers = {**HEADERS, "Authorization": f"Bearer {key}"}
        return self

    def send(self, tool: str, arguments: dict, meta: dict | None = None) -> Any:
        """Call a tool; the JSON-RPC answer, also of a call that streams."""
        params = {"name": tool, "arguments": arguments, "_meta": meta or {}}
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
        answer = requests.post(
            URL, json=message, headers=self.headers, timeout=SECONDS, stream=True
        )
        if "event-stream" not in answer.headers["Content-Type"]:
            return answer.json()
        lines = [line for line in answer.iter_lines() if line.startswith(b"data: ")]
        return json.loads(lines[-1][6:])

    def open_session(self) -> None:
        """A handshake with a client that can ask its person."""
        opening = {
            "protocolVersion": "2025-11-25",
            "clientInfo": {"name": "stopping", "version": "1"},
            "capabilities": {"elicitation": {}},
        }
        body = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": opening}
        headers = {**self.headers, "MCP-Protocol-Version": "2025-11-25"}
        answer = requests.post(URL, json=body, headers=headers, timeout=SECONDS)
        session = {"Mcp-Session-Id": answer.headers["Mcp-Session-Id"]}
        self.headers = {**headers, **session}

    def listen(self) -> Iterator[str]:
        """What a subscription says, until it ends."""
        prefix = "io.modelcontextprotocol/"
        meta = {f"{prefix}protocolVersion": "2026-07-28"}
        meta[f"{prefix}clientCapabilities"] = {}
        params = {"notifications": {"toolsListChanged": True}, "_meta": meta}
        method = "subscriptions/listen"
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        routing = {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": method}
        headers = {**self.headers, **routing}
        answer = requests.post(
            URL, json=body, headers=headers, timeout=SECONDS, stream=True
        )
        for line in answer.iter_lines(chunk_size=1):
            if line.startswith(b"data: "):
                yield line.decode()

    async def rows(self, phase: str) -> list[dict[str, Any]]:
        domain = [["credential", "=", self.key], ["phase", "=", phase]]
        fields = ["tool", "result", "reason"]
        return await in_odoo("mcp.audit.log", "search_read", domain, fields, 0, 0, "id")

    async def written(self) -> Any:
        return await python(f"env['res.partner'].browse({self.partner}).function")


async def in_odoo(model: str, method: str, *args: Any) -> Any:
    """What the web client of an administrator is answered."""
    if not administrators:
        administrators.append(await person("administrator"))
        administrators[0].log_in(f"{BASE}/web/login")
    call = {"model": model, "method": method, "args": args, "kwargs": {}}
    answer = await asyncio.to_thread(
        administrators[0].browser.post,
        f"{BASE}/web/dataset/call_kw/{model}/{method}",
        json={"params": call},
        timeout=SECONDS,
    )
    assert "result" in answer.json(), answer.text
    return answer.json()["result"]


async def press(button: str, what: str) -> None:
    """Stop or allow, in Odoo, as an administrator."""
    await in_odoo("mcp.page.connected", button, what)


async def stopped(
    victim: Victim,
    what: str,
    tool: str,
    meta: dict | None = None,
    begun: Callable[[], bool] = lambda: True,
    **arguments: Any,
) -> str:
    """Stop a call while it runs; what its client is told.

    Args:
        begun: whether its work is under way, once the call is.
    """
    before = len(await victim.rows("intent"))
    call = asyncio.create_task(asyncio.to_thread(victim.send, tool, arguments, meta))
    while len(await victim.rows("intent")) == before or not begun():
        assert not call.done(), call.result()
        await asyncio.sleep(0.1)
    try:
        await press("stop", what)
        begin = time.monotonic()
        answer = await call
        took = time.monotonic() - begin
    finally:
        await press("allow", what)
    assert answer["result"]["isError"], answer
    assert took < SOON_S, f"{tool} ended after {took:.1f} s"
    (*_before, row) = await victim.rows("outcome")
    assert (row["tool"], row["result"]) == (tool, "stopped"), row
    text = answer["result"]["content"][0]["text"]
    assert text.splitlines()[0] == row["reason"], (text, row)
    return text


async def a_call_that_writes_ends_and_leaves_nothing() -> None:
    victim = await Victim().made(own_user=True)
    for way, what in (
        ("statement", victim.key),
        ("statements", victim.user),
        ("stubborn", "all"),
        ("python", victim.key),
    ):
        text = await stopped(victim, what, "probe_long", id=victim.partner, way=way)
        assert "An administrator stopped this call" in text, text
        assert "nothing of it was kept" in text, text
        assert await victim.written() is False, way


async def a_call_that_takes_too_long_ends_and_leaves_nothing() -> None:
    victim = await Victim().made(own_user=True)
    await let_a_call_take("3")
    try:
        for way in ("statement", "statements", "stubborn", "python"):
            arguments = {"id": victim.partner, "way": way}
            answer = await asyncio.to_thread(victim.send, "probe_long", arguments)
            assert answer["result"]["isError"], answer
            text = answer["result"]["content"][0]["text"]
            assert "longer than 3 s (mcp.call_timeout)" in text, text
            (*_before, row) = await victim.rows("outcome")
            assert (row["result"], row["reason"]) == ("error", text), row
    finally:
        await let_a_call_take("")
    assert await victim.written() is False


async def let_a_call_take(seconds: str) -> None:
    code = f"env['ir.config_parameter'].set_param('mcp.call_timeout', {seconds!r})"
    await python(code, commit=True)


async def a_query_on_a_connection_of_its_own_ends() -> None:
    victim = await Victim().made()
    query = f"SELECT pg_sleep({unlike_others()})"
    await stopped(victim, victim.key, "query_database", query=query)
    await ends_in_postgresql(query)


async def programs_end_with_the_call_that_runs_them() -> None:
    victim = await Victim().made()
    mark = unlike_others()
    command = f"sleep {mark} & sleep {mark}"
    text = await stopped(victim, victim.key, "execute_command", command=command)
    assert "may remain" in text, text
    assert not running(mark), "what it started runs on"


async def python_ends_with_the_call_that_runs_it() -> None:
    victim = await Victim().made()
    query = f"SELECT pg_sleep({unlike_others()})"
    with tempfile.TemporaryDirectory() as folder:
        begun = Path(folder, "begun")
        code = (
            f"env['res.partner'].browse({victim.partner}).function = 'child'\n"
            f"env.flush_all()\nopen({str(begun)!r}, 'w').close()\n"
            f"env.cr.execute({query!r})"
        )
        tool = "odoo_shell"
        await stopped(
            victim, victim.key, tool, begun=begun.exists, code=code, timeout=250
        )
    assert await victim.written() is False
    await ends_in_postgresql(query)


async def a_question_to_a_person_ends() -> None:
    victim = await Victim().made()
    victim.open_session()
    await stopped(victim, victim.key, "test_elicitation", message="Who are you?")


async def a_stream_of_progress_ends() -> None:
    victim = await Victim().made()
    await stopped(
        victim, victim.key, "test_endless_progress", meta={"progressToken": "p"}
    )


async def a_subscription_ends() -> None:
    victim = await Victim().made()
    stream = victim.listen()
    assert "acknowledged" in next(stream)
    await press("stop", victim.user)
    try:
        rest = await asyncio.wait_for(asyncio.to_thread(list, stream), SOON_S)
    finally:
        await press("allow", victim.user)
    assert not rest, rest


async def what_was_not_stopped_runs_on() -> None:
    victim = await Victim().made()
    other = await Victim().made()
    call = asyncio.create_task(
        asyncio.to_thread(other.send, "probe_slow", {"count": 4})
    )
    await stopped(victim, victim.key, "probe_long", id=victim.partner, way="statement")
    answer = await call
    assert answer["result"]["content"][0]["text"] == "awake", answer
    # connections are lent again, and nobody is ended for another
    for _turn in range(20):
        answer = await asyncio.to_thread(other.send, "probe_search", {})
        assert not answer["result"]["isError"], answer


async def who_is_turned_away_is_in_the_audit_once_a_minute() -> None:
    victim = await Victim().made()
    await press("stop", victim.key)
    try:
        for _turn in range(5):
            answer = await asyncio.to_thread(victim.send, "probe_search", {})
            assert "stopped this key" in answer["error"]["message"], answer
    finally:
        await press("allow", victim.key)
    told = [(row["tool"], row["result"]) for row in await victim.rows("outcome")]
    assert told == [("turned_away", "refused")], told


CHECKS = (
    a_call_that_writes_ends_and_leaves_nothing,
    a_call_that_takes_too_long_ends_and_leaves_nothing,
    a_query_on_a_connection_of_its_own_ends,
    programs_end_with_the_call_that_runs_them,
    python_ends_with_the_call_that_runs_it,
    a_stream_of_progress_ends,
    what_was_not_stopped_runs_on,
    who_is_turned_away_is_in_the_audit_once_a_minute,
)
# where a process may hold a stream open
THREADED = (a_question_to_a_person_ends, a_subscription_ends)

if __name__ == "__main__":
    sys.exit(run(CHECKS if PREFORK else (*CHECKS, *THREADED)))
