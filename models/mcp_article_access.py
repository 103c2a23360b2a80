"""What a user may not do to an article although the record rules let him write it."""

from __future__ import annotations

from typing import Any

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError

from .mcp_article import SHARING

CONTENT = {"name", "icon", "body", "parent_id", "active"}
MANAGERS = "odoo_mcp.group_administrator"


class McpArticle(models.Model):
    _inherit = "mcp.article"

    can_write = fields.Boolean(compute="_compute_can")
    can_share = fields.Boolean(compute="_compute_can")

    @api.depends("category", "owner_id", "writer_ids", "writer_group_ids", "parent_id")
    @api.depends_context("uid")
    def _compute_can(self) -> None:
        for article in self:
            article.can_write = article.has_access("write")
            article.can_share = article.can_write and article._is_managed()

    def _is_managed(self) -> bool:
        """Whether the user decides who sees it: its owner, or an administrator."""
        user = self.env.user
        return all(a.owner_id in (user, user.browse()) for a in self) or user.has_group(
            MANAGERS
        )

    def action_toggle_lock(self) -> None:
        """The button: lock or unlock."""
        for article in self:
            article.is_locked = not article.is_locked

    def _refuse_changes(self, values: dict[str, Any]) -> None:
        for article in self:
            article._refuse_locked(values)
            if not set(SHARING).isdisjoint(values):
                article._refuse_sharing(values)
            if "parent_id" in values:
                article._refuse_move(self.browse(values["parent_id"]))

    def _refuse_locked(self, values: dict[str, Any]) -> None:
        if self.is_locked and values.get("is_locked") is not False:
            if not CONTENT.isdisjoint(values):
                raise UserError(_("%s is locked: unlock it first.") % self.name)

    def _refuse_sharing(self, values: dict[str, Any]) -> None:
        if self.parent_id and "parent_id" not in values:
            raise UserError(
                _("%(name)s is seen by who sees %(above)s: share that one.")
                % {"name": self.name, "above": self.parent_id.name}
            )
        if not self._is_managed():
            raise AccessError(
                _("%(owner)s owns %(name)s, and decides who sees it.")
                % {"owner": self.owner_id.name, "name": self.name}
            )

    def _refuse_move(self, above: models.BaseModel) -> None:
        if not above:
            return
        above.check_access("write")
        if self.parent_path and above.parent_path.startswith(self.parent_path):
            raise UserError(
                _("%(name)s cannot be below itself: %(above)s is, already.")
                % {"name": self.name, "above": above.name}
            )
        if self._top() != above._top() and not self._is_managed():
            raise AccessError(
                _("Others would see %(name)s there: its owner %(owner)s may move it.")
                % {"name": self.name, "owner": self.owner_id.name}
            )

    def _top(self) -> str:
        return (self.parent_path or f"{self.id}/").split("/")[0]

    def _unsubscribe_strangers(self) -> None:
        """Remove followers who may no longer see an article: they must get no mail."""
        # sudo: followers lose what they cannot see, whoever they are
        articles = (self | self._below()).sudo()
        for user in articles.message_partner_ids.user_ids:
            seen = articles.with_user(user)._filtered_access("read")
            lost = articles - seen.sudo()
            lost.message_unsubscribe(user.partner_id.ids)
