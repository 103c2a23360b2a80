"""The audit is searched and grouped by names of users; it holds their ids only."""

from __future__ import annotations

from typing import Any

from odoo import api, fields, models
from odoo.tools import SQL


class McpAuditLog(models.Model):
    _inherit = "mcp.audit.log"

    user_name = fields.Char(search="_search_user_name")

    def _field_to_sql(self, alias: str, fname: str, query: Any = None, *args, **kwargs):
        if fname != "user_name" or query is None:
            return super()._field_to_sql(alias, fname, query, *args, **kwargs)
        user = query.left_join(alias, "user_id", "res_users", "id", "caller")
        name = query.left_join(user, "partner_id", "res_partner", "id", "name")
        return SQL.identifier(name, "name")

    @api.model
    def _search_user_name(self, operator: str, value: Any) -> list[Any]:
        # sudo: names only, for administrators of the audit
        users = self.env["res.users"].sudo().with_context(active_test=False)
        return [("user_id", "in", users.search([("name", operator, value)]).ids)]
