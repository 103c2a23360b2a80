"""The official clients, Python and TypeScript: connect, list, call, be refused.

Started by ``dev/test``; ``dev/lib/external.py`` says what it is given. In prefork mode
six clients that wait for news must not keep two workers from answering others.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import subprocess
import sys
import traceback
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
from _npm import installed
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client

MODE = "both"

PACKAGES = ("@modelcontextprotocol/client@2", "@modelcontextprotocol/sdk@1")
TYPESCRIPT = ("client", "sdk")
CHECKS_OF_TYPESCRIPT = 5
LISTENERS = 6
CALLS = 10
# a listener that held a worker would hold it until the client gives up
SECONDS = 120


@contextlib.asynccontextmanager
async def connected(mode: str) -> AsyncIterator[Client]:
    """The official Python client, in the ``mode`` that it negotiates versions with."""
    headers = {"Authorization": f"Bearer {os.environ['KEY']}"}
    url = f"{os.environ['URL']}?toolsets=conformance,developer"
    async with httpx2.AsyncClient(headers=headers, timeout=SECONDS) as http:
        transport = streamable_http_client(url, http_client=http)
        async with Client(transport, mode=mode) as client:
            yield client


async def python_client(mode: str) -> None:
    async with connected(mode) as client:
        names = {tool.name for tool in (await client.list_tools()).tools}
        assert {"test_simple_text", "query_database"} <= names, names
        answer = await client.call_tool("test_simple_text", {})
        assert not answer.is_error and answer.content, answer
        refused = await client.call_tool("query_database", {"query": "DELETE FROM x"})
        assert refused.is_error, refused


async def python_auto() -> None:
    await python_client("auto")


async def python_legacy() -> None:
    await python_client("legacy")


async def listening_clients_hold_nobody() -> None:
    """Half of them wait as older clients do, half by ``subscriptions/listen``."""
    async with contextlib.AsyncExitStack() as stack:
        for number in range(LISTENERS):
            mode = "legacy" if number % 2 else "auto"
            client = await stack.enter_async_context(connected(mode))
            if mode == "auto":
                begun = asyncio.Event()
                task = asyncio.create_task(listen(client, begun))
                stack.callback(task.cancel)
                await begun.wait()
        async with connected("auto") as client:
            for _ in range(CALLS):
                answer = await client.call_tool("test_simple_text", {})
                assert not answer.is_error, answer


async def listen(client: Client, begun: asyncio.Event) -> None:
    try:
        # refused in prefork mode, and that is how it should be
        with contextlib.suppress(Exception):
            async with client.listen(tools_list_changed=True) as news:
                begun.set()
                async for _event in news:
                    pass
    finally:
        begun.set()


def typescript() -> tuple[int, int, int]:
    """Passed, failed, skipped."""
    if not os.environ.get("NPM"):
        print("skipped: TypeScript clients: there is no Node here")
        return 0, 0, CHECKS_OF_TYPESCRIPT * len(TYPESCRIPT)
    folder = install()
    passed = failed = 0
    for name in TYPESCRIPT:
        command = [os.environ["NODE"], "clients.mjs", name]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        found = re.search(r"(\d+) passed, (\d+) failed\s*$", done.stdout)
        if done.returncode or not found:
            print(done.stdout[-3000:], done.stderr[-3000:])
        good, bad = map(int, found.groups()) if found else (0, CHECKS_OF_TYPESCRIPT)
        passed, failed = passed + good, failed + bad
    return passed, failed, 0


def install() -> Path:
    """The folder with the TypeScript clients and the script that uses them."""
    folder = installed("clients", *PACKAGES)
    shutil.copy(Path(__file__).with_suffix(".mjs"), folder)
    return folder


def main() -> int:
    passed, failed, skipped = typescript()
    for check in (python_auto, python_legacy, listening_clients_hold_nobody):
        try:
            asyncio.run(check())
            passed += 1
        except Exception:
            print(f"{check.__name__}: FAILED\n{traceback.format_exc()}")
            failed += 1
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
