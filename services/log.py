"""Log lines of this addon, which start with MCP, the call, the user and the tool.

Within a call the setting ``mcp.log_level`` of its database decides what is written,
elsewhere the default of that setting.
"""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any

from .running import running

PACKAGE = logging.getLogger("odoo.addons.odoo_mcp")


class McpLogger(logging.LoggerAdapter):
    """A logger of one module."""

    def isEnabledFor(self, level: int) -> bool:
        current = running()
        if level < (current.level if current else logging.INFO):
            return False
        if level == logging.DEBUG and not PACKAGE.isEnabledFor(level):
            # Odoo's own level would hold back what the setting asks for
            PACKAGE.setLevel(level)
        return super().isEnabledFor(level)

    def process(self, msg: Any, kwargs: MutableMapping[str, Any]) -> tuple[str, Any]:
        current = running()
        if current is None:
            return f"MCP {msg}", kwargs
        who = f"call={current.call_id} user={current.uid} tool={current.tool}"
        return f"MCP {who} {msg}", kwargs


def logger(name: str) -> McpLogger:
    """The logger of a module: ``_logger = logger(__name__)``."""
    return McpLogger(logging.getLogger(name), {})
