"""Lets the audit be searched and grouped by names of users, of whom it holds the ids.

Lists show each call once: its outcome, or its intent while there is no outcome.
"""

from __future__ import annotations

from typing import Any

from odoo import _, api, fields, models
from odoo.tools import SQL
from odoo.tools.query import Query

from .mcp_audit_log import A_DAY

OPEN = """intent.phase = 'intent' AND intent.time > %s AND NOT EXISTS (
    SELECT FROM %s closed
     WHERE closed.call_id = intent.call_id AND closed.phase = 'outcome')"""


class McpAuditLog(models.Model):
    _inherit = "mcp.audit.log"

    user_name = fields.Char(search="_search_user_name")
    is_last = fields.Boolean(
        "Latest of its call", store=False, search="_search_is_last"
    )

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

    @api.model
    def _search_is_last(self, operator: str, value: Any) -> list[Any]:
        wanted = bool(value) if isinstance(value, bool) else True in value
        domain = ["|", ("phase", "=", "outcome"), ("id", "in", self._open())]
        return domain if wanted == (operator in ("=", "in")) else ["!", *domain]

    @api.model
    def _open(self) -> Query:
        """Intents without an outcome, of today only: the cron has closed older ones."""
        query = Query(self.env, "intent", SQL.identifier(self._table))
        since = fields.Datetime.now() - A_DAY
        query.add_where(SQL(OPEN, since, SQL.identifier(self._table)))
        return query

    def action_rows(self) -> dict[str, Any]:
        """All rows of this call, its intent too."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("All rows of the call"),
            "res_model": self._name,
            "view_mode": "list,kanban,form",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("call_id", "=", self.call_id)],
        }
