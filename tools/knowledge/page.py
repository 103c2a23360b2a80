"""One article with its text, a part at a time."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from odoo import api, models

from ...services.answers.fitting import beginning, room
from ...services.answers.paging import next_offset
from ...services.articles import Source, sections
from ...services.articles.editing import as_markdown
from ...services.articles.images import MARK
from ...services.articles.losses import is_lossy
from ...services.orm import untrusted
from ...services.orm.moments import show_datetime
from .answers import Article, facts

MOST_HEADINGS = 60
MOST_VERSIONS = 30
MOST_BELOW = 50
# where a page may end: at the last empty line in its second half
BREAK = "\n\n"
# what later pages have in the place of the overview
NO_OVERVIEW = {"headings": None, "below": None, "lossy": False}


class Page(Article):
    """An article and its text, or the part of it from ``offset`` on."""

    body: str = Field(description="Markdown.")
    offset: int = 0
    characters: int = Field(description="Of the whole text.")
    headings: list[str] | None = Field(None, description="Sections to ask for.")
    below: list[dict[str, Any]] | None = Field(None, description="Articles below it.")
    history: list[dict[str, Any]] | None = Field(
        None, description="id, at, by; newest first."
    )
    lossy: bool = Field(
        False, description="It has formatting that Markdown lacks: edit by section."
    )

    def told(self) -> str:
        part = f"characters {self.offset}–{self.offset + len(self.body)}"
        lines = [
            f"{self.line()}; {part} of {self.characters}",
            f"headings: {'; '.join(self.headings)}" if self.headings else "",
            f"below: {'; '.join(map(_line, self.below))}" if self.below else "",
            f"history: {'; '.join(map(_line, self.history))}" if self.history else "",
        ]
        return "\n".join([*filter(None, lines), "", self.body])

    def note_of(self, env: api.Environment, next_offset: int | None) -> str | None:
        """How to go on, and what to mind when it is written again."""
        notes = []
        if next_offset is not None:
            notes.append(env._("The text goes on: offset %s.") % next_offset)
        if self.lossy:
            notes.append(
                env._(
                    "It has formatting that Markdown lacks: mode append or section keep "
                    "it, replace would lose it."
                )
            )
        if MARK in self.body:
            notes.append(env._("Keep %s…: pictures inside the text.") % MARK)
        return " ".join(notes) or None


def page_of(
    source: Source,
    article: models.BaseModel,
    *,
    offset: int,
    section: str | None,
    history: bool,
    old_version: int | None,
) -> tuple[Page, int | None]:
    """The part of the text that fits the answer, and where the next one begins.

    Args:
        offset: characters of the Markdown to skip.
        section: the heading of the only section to show; None for all of the text.
        history: whether to name the earlier versions.
        old_version: id of the version to show instead of the text of today.
    """
    whole = _html(source, article, old_version)
    html = sections.section(source.env, whole, section) if section else whole
    text = as_markdown(html)
    beside = {
        **(_overview(source, article, whole, html) if offset == 0 else NO_OVERVIEW),
        "history": _history(source, article) if history else None,
    }
    part = _part(text[offset:], room(source.env) - _cost(beside))
    page = Page(
        **facts(source, article),
        **beside,
        body=_fenced(article, part),
        offset=offset,
        characters=len(text),
    )
    return page, next_offset(offset, len(part), len(text))


def _html(source: Source, article: models.BaseModel, old_version: int | None) -> str:
    if old_version is None:
        return source.html(article)
    return source.html_of_version(article, old_version)


def _overview(
    source: Source, article: models.BaseModel, whole: str, html: str
) -> dict[str, Any]:
    """What the first page says of the whole article, and of the ``html`` to show."""
    return {
        "headings": sections.titles(whole)[:MOST_HEADINGS] or None,
        "below": _below(source, article),
        "lossy": is_lossy(html),
    }


def _fenced(article: models.BaseModel, part: str) -> str:
    """Text of somebody outside is marked as such, for the model that reads it."""
    if untrusted.outsiders(article):
        return untrusted.fenced(article.env, part)
    return part


def _part(text: str, budget: int) -> str:
    kept = beginning(text, budget)
    if len(kept) == len(text):
        return kept
    end = kept.rfind(BREAK, len(kept) // 2)
    return kept[: end + len(BREAK)] if end > 0 else kept


def _below(source: Source, article: models.BaseModel) -> list[dict[str, Any]] | None:
    domain = [*source.domain(), ("parent_id", "=", article.id)]
    found = source.articles.search(domain, limit=MOST_BELOW)
    return [{"id": a.id, "title": a.display_name} for a in found] or None


def _history(source: Source, article: models.BaseModel) -> list[dict[str, Any]]:
    kept = source.versions(article)[:MOST_VERSIONS]
    return [
        {"id": v.id, "at": show_datetime(source.env, v.at), "by": v.by} for v in kept
    ]


def _cost(extras: dict[str, Any]) -> int:
    # both halves of the answer carry them, and names of the facts beside them
    return 2 * len(str(extras).encode()) + 2048


def _line(row: dict[str, Any]) -> str:
    return " ".join(str(value) for value in row.values())
