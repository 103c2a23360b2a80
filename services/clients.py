"""How MCP clients are configured for this server: the one source of page and docs.

The key never stands in a configuration: it comes from an environment variable or from
the client's own prompt. This module imports nothing, so ``dev/docs`` runs it alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

VARIABLE = "ODOO_MCP_KEY"
AUTHORIZATION = "ODOO_MCP_AUTH"
# pinned: a bridge sees the key, so its next version is looked at before it runs
BRIDGE = "mcp-remote@0.15.1"
INSPECTOR = "@modelcontextprotocol/inspector@2.12.0"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
Translate = Callable[[str], str]


@dataclass(frozen=True)
class Step:
    """One thing to do.

    Attributes:
        title: what to do, a sentence.
        text: what is copied; empty where there is nothing to copy.
        language: of ``text``: ``sh``, ``json``, ``toml`` or ``text``.
        file: the file that ``text`` belongs into.
        download: name of a file that the page offers instead of ``text``.
    """

    title: str
    text: str = ""
    language: str = "text"
    file: str = ""
    download: str = ""


@dataclass(frozen=True)
class Client:
    """A client and the steps that connect it."""

    id: str
    name: str
    steps: tuple[Step, ...]
    note: str = ""


def endpoint(base_url: str, lang: str | None = None) -> str:
    """The URL that a client is given; ``lang`` is the language of Odoo's answers."""
    query = f"?{urlencode({'lang': lang})}" if lang else ""
    return f"{base_url.rstrip('/')}/mcp/v1{query}"


def clients(url: str, translate: Translate = str) -> list[dict[str, Any]]:
    """The clients that are known, with their steps, JSON-ready."""
    makers = (
        _sign_in,
        _claude_code,
        _claude_desktop,
        _cursor,
        _vs_code,
        _openai,
        _inspector,
        _other,
    )
    return [asdict(make(url, translate)) for make in makers]


def bridge(url: str, authorization: str) -> dict[str, Any]:
    """Command of the stdio bridge; the header's value has no space in the arguments.

    Args:
        authorization: what the variable ``ODOO_MCP_AUTH`` holds, e.g. ``Bearer …``.
    """
    header = f"Authorization:${{{AUTHORIZATION}}}"
    arguments = ["-y", BRIDGE, url, "--header", header]
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        arguments.append("--allow-http")
    return {"command": "npx", "args": arguments, "env": {AUTHORIZATION: authorization}}


def _sign_in(url: str, _: Translate) -> Client:
    return Client(
        "sign_in",
        _("Sign in (OAuth)"),
        (
            Step(
                _(
                    "Paste the address where the assistant asks for one. Claude: "
                    "Settings › Connectors › Add custom connector. ChatGPT: Settings › "
                    "Connectors › Create. Cursor and VS Code: add an MCP server by URL."
                ),
                url,
            ),
            Step(
                _("Or, in Claude Code, add it and choose Authenticate."),
                f"claude mcp add --transport http odoo '{url}'\n/mcp",
                "sh",
            ),
            Step(
                _(
                    "Odoo opens in your browser: log in, choose what the assistant "
                    "may do, and allow it."
                )
            ),
        ),
        _(
            "No key is needed. The server must be reached over https, from the "
            "assistant's own servers if it runs there. What is connected stands in "
            "MCP Server › Connected assistants."
        ),
    )


def _claude_code(url: str, _: Translate) -> Client:
    add = (
        f"claude mcp add --transport http --scope user odoo '{url}' \\\n"
        f"  --header 'Authorization: Bearer ${{{VARIABLE}}}'"
    )
    return Client(
        "claude_code",
        "Claude Code",
        (
            _variable(_),
            Step(_("Add the server."), add, "sh"),
            Step(_("Start Claude Code, and see it connected."), "/mcp"),
        ),
    )


def _claude_desktop(url: str, _: Translate) -> Client:
    return Client(
        "claude_desktop",
        "Claude Desktop",
        (
            Step(_("Download the extension for this server."), download="odoo.mcpb"),
            Step(
                _(
                    "Open it with Claude Desktop (Settings › Extensions › Advanced "
                    "settings › Install extension) and enter your key when asked."
                )
            ),
        ),
        _("The key is kept in the system's keychain. Node.js must be installed."),
    )


def _cursor(url: str, _: Translate) -> Client:
    headers = {"Authorization": f"Bearer ${{env:{VARIABLE}}}"}
    text = _json({"mcpServers": {"odoo": {"url": url, "headers": headers}}})
    title = _("Write this into the file, then restart Cursor.")
    return Client(
        "cursor",
        "Cursor",
        (_variable(_), Step(title, text, "json", ".cursor/mcp.json")),
    )


def _vs_code(url: str, _: Translate) -> Client:
    prompt = {
        "type": "promptString",
        "id": "odoo-mcp-key",
        "description": _("MCP key of Odoo"),
        "password": True,
    }
    headers = {"Authorization": "Bearer ${input:odoo-mcp-key}"}
    server = {"type": "http", "url": url, "headers": headers}
    text = _json({"inputs": [prompt], "servers": {"odoo": server}})
    title = _("Write this into the file; VS Code asks for your key when it starts.")
    return Client(
        "vs_code", "VS Code", (Step(title, text, "json", ".vscode/mcp.json"),)
    )


def _openai(url: str, _: Translate) -> Client:
    text = f'[mcp_servers.odoo]\nurl = "{url}"\nbearer_token_env_var = "{VARIABLE}"\n'
    return Client(
        "openai",
        "ChatGPT, Codex",
        (
            _variable(_),
            Step(_("For Codex, write this:"), text, "toml", "~/.codex/config.toml"),
        ),
        _("ChatGPT itself signs in by OAuth; Codex and OpenAI's API take a key."),
    )


def _inspector(url: str, _: Translate) -> Client:
    text = (
        f"npx -y {INSPECTOR} --cli '{url}' --transport http \\\n"
        f'  --header "Authorization: Bearer ${VARIABLE}" --method tools/list'
    )
    return Client(
        "inspector",
        "MCP Inspector",
        (_variable(_), Step(_("List the tools from the command line."), text, "sh")),
    )


def _other(url: str, _: Translate) -> Client:
    facts = f"URL:       {url}\nTransport: Streamable HTTP\n"
    facts += f"Header:    Authorization: Bearer <{_('your key')}>"
    command = bridge(url, f"Bearer ${{{VARIABLE}}}")
    command.pop("env")
    start = f'export {AUTHORIZATION}="Bearer ${VARIABLE}"'
    return Client(
        "other",
        _("Another client"),
        (
            Step(_("A client that speaks HTTP needs these facts."), facts),
            Step(
                _("For one that only starts a command, set this variable besides."),
                start,
                "sh",
            ),
            Step(
                _("It starts this bridge then; Node.js must be installed."),
                _json({"mcpServers": {"odoo": command}}),
                "json",
            ),
        ),
    )


def _variable(_: Translate) -> Step:
    title = _("Put your key into the environment, e.g. in your shell's profile.")
    return Step(title, f"export {VARIABLE}='mcp_…'", "sh")


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
