"""The audit is searched by the names of users, though it holds their ids only."""

from __future__ import annotations

from typing import Any

from odoo import api, fields, models


class McpAuditLog(models.Model):
    _inherit = "mcp.audit.log"

    user_name = fields.Char(search="_search_user_name")

    @api.model
    def _search_user_name(self, operator: str, value: Any) -> list[Any]:
        # sudo: names only, for administrators of the audit
        users = self.env["res.users"].sudo().with_context(active_test=False)
        return [("user_id", "in", users.search([("name", operator, value)]).ids)]
