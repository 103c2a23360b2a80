"""Modules that are installed and upgraded on a real database while the server answers,
as ``dev/lib/external.py`` starts it.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from _calls import PREFORK, answered, ask, post, python, refused, run

MODE = "both"
MODULE = "mcp_test_module"
SOURCE = Path(os.environ.get("FIXTURES", ""), MODULE, "models", "note.py")
NOTE = "'mcp_test_note' in env['res.partner']._fields"
PARAMETER = f"env['ir.config_parameter'].search([('key', '=', '{MODULE}.parameter')])"


async def an_unknown_module_is_a_clear_error() -> None:
    words = await refused("install_module", module_name="mcp_test_modul")
    assert "no module mcp_test_modul " in words and MODULE in words, words


async def a_missing_python_package_is_a_clear_error() -> None:
    words = await refused("install_module", module_name="mcp_test_needs_python")
    assert "mcp-no-such-package" in words, words
    assert await state_of("mcp_test_needs_python") == "uninstalled"


async def a_module_that_breaks_leaves_nothing_and_says_why() -> None:
    """It makes a column of res_partner before it fails."""
    answer = await ask("install_module", module_name="mcp_test_broken")
    words = answer["content"][0]["text"]
    assert answer["isError"] and "mcp.no.such.model" in words, words
    assert "mcp_test_broken is uninstalled" in words, words
    assert await state_of("mcp_test_broken") == "uninstalled"
    assert await columns("mcp_test_broken") == 0
    job = await answered("get_job", job_id=answer["structuredContent"]["job_id"])
    assert job["state"] == "failed", job
    assert "mcp.no.such.model" in job["result"]["problem"], job


async def a_module_is_installed_and_every_process_sees_it() -> None:
    """Every worker, and the child of ``odoo_shell`` that was warm before."""
    await uninstall()
    assert await python(NOTE) is False
    assert "test_module_worker" not in listed()
    found = await answered("install_module", module_name=MODULE)
    assert (found["state"], found["restart_required"]) == ("installed", False), found
    assert found["installed_version"].endswith("1.0.0"), found
    assert await workers() == (2 if PREFORK else 1)
    assert await python(NOTE) is True
    assert await columns("mcp_test_note") == 1
    job = await answered("get_job", job_id=found["job_id"])
    assert (job["state"], job["progress"]) == ("done", 1), job
    assert MODULE in job["log_tail"], job


async def calls_go_on_while_a_module_is_installed() -> None:
    """Reads, writes and Python by several clients; the module changes their table."""
    await uninstall()
    name = f"mcp-meanwhile-{time.monotonic_ns()}"
    installing = asyncio.create_task(answered("install_module", module_name=MODULE))
    made = await asyncio.gather(*(work_until(installing, name) for _ in range(3)))
    assert (await installing)["state"] == "installed"
    assert all(made), f"no call was answered meanwhile: {made}"
    # what was acknowledged is there, and nothing twice
    domain = [["name", "=", name]]
    found = await answered("count_records", model="res.partner", domain=domain)
    assert found["count"] == sum(made), (found, made)
    assert await workers() == (2 if PREFORK else 1)


async def work_until(done: asyncio.Task, name: str) -> int:
    """Call until then; answers how many partners were made."""
    made = 0
    while not done.done():
        new = {"model": "res.partner", "values": {"name": name}}
        await answered("create_records", **new)
        made += 1
        query = "SELECT count(*) FROM res_partner WHERE name = %s"
        await answered("query_database", query=query, params=[name])
    return made


async def an_upgrade_brings_back_what_the_module_declares() -> None:
    await python(f"{PARAMETER}.unlink()", commit=True)
    found = await answered("upgrade_module", module_name=MODULE)
    assert (found["state"], found["restart_required"]) == ("installed", False), found
    assert await python(f"{PARAMETER}.value") == "as installed"


async def code_that_changed_since_asks_for_a_restart() -> None:
    # every worker must have imported it: only then is it out of date
    await workers()
    with touched(SOURCE):
        found = await answered("upgrade_module", module_name=MODULE)
    assert found["restart_required"] is True, found


async def other_calls_are_answered_while_a_module_is_upgraded() -> None:
    upgrade = asyncio.create_task(answered("upgrade_module", module_name=MODULE))
    calls = 0
    while not upgrade.done():
        assert await state_of(MODULE) in ("installed", "to upgrade")
        calls += 1
    assert (await upgrade)["state"] == "installed"
    assert calls > 1, "no call was answered meanwhile"


async def a_second_change_at_the_same_time_is_refused() -> None:
    both = [ask("upgrade_module", module_name=MODULE) for _ in range(2)]
    done = await asyncio.gather(*both)
    bad = [answer for answer in done if answer.get("isError")]
    assert len(bad) == 1, done
    words = bad[0]["content"][0]["text"]
    assert "under way" in words, words


async def what_somebody_else_scheduled_is_not_carried_out() -> None:
    # not "to upgrade": Odoo itself carries that out when a worker loads its registry
    await mark("mcp_test_extension", "to remove")
    await mark(MODULE, "uninstalled")
    try:
        words = await refused("install_module", module_name=MODULE)
        assert "mcp_test_extension (to remove)" in words, words
        words = await refused("upgrade_module", module_name="mail")
        assert "mcp_test_extension (to remove)" in words, words
    finally:
        await mark("mcp_test_extension", "installed")
        await mark(MODULE, "installed")


def listed() -> set[str]:
    found = post("tools/list", toolsets="test_module")
    return {tool["name"] for tool in found["tools"]}


async def workers() -> int:
    """How many processes answer; each must know the column and the tool.

    Calls side by side, until both workers of a prefork server have answered.
    """
    wanted, seen, end = (2 if PREFORK else 1), set(), time.monotonic() + 240
    while len(seen) < wanted and time.monotonic() < end:
        calls = [answered("test_module_worker") for _ in range(4)]
        for found in await asyncio.gather(*calls):
            assert found["knows_note"], found
            seen.add(found["pid"])
    return len(seen)


async def state_of(module: str) -> str:
    return (await answered("get_module_info", module_name=module))["state"]


async def columns(name: str) -> int:
    query = "SELECT 1 FROM information_schema.columns WHERE column_name = %s"
    found = await answered("query_database", query=query, params=[name])
    return found["row_count"]


async def mark(module: str, state: str) -> None:
    found = f"env['ir.module.module'].search([('name', '=', '{module}')])"
    await python(f"{found}.state = '{state}'", commit=True)


async def uninstall() -> None:
    """So that the checks can run again on one database."""
    if await state_of(MODULE) == "installed":
        name = f"env['ir.module.module'].search([('name', '=', '{MODULE}')])"
        await python(f"{name}.module_uninstall()", commit=True)


@contextmanager
def touched(path: Path) -> Iterator[Any]:
    """A file that looks as if it had been changed now."""
    before = path.stat()
    os.utime(path)
    try:
        yield
    finally:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHECKS = (
    an_unknown_module_is_a_clear_error,
    a_missing_python_package_is_a_clear_error,
    a_module_that_breaks_leaves_nothing_and_says_why,
    a_module_is_installed_and_every_process_sees_it,
    calls_go_on_while_a_module_is_installed,
    an_upgrade_brings_back_what_the_module_declares,
    code_that_changed_since_asks_for_a_restart,
    other_calls_are_answered_while_a_module_is_upgraded,
    a_second_change_at_the_same_time_is_refused,
    what_somebody_else_scheduled_is_not_carried_out,
)


if __name__ == "__main__":
    sys.exit(run(CHECKS))
