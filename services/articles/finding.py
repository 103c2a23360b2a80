"""Search and tree: what the caller sees of the articles, by Odoo's own rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from odoo import models

from .source import Source
from .words import plain

MOST_WORDS = 10
AROUND = 100
LARGEST_TREE = 10_000


@dataclass
class Node:
    """An article in the tree; ``depth`` counts from what was asked for."""

    article: models.BaseModel
    depth: int
    children: int


def words_of(query: str) -> list[str]:
    """The words of a query; of a long one the first."""
    return query.split()[:MOST_WORDS]


def search(source: Source, domain: list[Any], query: str) -> list[int]:
    """Ids of the articles that have every word; those with all in the title first."""
    words = words_of(query)
    titled = [("name", "ilike", word) for word in words]
    anywhere: list[Any] = []
    for word in words:
        anywhere += ["|", ("name", "ilike", word), (source.text, "ilike", word)]
    first = source.articles.search([*domain, *titled]).ids
    rest = [("id", "not in", first)]
    return first + source.articles.search([*domain, *rest, *anywhere]).ids


def snippet(source: Source, article: models.BaseModel, query: str) -> str | None:
    """Some words around the first hit."""
    text = article[source.text] or ""
    if source.articles._fields[source.text].type == "html":
        text = plain(text)
    text = " ".join(text.split())
    folded = text.casefold()
    places = [folded.find(word.casefold()) for word in words_of(query)]
    place = min((p for p in places if p >= 0), default=0)
    start = max(0, place - AROUND)
    cut = text[start : place + 2 * AROUND]
    if not cut:
        return None
    return f"{'…' if start else ''}{cut}{'…' if start + len(cut) < len(text) else ''}"


def tree(
    source: Source, domain: list[Any], above: models.BaseModel, depth: int
) -> list[Node]:
    """The articles below ``above``, or all of them, in the order of the tree."""
    seen = source.articles.search(domain, limit=LARGEST_TREE)
    ids = {*seen.ids, *above.ids}
    below: dict[int, list[models.BaseModel]] = {}
    for article in seen:
        parent = article.parent_id
        # the caller may be unable to read the article above
        below.setdefault(parent.id if parent.id in ids else 0, []).append(article)
    nodes: list[Node] = []

    def walk(parent: int, level: int) -> None:
        for article in below.get(parent, []):
            count = len(below.get(article.id, []))
            nodes.append(Node(article, level, count))
            if level + 1 < depth:
                walk(article.id, level + 1)

    walk(above.id or 0, 0)
    return nodes
