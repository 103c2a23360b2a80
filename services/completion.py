"""Names that complete an argument, as far as the caller may see them."""

from __future__ import annotations

from odoo import api, models
from odoo.tools import SQL

from .principal import Principal

MOST = 101


class McpCompletion(models.AbstractModel):
    _name = "mcp.completion"
    _description = "MCP completion"

    @api.model
    def _values(self, principal: Principal, argument: str, value: str) -> list[str]:
        """Values for ``argument`` that contain ``value``. Extend with super()."""
        if argument in ("model", "model_name"):
            return self._models(value)
        if argument in ("table", "table_name"):
            return self._tables(principal, value)
        return []

    def _models(self, value: str) -> list[str]:
        # sudo: names of models; those that the caller may not read are left out
        names = self.env["ir.model"].sudo().search([("model", "ilike", value)])
        return [
            name
            for name in names.mapped("model")
            if name in self.env and self.env[name].has_access("read")
        ][:MOST]

    def _tables(self, principal: Principal, value: str) -> list[str]:
        if not self.env["mcp.policy"]._is_developer(principal):
            return []
        self.env.cr.execute(
            SQL(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
                "AND position(%s in tablename) > 0 ORDER BY 1 LIMIT %s",
                value,
                MOST,
            )
        )
        return [name for (name,) in self.env.cr.fetchall()]
