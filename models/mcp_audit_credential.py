"""Lets the audit be read and grouped by names of keys, of which it holds the ids."""

from odoo import models


class McpAuditLog(models.Model):
    _name = "mcp.audit.log"
    _inherit = ["mcp.audit.log", "mcp.credential.named"]
