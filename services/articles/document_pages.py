"""OCA's document pages (https://github.com/OCA/knowledge, ``document_page``).

A page is below a category, itself a ``document.page`` whose text is the list of its
pages; every text is a row of ``document.page.history``. Who reads and writes is decided
by Odoo's groups alone.
"""

from __future__ import annotations

from typing import Any

from odoo import models

from ..errors import ToolError
from .source import Access, Source, Stored, Version

CATEGORY = "category"
HISTORY = "document.page.history"


class DocumentPages(Source):
    """OCA's document pages as articles."""

    name = "document_page"
    model = "document.page"
    body = "content"
    text = "content"

    def access(self, article: models.BaseModel) -> str:
        if article.type == CATEGORY:
            return self.env._("a category, for all with rights to document pages")
        return self.env._("for all with rights to document pages")

    def new(self, stored: Stored, access: Access) -> models.BaseModel:
        self._refuse_access(access)
        self._check_above(stored)
        return super().new(Stored(stored.values, stored.html or "<p></p>"), Access())

    def change(self, article: models.BaseModel, stored: Stored) -> None:
        if stored.html is not None and article.type == CATEGORY:
            raise ToolError(
                self.env._("%s is a category: its text is the list of its pages.")
                % article.name
            )
        self._check_above(stored)
        article.invalidate_recordset(["history_ids"])
        super().change(article, stored)

    def share(self, article: models.BaseModel, access: Access) -> None:
        self._refuse_access(access)

    def versions(self, article: models.BaseModel) -> list[Version]:
        return [
            # sudo: a name only, as the history shows it
            Version(v.id, v.create_date, v.sudo().create_uid.name)
            for v in self._history(article)
        ]

    def html_of_version(self, article: models.BaseModel, version: int) -> str:
        found = self._history(article, [("id", "=", version)])
        if not found:
            raise self._no_version(version)
        return str(found.content or "")

    def _history(
        self, article: models.BaseModel, domain: list[Any] | None = None
    ) -> models.BaseModel:
        # not through history_ids: the page takes its text from the first one in the
        # cache, but Odoo would put the new one last
        versions = self.env[HISTORY]
        if "state" in versions._fields:
            # a text that waits for approval (document_page_approval) is no version yet
            domain = [("state", "=", "approved"), *(domain or [])]
        return versions.search([("page_id", "=", article.id), *(domain or [])])

    def _refuse_access(self, access: Access) -> None:
        if access.kind not in (None, "workspace_read") or access.readers:
            raise ToolError(
                self.env._(
                    "Document pages are for all who have Odoo's rights to them: leave "
                    "out access, readers and writers."
                )
            )

    def _check_above(self, stored: Stored) -> None:
        above = self.articles.browse(stored.values.get("parent_id") or ())
        if above and above.type != CATEGORY:
            raise ToolError(
                self.env._("%s is a page: pages are below categories only.")
                % above.name
            )
