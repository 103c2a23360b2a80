"""People who work through the official client, each with a key of his own.

Nobody is trusted with what an administrator may do: a user has the groups of his role
and those of an Operator, and what he changes is confirmed unless his key is trusted. Some
clients show the server's form to their person; the others send the token back.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx2
from anyio.from_thread import start_blocking_portal
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, ElicitResult

from ..common import PATIENCE, McpHttpCase
from ..wire import PATH
from .matrix import TOOLSETS

# of an answer, data and text together: some 2,000 tokens
MOST_BYTES = 8_000
# listed in full, so that the client checks each answer against its schema
LISTED = ",".join(("records", "knowledge", *TOOLSETS))


class Colleague:
    """One person: his client, and what he was shown before he agreed."""

    def __init__(self, test: ClientsCase, key: str, forms: bool):
        self.test, self.key, self.forms = test, key, forms
        self.shown: list[str] = []
        self._client: Client | None = None

    def call(self, tool: str, arguments: dict[str, Any]) -> CallToolResult:
        """The result of a call, confirmed where that is asked for."""
        result = self._send(tool, arguments)
        data = result.structured_content or {}
        if "confirmation" not in data:
            return result
        self.shown.append(data["preview"])
        token = {"confirmation": data["confirmation"]}
        return self._send(tool, {**arguments, **token})

    def _send(self, tool: str, arguments: dict[str, Any]) -> CallToolResult:
        with self.test.served():
            client = self._connected()
            return self.test.portal.call(client.call_tool, tool, arguments)

    def _connected(self) -> Client:
        if not self._client:
            opening = self.test.portal.wrap_async_context_manager(self._open())
            self._client = self.test.leaving.enter_context(opening)
        return self._client

    @contextlib.asynccontextmanager
    async def _open(self) -> AsyncIterator[Client]:
        headers = {"Authorization": f"Bearer {self.key}"}
        url = f"{self.test.base_url()}{PATH}?toolsets={LISTED}"
        forms = {"elicitation_callback": self._agree} if self.forms else {}
        async with httpx2.AsyncClient(headers=headers, timeout=PATIENCE) as http:
            transport = streamable_http_client(url, http_client=http)
            async with Client(transport, mode="auto", **forms) as client:
                yield client

    async def _agree(self, _context: Any, params: Any) -> ElicitResult:
        """As a person who reads the form, ticks all of it and goes on."""
        self.shown.append(params.message)
        ticked = dict.fromkeys(params.requested_schema["properties"], True)
        return ElicitResult(action="accept", content=ticked)


class ClientsCase(McpHttpCase):
    """The server in the test's own transaction, and a client for each of ``users``."""

    # whose client shows the server's forms, and whose key needs no confirmation;
    # the others send the token back
    with_forms = ("salesman", "employee", "manager")
    trusted = ("purchaser", "purchase_manager", "accountant", "officer")
    users: dict[str, Any]

    def setUp(self):
        super().setUp()
        self.leaving = contextlib.ExitStack()
        self.portal = self.leaving.enter_context(start_blocking_portal())
        self.addCleanup(self._leave)
        keys = self.env["mcp.key"]
        self.people = {
            role: Colleague(
                self,
                keys._mcp_generate(user, role, trusted=role in self.trusted),
                role in self.with_forms,
            )
            for role, user in self.users.items()
        }

    def _leave(self) -> None:
        with self.served():
            self.leaving.close()

    @contextlib.contextmanager
    def served(self) -> Iterator[None]:
        """While the server works on what the test wrote; then what it wrote is read."""
        self.env.flush_all()
        self.env.invalidate_all()
        with contextlib.ExitStack() as announced:
            # 19.0 answers no requests but those that a test announces
            if hasattr(self, "allow_requests"):
                announced.enter_context(self.allow_requests(all_requests=True))
            yield
        self.env.invalidate_all()

    def result(self, role: str, tool: str, **arguments: Any) -> CallToolResult:
        """What ``role`` is answered; never more than a model cares to read."""
        result = self.people[role].call(tool, arguments)
        told = json.dumps(result.structured_content, ensure_ascii=False)
        size = len(told.encode()) + len(self.text(result).encode())
        self.assertLess(size, MOST_BYTES, f"{tool}: {told}")
        return result

    def does(self, role: str, tool: str, **arguments: Any) -> dict[str, Any]:
        """The data of a call that must succeed."""
        result = self.result(role, tool, **arguments)
        self.assertFalse(result.is_error, f"{role}, {tool}: {self.text(result)}")
        return result.structured_content

    def refused(self, role: str, tool: str, *words: str, **arguments: Any) -> Any:
        """The data of a call that must not; each of ``words`` is in its text."""
        result = self.result(role, tool, **arguments)
        self.assertTrue(result.is_error, f"{role}, {tool}: {self.text(result)}")
        for word in words:
            self.assertIn(word, self.text(result))
        return result.structured_content

    def text(self, result: CallToolResult) -> str:
        return "\n".join(part.text for part in result.content if part.type == "text")
