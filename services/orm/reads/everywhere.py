"""Records of all apps that some words name.

hits(env, query, most)
  ├─ _places               what can be talked about: models with a chatter, articles
  ├─ _named                by Odoo's name search, in each of them
  └─ _by_words             where nothing has them all: each word for itself
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from odoo import api, models

from ...articles import MODELS as ARTICLES
from ...errors import ToolError
from .searching import Search, as_odoo_can, check_name_search, full_domain, stable

# of one model, unless nothing else is found
MOST_OF_A_MODEL = 5
# of a sentence the longest ones: names are rarely short
MOST_WORDS = 5
SHORTEST_WORD = 3


class Hit(NamedTuple):
    """A record that was found."""

    model: str
    id: int
    title: str


def hits(env: api.Environment, query: str, most: int) -> list[Hit]:
    """The records that ``query`` names, those that are called just so first."""
    query = " ".join(query.split())
    found = _named(env, query) or _by_words(env, query)
    return found[:most]


def _by_words(env: api.Environment, query: str) -> list[Hit]:
    """The records that words of ``query`` name, those of most words first."""
    words = {word for word in query.split() if len(word) >= SHORTEST_WORD}
    counted: Counter[Hit] = Counter()
    for word in sorted(words, key=lambda word: (-len(word), word))[:MOST_WORDS]:
        counted.update(_named(env, word))
    return [hit for hit, _count in counted.most_common()]


def _named(env: api.Environment, query: str) -> list[Hit]:
    found = [hit for place in _places(env) for hit in _in(place, query)]
    return sorted(found, key=lambda hit: hit.title.lower() != query.lower())


def _places(env: api.Environment) -> Iterator[models.BaseModel]:
    """What people look for and may read; what their menus open comes first."""
    behind_menus = (entry.model for entry in env["mcp.menus"]._entries())
    readable = (entry.model for entry in env["mcp.directory"]._entries())
    for name in dict.fromkeys((*behind_menus, *readable)):
        if name in ARTICLES or "message_ids" in env[name]._fields:
            yield env[name]


def _in(place: models.BaseModel, query: str) -> Iterator[Hit]:
    """What Odoo's name search finds; nothing where a model has none."""
    with suppress(ToolError, ValueError), as_odoo_can(place):
        check_name_search(place)
        domain = full_domain(Search([], query=query))
        order = stable(place, None)
        for record in place.search(domain, limit=MOST_OF_A_MODEL, order=order):
            yield Hit(place._name, record.id, record.display_name or "")
