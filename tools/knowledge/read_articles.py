from __future__ import annotations

from typing import Any

from pydantic import AliasChoices, BaseModel, model_validator

from odoo import models

from ...services import settings
from ...services.answers import numbers
from ...services.answers.fitting import room
from ...services.answers.lean import LeanResult
from ...services.answers.paging import next_offset, remark
from ...services.articles import Source, finding, source_of
from ...services.declarations import Effect, Field, mcp_tool
from ...services.orm import url
from ...services.orm.context_params import ContextParams
from ...services.orm.reads.paged import fitting_rows
from .fields import REQUIRED, ArticleId
from .page import Page, page_of


class ReadArticlesParams(ContextParams):
    query: str | None = Field(
        None,
        validation_alias=AliasChoices("query", "search"),
        max_length=500,
        description="Words in title or text, all of them; answers snippets.",
    )
    article: ArticleId | None = Field(
        None,
        validation_alias=AliasChoices("article", "article_id", "id"),
        description="Id or exact title: this article, with its text in Markdown.",
    )
    section: str | None = Field(
        None, description="Only this section of it, by its heading."
    )
    history: bool = Field(False, description="With the versions that it had.")
    old_version: int | None = Field(
        None, description="The text of this version instead; an id from history."
    )
    parent: ArticleId | None = Field(
        None,
        validation_alias=AliasChoices("parent", "parent_id"),
        description="Only below this article.",
    )
    depth: int = Field(2, ge=1, le=20, description="Levels of the tree.")
    include_archived: bool = Field(False, description="Archived articles, too.")
    limit: int = Field(30, ge=1, description="Articles at most.")
    offset: int = Field(
        0,
        ge=0,
        le=2**31,
        description="Articles to skip; characters to skip of the one asked for.",
    )

    @model_validator(mode="after")
    def _one_thing(self) -> ReadArticlesParams:
        if self.article is None:
            if self.section or self.history or self.old_version is not None:
                raise ValueError("section, history, old_version: of which article?")
        elif self.query or self.parent is not None:
            raise ValueError("article: either one article or a search")
        return self


class Row(BaseModel):
    """An article in a list: of a search with a snippet, of the tree with its depth."""

    id: int
    title: str
    depth: int | None = None
    below: int | None = Field(None, description="How many articles are below it.")
    above: str | None = None
    access: str | None = None
    archived: bool | None = None
    snippet: str | None = None

    def line(self) -> str:
        parts = [
            f"{'  ' * (self.depth or 0)}{self.id} {self.title}",
            f"{self.below} below" if self.below else "",
            f"below {self.above}" if self.above else "",
            self.access or "",
            "archived" if self.archived else "",
        ]
        told = "; ".join(filter(None, parts))
        return f"{told}\n    {self.snippet}" if self.snippet else told


class Articles(LeanResult):
    OPTIONAL = ("page", "articles", "next_offset", "note", "truncated")

    source: str = Field(description="knowledge, document_page or articles.")
    url: str = Field(description="Web address of an article; {id} is its id.")
    page: Page | None = Field(None, description="The article asked for.")
    articles: list[Row] = Field(default_factory=list)
    total: int
    next_offset: int | None = None
    note: str | None = None
    truncated: bool = False

    def text(self) -> str:
        more = remark(self.next_offset)
        if self.page:
            head = f"{self.source}; {self.url}{more}"
            return "\n".join(filter(None, [head, self.note, self.page.told()]))
        head = f"{len(self.articles)} of {self.total} articles{more}; {self.source}"
        lines = [row.line() for row in self.articles]
        return "\n".join(filter(None, [f"{head}; {self.url}", self.note, *lines]))


class ReadArticles(models.AbstractModel):
    _inherit = "mcp.tools.knowledge"

    @mcp_tool(
        Effect.READ,
        requires=REQUIRED,
        aliases=(
            "odoo_read_articles",
            "search_articles",
            "list_articles",
            "read_article",
            "get_article",
        ),
    )
    def _mcp_read_articles(self, params: ReadArticlesParams) -> Articles:
        """Search what people wrote down here, show its tree, or read one article.

        With query: snippets. With article: its text in Markdown, long ones page by page
        with offset. With neither: the tree of articles.
        """
        source = source_of(params.env_of(self))
        if params.article is not None:
            return self._page(source, params)
        if params.query and params.query.strip():
            return self._found(source, params)
        return self._tree(source, params)

    def _page(self, source: Source, params: ReadArticlesParams) -> Articles:
        article = source.articles.browse(params.article)
        page, following = page_of(
            source,
            article,
            offset=params.offset,
            section=params.section,
            history=params.history,
            old_version=params.old_version,
        )
        return Articles(
            source=source.name,
            url=url.template(source.articles),
            page=page,
            total=1,
            next_offset=following,
            note=page.note_of(self.env, following),
            truncated=following is not None,
        )

    def _found(self, source: Source, params: ReadArticlesParams) -> Articles:
        query = params.query or ""
        source = self._with_archived(source, params)
        ids = finding.search(source, self._domain(source, params), query)

        def row(article: models.BaseModel) -> Row:
            return Row(
                **_named(article),
                above=article.parent_id._filtered_access("read").name or None,
                access=source.access(article),
                snippet=finding.snippet(source, article, query),
            )

        limit, note = self._limit(params)
        wanted = source.articles.browse(ids[params.offset : params.offset + limit])
        return self._listed(source, [*map(row, wanted)], len(ids), params, note)

    def _tree(self, source: Source, params: ReadArticlesParams) -> Articles:
        source = self._with_archived(source, params)
        above = source.articles.browse(params.parent or ())
        domain = self._domain(source, params)
        nodes = finding.tree(source, domain, above, params.depth)
        limit, note = self._limit(params)
        rows = [
            Row(
                **_named(node.article),
                depth=node.depth,
                below=node.children,
                # what is below has the access of the top
                access=source.access(node.article) if node.depth == 0 else None,
            )
            for node in nodes[params.offset : params.offset + limit]
        ]
        return self._listed(source, rows, len(nodes), params, note)

    def _with_archived(self, source: Source, params: ReadArticlesParams) -> Source:
        if not params.include_archived:
            return source
        return type(source)(source.articles.with_context(active_test=False).env)

    def _domain(self, source: Source, params: ReadArticlesParams) -> list[Any]:
        domain = source.domain()
        if params.parent is not None:
            below = [("id", "child_of", params.parent), ("id", "!=", params.parent)]
            domain = [*domain, *below]
        return domain

    def _limit(self, params: ReadArticlesParams) -> tuple[int, str | None]:
        return numbers.capped(
            params.limit, settings.get(self.env, "max_limit"), "limit"
        )

    def _listed(
        self,
        source: Source,
        rows: list[Row],
        total: int,
        params: ReadArticlesParams,
        note: str | None,
    ) -> Articles:
        kept = fitting_rows(rows, room(self.env))
        return Articles(
            source=source.name,
            url=url.template(source.articles),
            articles=kept,
            total=total,
            next_offset=next_offset(params.offset, len(kept), total),
            note=note,
            truncated=len(kept) < len(rows),
        )


def _named(article: models.BaseModel) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.display_name or "",
        "archived": not article.active or None,
    }
