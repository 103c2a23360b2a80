"""What a client sends to the endpoint, and how its answers are read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .common import McpHttpCase

PATH = "/mcp/v1"
META = "io.modelcontextprotocol/"
MODERN = "2026-07-28"
HANDSHAKE = "2025-11-25"
NAMED = {"tools/call": "name", "prompts/get": "name", "resources/read": "uri"}


class WireCase(McpHttpCase):
    """Sends JSON-RPC as the caller, with a trusted key."""

    mcp_needs = ("mcp.tools.probe",)

    def setUp(self):
        super().setUp()
        self.key = self.env["mcp.key"]._mcp_generate(
            self.mcp_caller, "test", trusted=True
        )
        self.headers = {
            "Authorization": f"Bearer {self.key}",
            "Content-Type": "application/json",
            "Accept": "application/json",
        }

    def send(self, body, headers=None, path=PATH, **options):
        """POST ``body``; a header given as None is left out."""
        headers = {**self.headers, **(headers or {})}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        kept = {name: value for name, value in headers.items() if value is not None}
        url = self.base_url() + path
        return self.opener.post(url, data=data, headers=kept, **options)

    def rpc(self, method, params=None, headers=None, path=PATH, **options):
        """One request of a handshake revision."""
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params or {}}
        return self.send(body, headers, path, **options)

    def modern(
        self, method, params=None, headers=None, path=PATH, *, meta=None, can=None
    ):
        """One request of the stateless revision.

        Args:
            meta: more of ``_meta``, e.g. a progress token.
            can: the capabilities that the client declares.
        """
        known = {
            f"{META}protocolVersion": MODERN,
            f"{META}clientCapabilities": can or {},
        }
        params = {**(params or {}), "_meta": {**known, **(meta or {})}}
        routing = {"MCP-Protocol-Version": MODERN, "Mcp-Method": method}
        if method in NAMED and NAMED[method] in params:
            routing["Mcp-Name"] = params[NAMED[method]]
        return self.rpc(method, params, {**routing, **(headers or {})}, path)

    def key_of(self, groups: str) -> dict[str, str]:
        """The header with an untrusted key of a new user with ``groups``."""
        key = self.env["mcp.key"]._mcp_generate(self.mcp_user(groups), "other")
        return {"Authorization": f"Bearer {key}"}

    def open_session(self, version: str = HANDSHAKE, **capabilities: Any):
        """Shake hands; answers the headers that the session needs."""
        params = {
            "protocolVersion": version,
            "capabilities": capabilities,
            "clientInfo": {"name": "test", "version": "1"},
        }
        opened = self.rpc("initialize", params)
        self.assertEqual(opened.status_code, 200, opened.text)
        session = opened.headers["Mcp-Session-Id"]
        return {"Mcp-Session-Id": session, "MCP-Protocol-Version": version}


STREAMED = {"Accept": "application/json, text/event-stream"}


def events(response: Any) -> Iterator[dict[str, Any]]:
    """The messages of a stream, as they arrive."""
    for line in response.iter_lines(chunk_size=1):
        if line.startswith(b"data: "):
            yield json.loads(line[6:])
