"""The extension that connects Claude Desktop: it asks for the key itself."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from .client_steps import bridge

# Claude Desktop demands an entry point even where it starts another command
ENTRY = "server/index.js"
NOTE = "// The bridge is started by npx: see mcp_config in manifest.json.\n"


def extension(url: str, name: str) -> bytes:
    """A ``.mcpb`` file: a zip of a manifest; the key goes to the system's keychain."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", json.dumps(manifest(url, name), indent=2))
        archive.writestr(ENTRY, NOTE)
    return file.getvalue()


def manifest(url: str, name: str) -> dict[str, Any]:
    """What the extension says of itself, in version 0.3 of the format."""
    return {
        "manifest_version": "0.3",
        "name": "odoo",
        "display_name": name,
        "version": "1.0.0",
        "description": f"Work in {name} through MCP.",
        "author": {"name": "odoo_mcp contributors"},
        "server": {
            "type": "node",
            "entry_point": ENTRY,
            "mcp_config": bridge(url, "Bearer ${user_config.key}"),
        },
        "user_config": {
            "key": {
                "type": "string",
                "title": "MCP key",
                "description": "Made in Odoo: MCP Server › Keys.",
                "sensitive": True,
                "required": True,
            }
        },
    }
