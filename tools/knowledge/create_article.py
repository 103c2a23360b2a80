from __future__ import annotations

from pydantic import AliasChoices

from odoo import models

from ...services.articles import source_of
from ...services.articles.editing import belong, new_body
from ...services.declarations import Effect, Field, mcp_tool
from .answers import ArticleAnswer, answer
from .fields import LONGEST, REQUIRED, ArticleFields, ArticleId


class CreateArticleParams(ArticleFields):
    title: str = Field(
        min_length=1,
        max_length=250,
        validation_alias=AliasChoices("title", "name"),
        description="One line.",
    )
    body: str | None = Field(
        None,
        validation_alias=AliasChoices("body", "content"),
        max_length=LONGEST,
        description="Markdown: tables, code, task lists, links; pictures as "
        "/web/image/<attachment id> or data:image/…;base64.",
    )
    parent: ArticleId | None = Field(
        None,
        validation_alias=AliasChoices("parent", "parent_id"),
        description="Id or exact title of the article above it.",
    )


class CreateArticle(models.AbstractModel):
    _inherit = "mcp.tools.knowledge"

    @mcp_tool(
        Effect.ADD,
        requires=REQUIRED,
        aliases=("odoo_create_article", "create_page"),
    )
    def _mcp_create_article(self, params: CreateArticleParams) -> ArticleAnswer:
        """Write an article, in Markdown, for people to find again.

        It is private unless access, readers or writers say more, or it is below another
        article: then it is seen by who sees that one.
        """
        source = source_of(params.env_of(self))
        stored = params.stored(self.env, title="name", parent="parent_id")
        stored.html, pictures = new_body(source, params.body or "")
        made = source.new(stored, params.sharing())
        belong(pictures, made)
        note = self._not_stored(source, made, stored) if params.body else None
        return answer(source, made, note)

    def _sentence_create_article(self, params: CreateArticleParams) -> str:
        return self.env._("Writes the article “%s”.") % params.title
