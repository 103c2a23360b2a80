"""An article as the tools answer it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from odoo import models

from ...services.answers.lean import LeanResult
from ...services.articles import Source
from ...services.orm import url
from ...services.orm.reads import values
from ...services.orm.reads.cells import cell


class Article(BaseModel):
    id: int
    title: str
    icon: str | None = None
    above: dict[str, Any] | None = Field(None, description="The article above it.")
    access: str = Field(description="Who sees it.")
    locked: bool = False
    archived: bool = False
    changed: str | None = None
    changed_by: str | None = None
    version: str = Field(description="Give it back as expected_version.")

    def line(self) -> str:
        parts = [
            f"{self.id} {' '.join(filter(None, [self.icon, self.title]))}",
            f"below {cell(self.above)}" if self.above else "",
            self.access,
            "locked" if self.locked else "",
            "archived" if self.archived else "",
            f"changed {self.changed} by {self.changed_by}",
            f"version {self.version}",
        ]
        return "; ".join(filter(None, parts))


class ArticleAnswer(LeanResult, Article):
    """One article, as it is after the call."""

    OPTIONAL = ("icon", "above", "locked", "archived", "note")

    source: str = Field(description="knowledge, document_page or articles.")
    url: str
    note: str | None = None

    def text(self) -> str:
        head = f"{self.line()}; {self.source}"
        return "\n".join(filter(None, [head, self.note, self.url]))


def facts(source: Source, article: models.BaseModel) -> dict[str, Any]:
    """What ``Article`` takes, of an article that the caller may read."""

    def of(name: str) -> Any:
        return values.of(article, article._fields[name])[0]

    # the caller may be unable to read the article above
    above = article.parent_id._filtered_access("read")
    icon = source.field_of("icon")
    return {
        "id": article.id,
        "title": article.name or "",
        "icon": article[icon] or None if icon else None,
        "above": {"id": above.id, "name": above.name} if above else None,
        "access": source.access(article),
        "locked": source.is_locked(article),
        "archived": not article.active,
        "changed": of("write_date"),
        # sudo: a name only, as Odoo's own lists show it
        "changed_by": article.sudo().write_uid.name,
        "version": source.version(article),
    }


def answer(
    source: Source, article: models.BaseModel, note: str | None = None
) -> ArticleAnswer:
    """The article as the database has it now."""
    article.env.flush_all()
    article.env.invalidate_all()
    return ArticleAnswer(
        **facts(source, article),
        source=source.name,
        url=url.of(article),
        note=note,
    )
