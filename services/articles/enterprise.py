"""Odoo's own Knowledge (Enterprise), by the names that it has in 16.0 to 19.0.

Fields ``name``, ``body``, ``icon``, ``parent_id``, ``category``, ``internal_permission``,
``inherited_permission``, ``article_member_ids``, ``is_locked``, ``is_template``,
``to_delete``; methods ``article_create(title, parent_id, is_private)``,
``move_to(parent_id, before_article_id, category)``, ``invite_members(partners,
permission)``, ``_set_internal_permission(permission)``,
``action_send_to_trash()``; history by Odoo's ``html.field.history.mixin`` (from
``knowledge/models/knowledge_article.py``). It is no part of Odoo Community: this file
follows what is known of it and is not run against it by our tests.
"""

from __future__ import annotations

from typing import Any

from odoo import fields, models

from ..errors import ToolError
from .source import Access, Source, Stored, Version

INTERNAL = {
    "private": "none",
    "shared": "none",
    "workspace_read": "read",
    "workspace_write": "write",
}


class Knowledge(Source):
    """Odoo's own Knowledge (Enterprise) as articles."""

    name = "knowledge"
    model = "knowledge.article"

    def domain(self) -> list[Any]:
        return [("is_template", "=", False)] if self.field_of("is_template") else []

    def access(self, article: models.BaseModel) -> str:
        permission = article.inherited_permission
        return f"{article.category}, {permission}" if permission else article.category

    def new(self, stored: Stored, access: Access) -> models.BaseModel:
        values = dict(stored.values)
        below = values.pop("parent_id", False)
        private = not below and access.kind in (None, "private", "shared")
        made = self.articles.article_create(
            title=values.pop("name"), parent_id=below, is_private=private
        )
        # Odoo would put the title before the text
        made.write({**values, self.body: stored.html or False})
        if access.is_said():
            self.share(made, access)
        return made

    def change(self, article: models.BaseModel, stored: Stored) -> None:
        values = dict(stored.values)
        if "parent_id" in values:
            above = values.pop("parent_id")
            article.move_to(
                parent_id=above, category=False if above else article.category
            )
        super().change(article, Stored(values, stored.html))

    def share(self, article: models.BaseModel, access: Access) -> None:
        if access.kind and INTERNAL[access.kind] != article.internal_permission:
            article._set_internal_permission(INTERNAL[access.kind])
        for people, permission in ((access.readers, "read"), (access.writers, "write")):
            if access.of(people, "res.groups"):
                raise ToolError(
                    self.env._("Knowledge shares with people, not with groups.")
                )
            users = access.of(people, "res.users")
            if users:
                # sudo: partners of users are not for everybody to read
                partners = self.env["res.users"].browse(users).sudo().partner_id
                article.invite_members(partners.sudo(False), permission)

    def archive(self, article: models.BaseModel) -> None:
        article.action_send_to_trash()

    def versions(self, article: models.BaseModel) -> list[Version]:
        if "html_field_history_metadata" not in article._fields:
            return []
        kept = (article.html_field_history_metadata or {}).get(self.body, [])
        return [
            Version(v["revision_id"], _moment(v["create_date"]), v["create_user_name"])
            for v in kept
        ]

    def html_of_version(self, article: models.BaseModel, version: int) -> str:
        if version not in [known.id for known in self.versions(article)]:
            raise self._no_version(version)
        return article.html_field_history_get_content_at_revision(self.body, version)


def _moment(text: str) -> Any:
    return fields.Datetime.to_datetime(text[:19].replace("T", " "))
