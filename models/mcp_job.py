from __future__ import annotations

from datetime import timedelta

from odoo import api, fields, models

from ..services.purging import purge
from ..services.stopping import process_mark
from ..services.transactions.own_cursor import own_cursor

KEPT_DAYS = 7
# a change of modules is stopped after an hour
LONGEST = timedelta(hours=2)


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
    result_text = fields.Text("Outcome", compute="_compute_result_text")
    log_tail = fields.Text()
    create_date = fields.Datetime("Started", default=fields.Datetime.now)
    process = fields.Char(help="The process that does it: host, process id, start.")

    @api.depends("result")
    def _compute_result_text(self) -> None:
        for job in self:
            facts = (job.result or {}).items()
            job.result_text = "\n".join(f"{k}: {v}" for k, v in facts if v is not None)

    @api.model
    def _start(self, name: str) -> int:
        """A running job of the caller; committed, so that other workers see it."""
        with own_cursor(self.env.registry) as cr:
            cr.execute(
                "INSERT INTO mcp_job "
                "(name, user_id, state, progress, process, create_date) VALUES "
                "(%s, %s, 'running', 0, %s, now() AT TIME ZONE 'UTC') RETURNING id",
                [name, self.env.uid, process_mark.own()],
            )
            return cr.fetchone()[0]

    def _is_lost(self) -> bool:
        """Whether the process that worked on it ended before the work was done."""
        if self.state != "running":
            return False
        # of another host, whose processes nobody here can see
        is_over = self.create_date < fields.Datetime.now() - LONGEST
        return is_over or process_mark.is_gone(self.process)

    @api.autovacuum
    def _gc_old_jobs(self) -> None:
        limit = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        purge(self, [("create_date", "<", limit)])
        running = self.search([("state", "=", "running")])
        running.filtered(McpJob._is_lost).write({"state": "failed"})
