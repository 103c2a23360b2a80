"""The audit is read and grouped by names of keys; it holds their ids only."""

from odoo import models


class McpAuditLog(models.Model):
    _name = "mcp.audit.log"
    _inherit = ["mcp.audit.log", "mcp.credential.named"]
