"""Articles: a tree of pages. ``mcp_article_access.py`` says who may do what."""

from __future__ import annotations

from typing import Any

from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..services.articles.words import plain

# who may see it; a sub-article has what the article above it has
SHARING = (
    "category",
    "owner_id",
    "workspace_write",
    "reader_ids",
    "writer_ids",
    "reader_group_ids",
    "writer_group_ids",
)
CATEGORIES = [
    ("private", "Private"),
    ("shared", "Shared"),
    ("workspace", "Workspace"),
]


class McpArticle(models.Model):
    _name = "mcp.article"
    _description = "Article"
    _inherit = ["mcp.seen.links", "mail.thread", "mail.activity.mixin"]
    _seen_links = ("parent_id", "child_ids")
    _order = "sequence, name, id"
    _parent_store = True
    _mail_post_access = "read"

    name = fields.Char("Title", required=True, tracking=True, index="trigram")
    icon = fields.Char("Emoji", help="An emoji before the title.")
    active = fields.Boolean(default=True, tracking=True)
    body = fields.Html(prefetch=False)
    body_text = fields.Text(
        compute="_compute_body_text",
        store=True,
        index="trigram",
        prefetch=False,
        help="The words of the article, for searching.",
    )
    parent_id = fields.Many2one(
        "mcp.article",
        "Above",
        index=True,
        ondelete="restrict",
        tracking=True,
        domain="[('id', '!=', id)]",
        help="The article that this one belongs below; its readers read this one.",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("mcp.article", "parent_id", "Sub-articles")
    child_count = fields.Integer(compute="_compute_child_count")
    sequence = fields.Integer(default=10)
    is_locked = fields.Boolean(
        "Locked", tracking=True, help="Nobody changes it until it is unlocked."
    )
    version_ids = fields.One2many("mcp.article.version", "article_id", "Versions")
    category = fields.Selection(
        CATEGORIES,
        "Access",
        compute="_compute_category",
        store=True,
        readonly=False,
        recursive=True,
        required=True,
        precompute=True,
        tracking=True,
        help="Private: its owner alone. Shared: with the people and groups named. "
        "Workspace: everybody who works here reads it.",
    )
    owner_id = fields.Many2one(
        "res.users",
        "Owner",
        compute="_compute_owner_id",
        store=True,
        readonly=False,
        recursive=True,
        precompute=True,
        tracking=True,
        domain=[("share", "=", False)],
    )
    workspace_write = fields.Boolean(
        "Everybody may change it",
        compute="_compute_workspace_write",
        store=True,
        readonly=False,
        recursive=True,
    )
    reader_ids = fields.Many2many(
        "res.users",
        "mcp_article_reader_rel",
        string="People who read",
        compute="_compute_reader_ids",
        store=True,
        readonly=False,
        recursive=True,
        domain=[("share", "=", False)],
    )
    writer_ids = fields.Many2many(
        "res.users",
        "mcp_article_writer_rel",
        string="People who read and change",
        compute="_compute_writer_ids",
        store=True,
        readonly=False,
        recursive=True,
        domain=[("share", "=", False)],
    )
    reader_group_ids = fields.Many2many(
        "res.groups",
        "mcp_article_reader_group_rel",
        string="Groups that read",
        compute="_compute_reader_group_ids",
        store=True,
        readonly=False,
        recursive=True,
    )
    writer_group_ids = fields.Many2many(
        "res.groups",
        "mcp_article_writer_group_rel",
        string="Groups that read and change",
        compute="_compute_writer_group_ids",
        store=True,
        readonly=False,
        recursive=True,
    )

    @api.depends("body")
    def _compute_body_text(self) -> None:
        for article in self:
            article.body_text = plain(article.body)

    @api.depends("child_ids")
    def _compute_child_count(self) -> None:
        counted = self._read_group(
            [("parent_id", "in", self.ids)], ["parent_id"], ["__count"]
        )
        counts = {parent.id: count for parent, count in counted}
        for article in self:
            article.child_count = counts.get(article.id, 0)

    @api.depends("icon", "name")
    def _compute_display_name(self) -> None:
        for article in self:
            shown = filter(None, [article.icon, article.name])
            article.display_name = " ".join(shown)

    # one method a field: Odoo computes the fields of one method together, and then
    # what somebody wrote into one of them would be lost with the others

    @api.depends("parent_id.category")
    def _compute_category(self) -> None:
        self._take_from_above("category", "private")

    @api.depends("parent_id.owner_id")
    def _compute_owner_id(self) -> None:
        self._take_from_above("owner_id", self.env.user)

    @api.depends("parent_id.workspace_write")
    def _compute_workspace_write(self) -> None:
        self._take_from_above("workspace_write", False)

    @api.depends("parent_id.reader_ids")
    def _compute_reader_ids(self) -> None:
        self._take_from_above("reader_ids", False)

    @api.depends("parent_id.writer_ids")
    def _compute_writer_ids(self) -> None:
        self._take_from_above("writer_ids", False)

    @api.depends("parent_id.reader_group_ids")
    def _compute_reader_group_ids(self) -> None:
        self._take_from_above("reader_group_ids", False)

    @api.depends("parent_id.writer_group_ids")
    def _compute_writer_group_ids(self) -> None:
        self._take_from_above("writer_group_ids", False)

    def _take_from_above(self, name: str, default: Any) -> None:
        """Take it from the article above; an article at the top keeps its own."""
        for article in self:
            if article.parent_id:
                article[name] = article.parent_id[name]
            else:
                article[name] = article[name] or default

    @api.constrains("parent_id")
    def _check_parent_id(self) -> None:
        if self._has_cycle():
            raise ValidationError(_("An article cannot be below itself."))

    @api.constrains("parent_id", *SHARING)
    def _check_sharing(self) -> None:
        for article in self.filtered("parent_id"):
            if any(article[name] != article.parent_id[name] for name in SHARING):
                raise ValidationError(
                    _("%(name)s is seen by who sees %(above)s: share that one.")
                    % {"name": article.name, "above": article.parent_id.name}
                )

    @api.constrains("active", "parent_id")
    def _check_active(self) -> None:
        for article in self.filtered("active"):
            if article.parent_id and not article.parent_id.active:
                raise ValidationError(
                    _("%(name)s would be below %(above)s, which is archived.")
                    % {"name": article.name, "above": article.parent_id.name}
                )

    @api.model_create_multi
    def create(self, vals_list: list[dict[str, Any]]) -> McpArticle:
        """Whoever creates an article owns it, unless it is below another one."""
        created = super().create([self._as_created(values) for values in vals_list])
        created._settle_sharing()
        created.filtered("body")._keep_version()
        return created

    def _as_created(self, values: dict[str, Any]) -> dict[str, Any]:
        above = values.get("parent_id", self.env.context.get("default_parent_id"))
        if above:
            return {n: value for n, value in values.items() if n not in SHARING}
        return values if self.env.su else {**values, "owner_id": self.env.uid}

    def write(self, values: dict[str, Any]) -> bool:
        """With an article its sub-articles are archived and brought back."""
        if values.get("parent_id"):
            # a form sends along what it computed
            values = {n: value for n, value in values.items() if n not in SHARING}
        if not self.env.su:
            self._refuse_changes(values)
        articles = self
        if "active" in values:
            articles |= self._below()
        result = super(McpArticle, articles).write(values)
        if not {"parent_id", *SHARING}.isdisjoint(values):
            self._settle_sharing()
            self._unsubscribe_strangers()
        if "body" in values:
            self._keep_version()
        return result

    def _settle_sharing(self) -> None:
        """Compute the sharing of sub-articles at once: record rules search by it."""
        self.flush_model(SHARING)

    def _below(self) -> McpArticle:
        everything = self.with_context(active_test=False)
        return everything.search([("id", "child_of", self.ids)]) - self

    def _keep_version(self) -> None:
        # sudo: versions are made by changing an article, and by nobody directly
        self.env["mcp.article.version"].sudo()._keep(self.sudo())

    @api.ondelete(at_uninstall=False)
    def _refuse_deletion_above_others(self) -> None:
        # sudo: they count, whoever may see them
        for article in self.sudo():
            if article._below() - self.sudo():
                raise UserError(
                    _("%s has sub-articles: archive it, or delete them first.")
                    % article.name
                )

    def copy_data(self, default: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Mark copies in their title."""
        copies = super().copy_data(default)
        if "name" in (default or {}):
            return copies
        for article, values in zip(self, copies, strict=True):
            values["name"] = _("%s (copy)") % article.name
        return copies
