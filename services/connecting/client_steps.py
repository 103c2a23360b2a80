"""The steps that connect a client, and those that several clients share.

This module needs no Odoo, so ``dev/docs`` runs it without.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

VARIABLE = "ODOO_MCP_KEY"
AUTHORIZATION = "ODOO_MCP_AUTH"
# pinned: the bridge sees the key, so nobody should run a version that we have not read
BRIDGE = "mcp-remote@0.15.1"
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
        is_another_way: from this step on the list is an alternative to the steps
            before it, numbered from 1 again.
    """

    title: str
    text: str = ""
    language: str = "text"
    file: str = ""
    download: str = ""
    is_another_way: bool = False


@dataclass(frozen=True)
class Client:
    """A client and the steps that connect it."""

    id: str
    name: str
    steps: tuple[Step, ...]
    note: str = ""


def plain(url: str) -> str:
    """The address without its language, as OAuth knows it.

    A token is for one address, and one with a query would be another.
    """
    return url.partition("?")[0]


def bridge(url: str, authorization: str) -> dict[str, Any]:
    """The command of the stdio bridge, as MCP configurations write it.

    The header's value comes from a variable, since some clients split arguments at
    spaces.

    Args:
        authorization: the value of the variable ``ODOO_MCP_AUTH``, e.g. ``Bearer …``.
    """
    header = f"Authorization:${{{AUTHORIZATION}}}"
    arguments = ["-y", BRIDGE, url, "--header", header]
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        arguments.append("--allow-http")
    return {"command": "npx", "args": arguments, "env": {AUTHORIZATION: authorization}}


def allow(first: str, _: Translate) -> Step:
    """The step of signing in: ``first``, then what the browser shows."""
    return Step(
        first
        + " "
        + _(
            "Odoo opens in your browser: log in, choose what the assistant may do, "
            "and allow it."
        )
    )


def must_be_reachable(name: str, _: Translate) -> str:
    """A note for clients whose own servers call Odoo."""
    return (
        _("The servers of %s call yours: it must be reached over https from outside.")
        % name
    )


def or_with_a_key(_: Translate) -> Step:
    """The first step of the way with a key, after another way."""
    title = _("Or, without a browser: put a key into the environment.")
    return Step(title, f"export {VARIABLE}='mcp_…'", "sh", is_another_way=True)


def key_in_environment(_: Translate) -> Step:
    """The step that puts the key into the environment."""
    title = _("Put your key into the environment, e.g. in your shell's profile.")
    return Step(title, f"export {VARIABLE}='mcp_…'", "sh")


def as_json(value: Any) -> str:
    """A value as people write it into a configuration."""
    return json.dumps(value, indent=2, ensure_ascii=False)
