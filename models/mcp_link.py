from datetime import timedelta

from odoo import api, fields, models

from ..services.purging import purge

CLAIM = """
UPDATE mcp_link SET used = clock_timestamp() AT TIME ZONE 'utc'
 WHERE id = %s AND used IS NULL RETURNING id
"""
KEPT = timedelta(hours=24)


class McpLink(models.Model):
    """Signed links to files: what each is for, whose it is, whether it was used.

    ``res_model``, ``res_id`` and ``res_field`` name what is downloaded when it is
    stored elsewhere; else it is ``content``. An upload waits in ``content`` for the
    call that takes it. ``issue`` is that of the key: a renewed one is another.
    """

    _name = "mcp.link"
    _description = "MCP File Link"
    _log_access = False

    nonce = fields.Char(required=True)
    purpose = fields.Char(required=True)
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    credential = fields.Char(required=True)
    issue = fields.Char()
    companies = fields.Json()
    res_model = fields.Char()
    res_id = fields.Integer()
    res_field = fields.Char()
    filename = fields.Char()
    mimetype = fields.Char()
    content = fields.Binary(attachment=True)
    create_date = fields.Datetime(required=True, default=fields.Datetime.now)
    used = fields.Datetime()

    def init(self) -> None:
        self.env.cr.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS mcp_link_nonce_uniq ON mcp_link (nonce)"
        )

    def _claim(self) -> bool:
        """Use this link up; False when it was used before.

        Of two at once PostgreSQL lets one through: the other is run again by Odoo
        and finds it used.
        """
        self.ensure_one()
        self.flush_recordset()
        self.env.cr.execute(CLAIM, [self.id])
        self.invalidate_recordset(["used"], flush=False)
        return bool(self.env.cr.fetchone())

    def _stored(self) -> models.BaseModel:
        """The attachment that holds ``content``."""
        self.ensure_one()
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", "content"),
                ("res_id", "=", self.id),
            ],
            limit=1,
        )

    @api.autovacuum
    def _gc_old_links(self) -> None:
        """Delete old links with their files, and those of deleted users."""
        old = [("create_date", "<", fields.Datetime.now() - KEPT)]
        purge(self, old)
        of_links = [("res_model", "=", self._name), ("res_field", "=", "content")]
        purge(self.env["ir.attachment"], [*of_links, *old])
