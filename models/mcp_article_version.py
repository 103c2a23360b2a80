"""Earlier texts of articles."""

from __future__ import annotations

from odoo import _, api, fields, models
from odoo.tools import SQL

KEPT = 100


class McpArticleVersion(models.Model):
    _name = "mcp.article.version"
    _description = "Version of an article"
    _order = "id desc"
    _rec_name = "title"

    article_id = fields.Many2one(
        "mcp.article", required=True, index=True, ondelete="cascade", readonly=True
    )
    title = fields.Char(required=True, readonly=True)
    body = fields.Html(readonly=True, prefetch=False)
    is_current = fields.Boolean(compute="_compute_is_current")

    @api.depends("article_id.version_ids")
    def _compute_is_current(self) -> None:
        for version in self:
            version.is_current = version == version.article_id.version_ids[:1]

    @api.model
    def _keep(self, articles: models.BaseModel) -> None:
        """Keep a version of each article whose text differs from its last version."""
        for article in articles:
            last = self.search([("article_id", "=", article.id)], limit=1)
            if (last.body or "") != (article.body or ""):
                self.create(
                    {
                        "article_id": article.id,
                        "title": article.name,
                        "body": article.body,
                    }
                )
        articles.invalidate_recordset(["version_ids"])

    def action_restore(self) -> None:
        """The button: give the article this text again."""
        self.ensure_one()
        self.article_id.body = self.body
        self.article_id.message_post(
            body=_("Restored the version of %s.")
            % fields.Datetime.context_timestamp(self, self.create_date).strftime(
                "%Y-%m-%d %H:%M"
            )
        )

    @api.autovacuum
    def _gc_versions(self) -> None:
        """Keep the newest versions of each article."""
        self.env.cr.execute(
            SQL(
                "SELECT id FROM (SELECT id, row_number() OVER "
                "(PARTITION BY article_id ORDER BY id DESC) AS age "
                "FROM mcp_article_version) v WHERE age > %s LIMIT 10000",
                KEPT,
            )
        )
        self.browse(row[0] for row in self.env.cr.fetchall()).unlink()
