from __future__ import annotations

from typing import Any, Literal

from pydantic import AliasChoices, model_validator

from odoo import models
from odoo.tools import html_sanitize

from ...services.articles import Source, source_of
from ...services.articles.editing import belong, edited, refuse_stale
from ...services.articles.source import Stored
from ...services.declarations import Effect, Field, mcp_tool
from ...services.errors import ToolError
from ...services.orm.writes.html import same_html
from .answers import ArticleAnswer, answer
from .fields import LONGEST, REQUIRED, ArticleFields, ArticleId

HOW = ("mode", "section", "expected_version", "lang", "company_id", "article")


class UpdateArticleParams(ArticleFields):
    article: ArticleId = Field(
        validation_alias=AliasChoices("article", "article_id", "id"),
        description="Id or exact title.",
    )
    title: str | None = Field(
        None,
        min_length=1,
        max_length=250,
        validation_alias=AliasChoices("title", "name"),
        description="New.",
    )
    body: str | None = Field(
        None,
        max_length=LONGEST,
        validation_alias=AliasChoices("body", "content"),
        description="Markdown.",
    )
    mode: Literal["replace", "append", "section"] = Field(
        "replace",
        description="What body does: replaces the whole text, is added at the end, or "
        "replaces one section. The last two leave the rest untouched.",
    )
    section: str | None = Field(
        None, description='Its heading, or "Above > Heading"; for mode section.'
    )
    expected_version: str | None = Field(
        None, description="As read_articles said; refused if it changed since."
    )
    parent: ArticleId | None = Field(
        None,
        validation_alias=AliasChoices("parent", "parent_id"),
        description="Moves it below this article; null: to the top.",
    )
    locked: bool | None = Field(None, description="Nobody changes it until unlocked.")
    archived: bool | None = Field(None, description="false brings it back.")
    restore: int | None = Field(
        None, description="Id of an earlier version, from history: its text again."
    )

    @model_validator(mode="after")
    def _sensible(self) -> UpdateArticleParams:
        if self.section and self.mode == "replace":
            self.mode = "section"
        if (self.mode == "section") != bool(self.section):
            raise ValueError("section: its heading goes with mode section")
        if self.body is None and self.mode != "replace":
            raise ValueError(f"body: mode {self.mode} needs it")
        if self.body is not None and self.restore is not None:
            raise ValueError("restore: either an earlier text or a new one")
        if self.model_fields_set <= set(HOW):
            raise ValueError("say what to change")
        return self


class UpdateArticle(models.AbstractModel):
    _inherit = "mcp.tools.knowledge"

    @mcp_tool(
        Effect.CHANGE,
        requires=REQUIRED,
        aliases=("odoo_update_article", "edit_article", "update_page"),
    )
    def _mcp_update_article(self, params: UpdateArticleParams) -> ArticleAnswer:
        """Change an article: its text, one section of it, title, place, who sees it.

        What is not given stays. With expected_version nothing of another is overwritten.
        """
        source = source_of(params.env_of(self))
        article = source.articles.browse(params.article)
        refuse_stale(source, article, params.expected_version)
        self._open(source, article, params)
        stored = params.stored(
            self.env, title="name", parent="parent_id", locked="is_locked"
        )
        stored.html, pictures = self._text(source, article, params)
        source.change(article, stored)
        if params.sharing().is_said():
            source.share(article, params.sharing())
        belong(pictures, article)
        if params.archived:
            source.archive(article)
        return answer(source, article, self._not_stored(source, article, stored))

    def _open(
        self, source: Source, article: models.BaseModel, params: UpdateArticleParams
    ) -> None:
        """Refuse to change an archived or locked article.

        Unless the call brings it back, or unlocks it.
        """
        if not article.active:
            if params.archived is not False:
                raise ToolError(
                    self.env._("%s is archived: bring it back with archived false.")
                    % article.name
                )
            source.restore(article)
        if params.locked is not False:
            refuse_locked(source, article)
        if params.locked is not None and not source.field_of("is_locked"):
            raise ToolError(self.env._("Articles cannot be locked here."))

    def _text(
        self, source: Source, article: models.BaseModel, params: UpdateArticleParams
    ) -> tuple[str | None, Any]:
        if params.restore is not None:
            html = source.html_of_version(article, params.restore)
            return html, self.env["ir.attachment"]
        if params.body is None:
            return None, self.env["ir.attachment"]
        return edited(source, article, params.body, params.mode, params.section)

    def _not_stored(
        self, source: Source, article: models.BaseModel, stored: Stored
    ) -> str | None:
        """A note where the new text waits for an approval, as OCA's pages may want one."""
        if stored.html is None:
            return None
        article.env.flush_all()
        article.env.invalidate_all()
        if same_html(html_sanitize(stored.html), source.html(article)):
            return None
        return self.env._(
            "Odoo stored the text otherwise than it was given: read it, or it waits "
            "for somebody's approval."
        )

    def _sentence_update_article(self, params: UpdateArticleParams) -> str:
        article = source_of(self.env).articles.browse(params.article)
        changed = sorted(params.model_fields_set - set(HOW))
        if params.section:
            changed.append(f"“{params.section}”")
        text = self.env._("Changes the article “%(name)s”: %(what)s.")
        return text % {"name": article.name, "what": ", ".join(changed)}


def refuse_locked(source: Source, article: models.BaseModel) -> None:
    if source.is_locked(article):
        raise ToolError(
            article.env._("%s is locked: update_article with locked false first.")
            % article.name
        )
