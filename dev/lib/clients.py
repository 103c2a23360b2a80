"""How MCP clients reach the server that ``dev/run`` started."""

from __future__ import annotations

import json
import os
from pathlib import Path

from .connecting import bridge
from .paths import cache

LINE = "─" * 78


def remember(url: str, key: str) -> None:
    """Write URL and key where ``dev/call`` finds them; only we may read it."""
    path = _file()
    with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
        json.dump({"url": url, "key": key}, file)


def known() -> tuple[str, str]:
    """URL and key of the running server.

    Raises:
        SystemExit: none was started.
    """
    if not _file().exists():
        raise SystemExit("no server is known: start one with dev/run")
    found = json.loads(_file().read_text())
    return found["url"], found["key"]


def banner(title: str, log: Path) -> str:
    """URL, key, and configurations to paste into the usual clients."""
    url, key = known()
    web = url.removesuffix("/mcp/v1")
    parts = [
        LINE,
        f"{title} with odoo_mcp: {web} (admin / admin), Ctrl-C stops it",
        f"Log: {log}",
        "",
        f"MCP endpoint: {url}",
        f"Bearer key:   {key}",
        "",
        *_configurations(url, key),
        'Try it: dev/call get_db_schema \'{"action": "list_tables"}\'',
        LINE,
    ]
    return "\n".join(parts)


def _configurations(url: str, key: str) -> list[str]:
    bearer = {"Authorization": f"Bearer {key}"}
    remote = {"command": "npx", "env": {"ODOO_MCP": bearer["Authorization"]}}
    header = "Authorization:${ODOO_MCP}"
    remote["args"] = ["-y", bridge(), url, "--header", header]
    cursor = {"mcpServers": {"odoo": {"url": url, "headers": bearer}}}
    code = {"servers": {"odoo": {"type": "http", "url": url, "headers": bearer}}}
    return [
        "Claude Code:",
        f"  claude mcp add --transport http odoo {url} \\",
        f'    --header "Authorization: Bearer {key}"',
        "",
        "Claude Desktop (claude_desktop_config.json):",
        _json({"mcpServers": {"odoo": remote}}),
        "Cursor (.cursor/mcp.json):",
        _json(cursor),
        "VS Code (.vscode/mcp.json):",
        _json(code),
    ]


def _json(value: dict) -> str:
    text = json.dumps(value, indent=2)
    return "\n".join(f"  {line}" for line in text.splitlines()) + "\n"


def _file() -> Path:
    return cache() / "server.json"
