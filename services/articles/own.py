"""This addon's articles, where no other place for them is installed."""

from __future__ import annotations

from typing import Any

from odoo import Command, models

from .source import Access, Source, Stored, Version


class OwnArticles(Source):
    """The articles of this addon (``mcp.article``)."""

    name = "articles"
    model = "mcp.article"
    text = "body_text"

    def access(self, article: models.BaseModel) -> str:
        if article.category == "workspace":
            if article.workspace_write:
                return self.env._("workspace, everybody may change it")
            return self.env._("workspace, to read")
        if article.category == "private":
            return self.env._("private")
        named = [
            f"{label}: {', '.join(names)}"
            for label, names in (
                (self.env._("read"), _names(article, "reader")),
                (self.env._("change"), _names(article, "writer")),
            )
            if names
        ]
        return "; ".join([self.env._("shared"), *named])

    def new(self, stored: Stored, access: Access) -> models.BaseModel:
        values = {**stored.values, self.body: stored.html or False}
        return self.articles.create({**values, **self._sharing(access)})

    def share(self, article: models.BaseModel, access: Access) -> None:
        article.write(self._sharing(access))

    def _sharing(self, access: Access) -> dict[str, Any]:
        values: dict[str, Any] = {}
        if access.kind:
            values["category"] = access.kind.split("_")[0]
            values["workspace_write"] = access.kind == "workspace_write"
        for name, people in (("reader", access.readers), ("writer", access.writers)):
            if people is None:
                continue
            users = access.of(people, "res.users")
            groups = access.of(people, "res.groups")
            values[f"{name}_ids"] = [Command.set(users)]
            values[f"{name}_group_ids"] = [Command.set(groups)]
        return values

    def versions(self, article: models.BaseModel) -> list[Version]:
        return [
            # sudo: a name only, as the history shows it
            Version(v.id, v.create_date, v.sudo().create_uid.name)
            for v in article.version_ids
        ]

    def html_of_version(self, article: models.BaseModel, version: int) -> str:
        found = article.version_ids.filtered(lambda v: v.id == version)
        if not found:
            raise self._no_version(version)
        return str(found.body or "")


def _names(article: models.BaseModel, name: str) -> list[str]:
    # sudo: names of those it is shared with, as the form shows them
    seen = article.sudo()
    people, groups = seen[f"{name}_ids"], seen[f"{name}_group_ids"]
    return [*people.mapped("name"), *groups.mapped("display_name")]
