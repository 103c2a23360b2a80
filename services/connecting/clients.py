"""How MCP clients are configured for this server: the one source of page and docs.

The key never stands in a configuration: it comes from an environment variable or from
the client's own prompt. This module needs no Odoo, so ``dev/docs`` runs it without.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ..route import PATH
from .client_steps import (
    AUTHORIZATION,
    VARIABLE,
    Client,
    Step,
    Translate,
    allow,
    as_json,
    bridge,
    key_in_environment,
    must_be_reachable,
    or_with_a_key,
    plain,
)

INSPECTOR = "@modelcontextprotocol/inspector@2.12.0"


def clients(url: str, translate: Translate = str) -> list[dict[str, Any]]:
    """The clients that are known, with their steps, JSON-ready."""
    makers = (
        _claude,
        _claude_code,
        _claude_desktop,
        _chatgpt,
        _cursor,
        _vs_code,
        _codex,
        _agent,
        _inspector,
        _other,
    )
    return [asdict(make(url, translate)) for make in makers]


def _claude(url: str, _: Translate) -> Client:
    return Client(
        "claude",
        "Claude",
        (
            Step(
                _(
                    "In Claude (web, desktop or phone) open Settings › Connectors › "
                    "Add custom connector, and paste the address."
                ),
                plain(url),
            ),
            allow(_("Choose Connect."), _),
            Step(_("In a conversation, switch the connector on among the tools.")),
        ),
        must_be_reachable("Claude", _)
        + " "
        + _(
            "In a team, its owner adds the connector and each member connects himself."
        ),
    )


def _claude_code(url: str, _: Translate) -> Client:
    add = "claude mcp add --transport http --scope user odoo"
    header = f" \\\n  --header 'Authorization: Bearer ${{{VARIABLE}}}'"
    return Client(
        "claude_code",
        "Claude Code",
        (
            Step(_("Add the server."), f"{add} '{plain(url)}'", "sh"),
            Step(_("Start Claude Code, and see the server."), "/mcp"),
            allow(_("Choose it, then Authenticate."), _),
            or_with_a_key(_),
            Step(_("Then add the server with it."), f"{add} '{url}'{header}", "sh"),
        ),
    )


def _claude_desktop(url: str, _: Translate) -> Client:
    return Client(
        "claude_desktop",
        "Claude Desktop",
        (
            Step(
                _(
                    "It signs in as Claude does, by Settings › Connectors. For a server "
                    "that only your own network reaches, download this extension instead."
                ),
                download="odoo.mcpb",
            ),
            Step(
                _(
                    "Open it with Claude Desktop (Settings › Extensions › Advanced "
                    "settings › Install extension) and enter your key when asked."
                )
            ),
        ),
        _("The key is kept in the system's keychain. Node.js must be installed."),
    )


def _chatgpt(url: str, _: Translate) -> Client:
    return Client(
        "chatgpt",
        "ChatGPT",
        (
            Step(
                _(
                    "Open Settings › Connectors, switch developer mode on in the "
                    "advanced settings, choose Create, and paste the address. The "
                    "authentication is OAuth."
                ),
                plain(url),
            ),
            allow(_("Choose Create, then Connect."), _),
            Step(_("In a conversation, switch the connector on among the tools.")),
        ),
        must_be_reachable("ChatGPT", _)
        + " "
        + _(
            "Deep research reads by the tools search and fetch. After your rights "
            "changed, refresh the connector: ChatGPT keeps the list of tools."
        ),
    )


def _cursor(url: str, _: Translate) -> Client:
    headers = {"Authorization": f"Bearer ${{env:{VARIABLE}}}"}
    file = ("json", ".cursor/mcp.json")
    by_key = as_json({"mcpServers": {"odoo": {"url": url, "headers": headers}}})
    return Client(
        "cursor",
        "Cursor",
        (
            Step(
                _("Write this into the file."),
                as_json({"mcpServers": {"odoo": {"url": plain(url)}}}),
                *file,
            ),
            allow(_("In Cursor's settings, open MCP and choose Connect."), _),
            or_with_a_key(_),
            Step(_("Then write this instead, and restart Cursor."), by_key, *file),
        ),
    )


def _vs_code(url: str, _: Translate) -> Client:
    server = {"type": "http", "url": plain(url)}
    file = ("json", ".vscode/mcp.json")
    return Client(
        "vs_code",
        "VS Code",
        (
            Step(
                _("Write this into the file."),
                as_json({"servers": {"odoo": server}}),
                *file,
            ),
            allow(_("Choose Start above the server's name."), _),
            Step(
                _("Or write this; VS Code asks for your key when it starts."),
                _vs_code_with_a_key(url, _),
                *file,
                is_another_way=True,
            ),
        ),
    )


def _vs_code_with_a_key(url: str, _: Translate) -> str:
    prompt = {
        "type": "promptString",
        "id": "odoo-mcp-key",
        "description": _("MCP key of Odoo"),
        "password": True,
    }
    headers = {"Authorization": "Bearer ${input:odoo-mcp-key}"}
    server = {"type": "http", "url": url, "headers": headers}
    return as_json({"inputs": [prompt], "servers": {"odoo": server}})


def _codex(url: str, _: Translate) -> Client:
    text = f'[mcp_servers.odoo]\nurl = "{url}"\nbearer_token_env_var = "{VARIABLE}"\n'
    title = _("Write this into the file.")
    return Client(
        "openai",
        "Codex",
        (key_in_environment(_), Step(title, text, "toml", "~/.codex/config.toml")),
    )


def _agent(url: str, _: Translate) -> Client:
    address = plain(url)
    return Client(
        "agent",
        _("Your own agent"),
        (
            Step(
                _(
                    "One that works for a person signs in as he does: the official "
                    "SDKs find everything from the address."
                ),
                address,
            ),
            _fetch_a_token(address, _),
            Step(
                _("The token, or a key, goes into the header of each request."),
                f"Authorization: Bearer <{_('token or key')}>",
            ),
        ),
    )


def _fetch_a_token(address: str, _: Translate) -> Step:
    """What a client with a secret does, and no person (RFC 6749, 4.4)."""
    title = _(
        "One that works by itself: an administrator makes a client with a secret and a "
        "service account in MCP Server › Configuration › OAuth clients. The agent "
        "fetches a token for an hour so."
    )
    command = (
        'curl -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials \\\n'
        f"  -d resource={address} \\\n"
        f"  {address.removesuffix(PATH)}/mcp/oauth/token"
    )
    return Step(title, command, "sh")


def _inspector(url: str, _: Translate) -> Client:
    text = (
        f"npx -y {INSPECTOR} --cli '{url}' --transport http \\\n"
        f'  --header "Authorization: Bearer ${VARIABLE}" --method tools/list'
    )
    return Client(
        "inspector",
        "MCP Inspector",
        (
            key_in_environment(_),
            Step(_("List the tools from the command line."), text, "sh"),
        ),
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
            key_in_environment(_),
            Step(
                _("For one that only starts a command, set this variable besides."),
                start,
                "sh",
            ),
            Step(
                _("It starts this bridge then; Node.js must be installed."),
                as_json({"mcpServers": {"odoo": command}}),
                "json",
            ),
        ),
    )
