"""Templates of projects and tasks on 18.0, where Odoo has no field for them."""

from odoo import fields, models


class McpTemplateMark(models.Model):
    _name = "mcp.template.mark"
    _description = "MCP Template Mark"
    _rec_name = "model"

    model = fields.Char(required=True, readonly=True)
    res_id = fields.Integer("Record", required=True, readonly=True)

    def init(self) -> None:
        self.env.cr.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS mcp_template_mark_once "
            "ON mcp_template_mark (model, res_id)"
        )
