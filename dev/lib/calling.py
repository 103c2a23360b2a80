"""``dev/call``: call a tool of the running server through the official client."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging

import httpx2
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import Implementation

from . import options
from .clients import known
from .say import say

MYSELF = Implementation(name="dev/call", version="1")
MORE = """for others: dev/call search_tools '{"query": "log"}'"""


def main() -> int:
    given = _arguments()
    # the client warns of each tool that the server did not list
    logging.getLogger("client").setLevel(logging.ERROR)
    try:
        return asyncio.run(_call(given.tool, given.arguments, given.mode))
    except Exception as error:
        raise SystemExit(f"{known()[0]}: {_told(_cause(error))}") from None


def _told(error: BaseException) -> str:
    if isinstance(error, httpx2.ConnectError):
        return "no server answers there; dev/run starts it"
    return str(error)


def _cause(error: BaseException) -> BaseException:
    """The first error within a group of groups (a builtin only since Python 3.11)."""
    while getattr(error, "exceptions", None):
        error = error.exceptions[0]
    return error


def _arguments() -> argparse.Namespace:
    parser = options.parser("call", __doc__)
    parser.add_argument("tool", nargs="?", help="without one the tools are listed")
    given = {"nargs": "?", "default": "{}", "type": _object}
    parser.add_argument("arguments", **given, help="of the tool, as JSON")
    modes = {"choices": ("auto", "legacy"), "default": "auto"}
    parser.add_argument("--mode", **modes, help="legacy: with a handshake")
    return parser.parse_args()


def _object(text: str) -> dict:
    """The arguments; argparse says what is wrong with them."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"this is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise argparse.ArgumentTypeError("a JSON object is needed: '{\"limit\": 10}'")
    return found


async def _call(tool: str | None, arguments: dict | None, mode: str) -> int:
    url, key = known()
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx2.AsyncClient(headers=headers, timeout=700) as http:
        transport = streamable_http_client(url, http_client=http)
        async with Client(transport, mode=mode, client_info=MYSELF) as client:
            if tool:
                return _show(await client.call_tool(tool, arguments))
            for found in (await client.list_tools()).tools:
                print(f"{found.name}: {(found.description or '').splitlines()[0]}")
            say(MORE)
    return 0


def _show(answer) -> int:
    """Print the data, or the text where there is none; 1 for a tool error."""
    if answer.structured_content is not None and not answer.is_error:
        print(json.dumps(answer.structured_content, indent=2, ensure_ascii=False))
    else:
        for part in answer.content:
            print(getattr(part, "text", part))
    return int(bool(answer.is_error))
