"""A tool that writes many records in one call."""

from odoo import models

from odoo.addons.odoo_mcp.services.declarations import Effect, Field, Params, mcp_tool


class NamesParams(Params):
    names: list[str] = Field(description="Names of the partners.")


class ProbeTools(models.AbstractModel):
    _inherit = "mcp.tools.probe"

    @mcp_tool(Effect.ADD)
    def _mcp_probe_add_many(self, params: NamesParams) -> str:
        """Create partners."""
        self.env["res.partner"].create([{"name": name} for name in params.names])
        return f"{len(params.names)} made"
