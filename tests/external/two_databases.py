"""Two databases of one process that hold the same: nothing of one reaches the other.

Started by ``dev/test``; ``dev/lib/external.py`` says what it is given. They are copies
of one template, so users, ids and the key of signatures are the same in both: what
keeps them apart must be the database itself.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from _calls import PREFORK, URL, run, send

MODE = "both"
DATABASES = 2
MODULE = "mcp_test_module"
TOOLSETS = "general,developer,records,test_module"
PREPARED = """
env.company.name = '{}'
env['ir.config_parameter'].set_param('mcp.rate_shell', 1000)
env['ir.config_parameter'].set_param('mcp.rate_queries', 1000)
"""
# the first database is that of other modules and modes too
RUN = f"mcp-{time.time_ns()}"
UNKNOWN_TOOL = -32602
CLIENT = {"name": "two", "version": "1"}
OPENING = {"protocolVersion": "2025-06-18", "clientInfo": CLIENT, "capabilities": {}}


@dataclass(frozen=True)
class Side:
    """A database and a key; they need not belong together."""

    database: str
    key: str

    @property
    def headers(self) -> dict[str, str]:
        known = {"Authorization": f"Bearer {self.key}"}
        return {**known, "X-Odoo-Database": self.database}

    def send(self, method: str, params: Any, **headers: str) -> requests.Response:
        return send(method, {**self.headers, **headers}, params, TOOLSETS)

    def result(self, method: str, **params: Any) -> Any:
        message = self.send(method, params).json()
        assert "result" in message, message
        return message["result"]

    async def ask(self, tool: str, /, **arguments: Any) -> dict[str, Any]:
        """The whole message; a refusal by rate waits as it says."""
        params = {"name": tool, "arguments": arguments}
        while True:
            answer = await asyncio.to_thread(self.send, "tools/call", params)
            message = answer.json()
            data = message.get("result", {}).get("structuredContent") or {}
            if "retry_after_s" not in data:
                return message
            await asyncio.sleep(data["retry_after_s"])

    async def answered(self, tool: str, /, **arguments: Any) -> dict[str, Any]:
        """The data of a call that must succeed."""
        message = await self.ask(tool, **arguments)
        assert not message.get("result", {"isError": True}).get("isError"), message
        return message["result"]["structuredContent"]

    async def python(self, code: str, **arguments: Any) -> Any:
        answer = await self.answered("odoo_shell", code=code, **arguments)
        assert answer["error"] is None, answer
        return answer["value"]

    def tools(self) -> set[str]:
        return {tool["name"] for tool in self.result("tools/list")["tools"]}


FIRST = Side(os.environ.get("DATABASE", ""), os.environ.get("KEY", ""))
SECOND = Side(os.environ.get("SECOND_DATABASE", ""), os.environ.get("SECOND_KEY", ""))
BOTH = (FIRST, SECOND)
# a server of two workers: either may answer
OFTEN = range(8 if PREFORK else 2)


async def a_key_opens_its_own_database_alone() -> None:
    for _ in OFTEN:
        for side, other in (BOTH, BOTH[::-1]):
            assert side.send("tools/list", {}).status_code == 200
            strange = Side(other.database, side.key).send("tools/list", {})
            assert strange.status_code == 401, strange.text
            assert side.database not in strange.text + str(strange.headers)


async def without_a_database_no_key_opens_any() -> None:
    for database in ("", "mcp_no_such_database"):
        headers = {**FIRST.headers, "X-Odoo-Database": database}
        answer = send("tools/list", headers, {})
        assert answer.status_code == 503, (answer.status_code, answer.text)
        assert FIRST.database not in answer.text
        assert SECOND.database not in answer.text


async def a_session_is_of_its_database_alone() -> None:
    opened = FIRST.send("initialize", OPENING)
    session = {"Mcp-Session-Id": opened.headers["Mcp-Session-Id"]}
    assert FIRST.send("ping", {}, **session).status_code == 200
    assert SECOND.send("ping", {}, **session).status_code == 404


async def calls_side_by_side_are_answered_by_their_own_database() -> None:
    """Connections, environments, warm children and answers of many calls at once."""
    for side in BOTH:
        await side.python(PREPARED.format(side.database), commit=True)
    calls = [own_name(side, way) for side in BOTH for way in WAYS for _ in range(10)]
    random.Random(7).shuffle(calls)
    turns = asyncio.Semaphore(8)
    await asyncio.gather(*(within(turns, call) for call in calls))


async def own_name(side: Side, way: Any) -> None:
    found = await way(side)
    assert found == side.database, (found, side.database)


async def within(turns: asyncio.Semaphore, call: Any) -> None:
    async with turns:
        await call


async def by_sql(side: Side) -> str:
    query = "SELECT current_database() AS name"
    return (await side.answered("query_database", query=query))["rows"][0]["name"]


async def by_records(side: Side) -> str:
    # the first is the key's own; other modules leave companies behind
    arguments = {"model": "res.company", "fields": ["name"], "order": "id"}
    found = await side.answered("search_records", **arguments)
    return found["records"][0]["name"]


async def by_python(side: Side) -> str:
    return await side.python("env.cr.dbname")


async def by_capabilities(side: Side) -> str:
    found = await side.answered("get_capabilities")
    assert found["database"] == side.database, found["database"]
    return next(c["name"] for c in found["companies"] if c.get("current"))


WAYS = (by_sql, by_records, by_python, by_capabilities)


async def a_confirmation_counts_in_its_database_alone() -> None:
    rule = {"name": "create_records", "confirm": True}
    for side in BOTH:
        await side.python(f"env['mcp.rule'].create({rule}).id", commit=True)
    new = {"model": "res.partner", "values": {"name": f"{RUN} confirmed"}}
    asked = (await FIRST.ask("create_records", **new))["result"]
    token = asked["structuredContent"]["confirmation"]
    other = (await SECOND.ask("create_records", **new, confirmation=token))["result"]
    assert other["isError"], other
    assert await partners(SECOND, f"{RUN} confirmed") == 0
    await FIRST.answered("create_records", **new, confirmation=token)
    assert await partners(FIRST, f"{RUN} confirmed") == 1
    for side in BOTH:
        await side.python("env['mcp.rule'].search([]).unlink()", commit=True)


async def a_key_for_once_is_free_in_the_other_database() -> None:
    new = {"model": "res.partner", "values": {"name": f"{RUN} once"}}
    for side in (*BOTH, *BOTH):
        await side.answered("create_records", **new, idempotency_key=RUN)
    for side in BOTH:
        assert await partners(side, f"{RUN} once") == 1


async def partners(side: Side, name: str) -> int:
    domain = [["name", "=", name]]
    arguments = {"model": "res.partner", "domain": domain}
    return (await side.answered("count_records", **arguments))["count"]


async def a_link_leads_to_the_file_of_its_database() -> None:
    links = [await link_to_file(side) for side in BOTH]
    for side, link in zip(BOTH, links, strict=True):
        assert requests.get(link, timeout=60).text == f"file of {side.database}"
        assert requests.get(link, timeout=60).status_code == 410


async def a_link_opens_nothing_in_the_other_database() -> None:
    link = await link_to_file(FIRST)
    strange = link.replace(FIRST.database, SECOND.database)
    assert strange != link
    assert requests.get(strange, timeout=60).status_code == 410
    assert requests.get(link, timeout=60).status_code == 200


async def link_to_file(side: Side) -> str:
    """A link to an attachment that has the same id in both databases."""
    code = (
        "env['ir.attachment'].create({'name': 'two.txt', "
        f"'raw': b'file of {side.database}'}}).id"
    )
    number = await side.python(code, commit=True)
    uri = f"odoo://attachment/{number}"
    found = side.result("resources/read", uri=uri)["contents"][0]["text"]
    link = next(word for word in found.split('"') if "/mcp/v1/files/" in word)
    # whatever name the server believes it has
    place = urlsplit(link)
    return f"{URL.removesuffix('/mcp/v1')}{place.path}?{place.query}"


async def a_call_is_in_the_audit_of_its_database_alone() -> None:
    before = [await audited(side) for side in BOTH]
    await FIRST.answered("list_modules", limit=1)
    after = [await audited(side) for side in BOTH]
    assert after == [before[0] + 1, before[1]], (before, after)


async def audited(side: Side) -> int:
    domain = [("tool", "=", "list_modules"), ("phase", "=", "outcome")]
    return await side.python(f"env['mcp.audit.log'].search_count({domain})")


async def a_rule_changes_the_list_of_its_database_alone() -> None:
    rule = {"name": "list_modules", "hidden": True}
    await SECOND.python(f"env['mcp.rule'].create({rule}).id", commit=True)
    try:
        await expect_listed("list_modules", (FIRST,))
    finally:
        await SECOND.python("env['mcp.rule'].search([]).unlink()", commit=True)
    await expect_listed("list_modules", BOTH)


async def a_module_of_one_is_no_tool_of_the_other() -> None:
    """While it is installed the other database answers, and has no new tool."""
    for side in BOTH:
        name = f"env['ir.module.module'].search([('name', '=', '{MODULE}')])"
        if "test_module_worker" in side.tools():
            await side.python(f"{name}.module_uninstall()", commit=True)
    installing = asyncio.create_task(
        SECOND.answered("install_module", module_name=MODULE)
    )
    calls = 0
    while not installing.done():
        await own_name(FIRST, by_records)
        calls += 1
    assert (await installing)["state"] == "installed"
    assert calls > 1, "no call was answered meanwhile"
    await expect_listed("test_module_worker", (SECOND,))
    found = await FIRST.answered("get_module_info", module_name=MODULE)
    assert found["state"] == "uninstalled", found


async def expect_listed(tool: str, sides: Iterable[Side]) -> None:
    """Listed and known where it should be, by every worker; unknown elsewhere."""
    for _ in OFTEN:
        for side in BOTH:
            assert (tool in side.tools()) == (side in sides), (tool, side.database)
            message = await side.ask(tool)
            code = message.get("error", {}).get("code")
            assert (code == UNKNOWN_TOOL) == (side not in sides), message


async def a_setting_acts_in_its_database_alone() -> None:
    """The last one: without developer tools nothing here can switch them on again."""
    code = "env['ir.config_parameter'].set_param('mcp.developer_tools', False)"
    await SECOND.python(code, commit=True)
    await expect_listed("get_module_info", (FIRST,))


CHECKS = (
    a_key_opens_its_own_database_alone,
    without_a_database_no_key_opens_any,
    a_session_is_of_its_database_alone,
    calls_side_by_side_are_answered_by_their_own_database,
    a_confirmation_counts_in_its_database_alone,
    a_key_for_once_is_free_in_the_other_database,
    a_link_leads_to_the_file_of_its_database,
    a_link_opens_nothing_in_the_other_database,
    a_call_is_in_the_audit_of_its_database_alone,
    a_rule_changes_the_list_of_its_database_alone,
    a_module_of_one_is_no_tool_of_the_other,
    a_setting_acts_in_its_database_alone,
)


if __name__ == "__main__":
    sys.exit(run(CHECKS))
