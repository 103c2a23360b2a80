"""What the addon brings for administrators to edit, who may have made the same name."""

from __future__ import annotations

from itertools import count
from typing import Any

from odoo import api, models

ADDON = "odoo_mcp"


class McpShipped(models.AbstractModel):
    """Records of which each has a ``name`` of its own, ours among them."""

    _name = "mcp.shipped"
    _description = "MCP Shipped Record"

    @api.model
    def _load_records_create(self, vals_list: list[dict[str, Any]]):
        """Ours come under another name, archived, where theirs has it already.

        Or the update of the addon would fail for a name that one of them chose; one of
        ours that was deleted comes back with each update (``_load_records``).
        """
        if self.env.context.get("install_module") == ADDON:
            vals_list = [self._beside(values) for values in vals_list]
        return super()._load_records_create(vals_list)

    def _beside(self, values: dict[str, Any]) -> dict[str, Any]:
        name = values["name"]
        if not self._is_taken(name):
            return values
        others = (f"{name}_{number}" for number in count(2))
        free = next(other for other in others if not self._is_taken(other))
        return {**values, "name": free, "active": False}

    def _is_taken(self, name: str) -> bool:
        everything = self.with_context(active_test=False)
        return bool(everything.search_count([("name", "=", name)], limit=1))
