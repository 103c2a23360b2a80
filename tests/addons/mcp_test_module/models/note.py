"""A column and a tool: both are there in every worker once this is installed."""

import os

from odoo import fields, models

from odoo.addons.odoo_mcp.services.declarations import Effect, Result, mcp_tool


class ResPartner(models.Model):
    _inherit = "res.partner"

    # a column of a table that every request reads: the installation must lock it
    mcp_test_note = fields.Char("Note of a test")


class Worker(Result):
    pid: int
    knows_note: bool


class ModuleFixtureTools(models.AbstractModel):
    _name = "mcp.tools.test.module"
    _description = "MCP tools: a small module to install"
    _mcp_toolset = "test_module"

    @mcp_tool(Effect.READ)
    def _mcp_test_module_worker(self) -> Worker:
        """Say which process answers, and whether it has the new column."""
        fields_of_partner = self.env["res.partner"]._fields
        return Worker(pid=os.getpid(), knows_note="mcp_test_note" in fields_of_partner)
