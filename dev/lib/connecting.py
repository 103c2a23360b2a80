"""``docs/connect.md``: configurations of clients, from ``services/connecting/clients.py``."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from .paths import ROOT

BASE = "https://odoo.example.com"
HEAD = """# Connecting a client

*MCP Server › Connect* in Odoo shows the same steps with the address of your server. (`dev/docs`
generates this page from what that page shows, `services/connecting/clients.py`.) Other products
rename their menus now and then: look for the place where a custom MCP server is added by its
URL.

## Signing in

Most assistants sign in by OAuth and need the address alone ([oauth.md](oauth.md)). What
you see is the same for all:

1. Odoo's own login, with the second factor where one is set. Whoever is logged in already does
   not see it.

2. What the assistant may do. It never may do more than you; here you choose less.

   ![The consent page](images/consent.png)

3. The browser goes back to the assistant. For an app on this computer there may be one
   click more.

   ![You are connected](images/oauth-connected.png)

*MCP Server › Connected assistants*, and *Security › Connected assistants* in your preferences,
show what is connected; *Disconnect* ends it at once.

![Connected assistants](images/assistants.png)

When an assistant cannot connect, an administrator opens *MCP Server › Configuration › Doctor*:
it names what is wrong, and the remedy.

![Doctor](images/doctor.png)

## With a key

Clients without a browser take a key: make one in *MCP Server › Keys*. The client reads it from an
environment variable or asks for it, so that it stands in no configuration file.

With a key, `{url}?lang=fr_FR` makes Odoo answer in another
language than the user's own. For signing in use the address as it is.
"""


def page(root: Path) -> str:
    """The whole page, client by client."""
    services = root / "services"
    url = service(services, "route").endpoint(BASE)
    known = service(services, "connecting.clients").clients(url)
    parts = [HEAD.format(url=url), *map(_client, known)]
    return "\n".join(parts)


def service(folder: Path, name: str) -> ModuleType:
    """A module of ``folder`` without the package around it, which needs Odoo."""
    package = ModuleType("odoo_mcp_services")
    package.__path__ = [str(folder)]
    sys.modules[package.__name__] = package
    return import_module(f"{package.__name__}.{name}")


def bridge() -> str:
    """The pinned package of npm by which a client that starts commands connects."""
    return service(ROOT / "services", "connecting.client_steps").BRIDGE


def _client(client: dict[str, Any]) -> str:
    lines = [f"## {client['name']}\n"]
    number = 0
    for step in client["steps"]:
        if step["is_another_way"]:
            number = 0
            # or Markdown would go on counting
            lines.append("<!-- another way -->\n")
        number += 1
        lines.append(f"{number}. {step['title']}\n")
        if step["file"]:
            lines.append(f"   `{step['file']}`\n")
        if step["text"]:
            lines.append(_fenced(step))
    if client["note"]:
        lines.append(f"{client['note']}\n")
    return "\n".join(lines)


def _fenced(step: dict[str, Any]) -> str:
    text = "\n".join(f"   {line}" for line in step["text"].rstrip().splitlines())
    return f"   ```{step['language']}\n{text}\n   ```\n"
