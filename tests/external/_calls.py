"""Calls of tools on the running server, for the modules of this folder."""

from __future__ import annotations

import asyncio
import os
import time
import traceback
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import requests

URL = os.environ.get("URL", "")
PREFORK = os.environ.get("ODOO_MODE") == "prefork"
SECONDS = 240
HEADERS = {
    "Authorization": f"Bearer {os.environ.get('KEY')}",
    "Accept": "application/json, text/event-stream",
    "MCP-Protocol-Version": "2025-06-18",
}
# before code that makes keys or clients: what keeps calls from that is no wall
AS_A_PERSON = """
from odoo.addons.odoo_mcp.services import running
running._running.set(None)
"""
Check = Callable[[], Awaitable[None]]


def send(
    method: str, headers: dict[str, str], params: Any, toolsets: str = "developer"
) -> requests.Response:
    """One request without a handshake, on a connection of its own."""
    return requests.post(
        f"{URL}?toolsets={toolsets}" if toolsets else URL,
        json={"jsonrpc": "2.0", "id": 1, "method": method, "params": params},
        headers={**HEADERS, **headers},
        timeout=SECONDS,
    )


def post(method: str, /, *, toolsets: str = "developer", **params: Any) -> Any:
    """One request; its result."""
    message = send(method, {}, params, toolsets).json()
    assert "result" in message, message
    return message["result"]


async def ask(tool: str, /, **arguments: Any) -> dict[str, Any]:
    """Call a tool; a refusal by rate waits as it says."""
    sets = "developer,records,test_module"
    while True:
        answer = await asyncio.to_thread(
            post, "tools/call", toolsets=sets, name=tool, arguments=arguments
        )
        wait = (answer.get("structuredContent") or {}).get("retry_after_s")
        if not wait:
            return answer
        await asyncio.sleep(wait)


async def answered(tool: str, /, **arguments: Any) -> dict[str, Any]:
    """The data of a call that must succeed."""
    answer = await ask(tool, **arguments)
    assert not answer.get("isError"), answer
    return answer["structuredContent"]


async def refused(tool: str, /, **arguments: Any) -> str:
    """The words of a call that must not succeed."""
    answer = await ask(tool, **arguments)
    assert answer.get("isError"), answer
    return answer["content"][0]["text"]


async def python(code: str, **arguments: Any) -> Any:
    """The value of ``odoo_shell``."""
    answer = await answered("odoo_shell", code=code, **arguments)
    assert answer["error"] is None, answer
    return answer["value"]


async def until(found: Callable[[], Any], seconds: float = 240) -> Any:
    """Wait for something true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := found():
            return value
        await asyncio.sleep(0.1)
    raise AssertionError(f"it did not happen in {seconds} s")


async def until_answering(seconds: float = 240) -> None:
    """Wait for a server that starts again."""
    end = time.monotonic() + seconds
    while True:
        try:
            await answered("read_config", key="data_dir")
            return
        except Exception:
            if time.monotonic() > end:
                raise
            await asyncio.sleep(0.5)


def run(checks: Iterable[Check]) -> int:
    """Run them one after the other; the exit code of the module."""
    passed = failed = 0
    for check in checks:
        try:
            asyncio.run(check())
            passed += 1
        except Exception:
            print(f"{check.__name__}: FAILED\n{traceback.format_exc()}")
            failed += 1
    print(f"{passed} passed, {failed} failed")
    return int(failed > 0)
