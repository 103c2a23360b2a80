from __future__ import annotations

from datetime import timedelta

from odoo import api, fields, models

from ..services.own_cursor import own_cursor

KEPT_LOG = 4000


class McpJob(models.Model):
    """Work that goes on after its call was answered; polled with ``get_job``."""

    _name = "mcp.job"
    _description = "MCP Job"
    _order = "id desc"
    _log_access = False

    name = fields.Char(required=True)
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    state = fields.Selection(
        [("running", "Running"), ("done", "Done"), ("failed", "Failed")],
        default="running",
        required=True,
    )
    progress = fields.Float()
    result = fields.Json()
    log_tail = fields.Text()
    create_date = fields.Datetime(default=fields.Datetime.now)

    @api.model
    def _start(self, name: str) -> int:
        """A running job of the caller, committed: other workers see it."""
        with own_cursor(self.env.registry) as cr:
            cr.execute(
                "INSERT INTO mcp_job (name, user_id, state, progress, create_date) "
                "VALUES (%s, %s, 'running', 0, now() AT TIME ZONE 'UTC') RETURNING id",
                [name, self.env.uid],
            )
            return cr.fetchone()[0]

    @api.autovacuum
    def _gc_old_jobs(self) -> None:
        limit = fields.Datetime.now() - timedelta(days=7)
        self.search([("create_date", "<", limit)]).unlink()
