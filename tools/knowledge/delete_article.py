from __future__ import annotations

from pydantic import AliasChoices, PrivateAttr

from odoo import models

from ...services.articles import source_of
from ...services.declarations import Effect, Field, mcp_tool
from ...services.errors import ToolError
from ...services.orm.context_params import ContextParams
from .answers import ArticleAnswer, answer
from .fields import REQUIRED, ArticleId
from .update_article import refuse_locked


class DeleteArticleParams(ContextParams):
    article: ArticleId = Field(
        validation_alias=AliasChoices("article", "article_id", "id"),
        description="Id or exact title.",
    )
    # counted before they are archived
    _below: int = PrivateAttr(0)


class DeleteArticle(models.AbstractModel):
    _inherit = "mcp.tools.knowledge"

    @mcp_tool(
        Effect.CHANGE,
        requires=REQUIRED,
        aliases=("odoo_delete_article", "archive_article"),
    )
    def _mcp_delete_article(self, params: DeleteArticleParams) -> ArticleAnswer:
        """Archive an article and all that is below it; update_article brings it back."""
        source = source_of(params.env_of(self))
        article = source.articles.browse(params.article)
        if not article.active:
            raise ToolError(self.env._("%s is archived already.") % article.name)
        refuse_locked(source, article)
        params._below = len(source.below(article) - article)
        source.archive(article)
        return answer(source, article, self._told(params._below))

    def _told(self, below: int) -> str | None:
        return self.env._("With it, %s articles below it.") % below if below else None

    def _sentence_delete_article(self, params: DeleteArticleParams) -> str:
        source = source_of(self.env)
        article = source.articles.browse(params.article)
        text = self.env._("Archives the article “%(name)s” and %(below)s below it.")
        return text % {"name": article.name, "below": params._below}
