"""Which tools fit some words, and how well."""

from __future__ import annotations

import functools
import math
import re
from typing import Any

from .catalog import Declaration
from .thesaurus import MEANINGS

WORD = re.compile(r"[a-z0-9]+")
SILENT = frozenset(
    "a all an and any are be by can did do does for from get has have how i in is it me "
    "my not of on or our please that the there this to was we what which with".split()
)
SYNONYM = 0.8
# what a tool is worth of whose words some say nothing
PARTLY = 0.5
# a tool that fits nearly as well as the best, and how many of them
NEARLY, CLOSEST = 0.8, 3
# what a word is worth by where it stands
NAME, ALIAS, TOOLSET, TEXT, ARGUMENT, HELP = 4.0, 3.0, 2.0, 1.5, 1.0, 0.5


def best(tools: list[Declaration], query: str) -> list[Declaration]:
    """The tools that fit ``query``, best first; all where it says nothing."""
    if not _words(query):
        return tools
    scores = _scores(tools, query)
    fitting = [tool for tool in tools if scores[tool] > 0]
    # of two that fit alike, the one that changes nothing
    return sorted(fitting, key=lambda tool: (-scores[tool], tool.effects[0]))


def says(tool: Declaration, query: str) -> bool:
    """Whether name or description know every word of ``query``."""
    return all(_meant(tool, word) >= SYNONYM * TEXT for word in _words(query))


def closest(found: list[Declaration], query: str) -> list[Declaration]:
    """Of what ``best`` found, the few that are probably meant."""
    if not _words(query):
        return found[:CLOSEST]
    scores = _scores(found, query)
    least = NEARLY * max(scores.values(), default=0.0)
    return [tool for tool in found[:CLOSEST] if scores[tool] >= least]


def _scores(tools: list[Declaration], query: str) -> dict[Declaration, float]:
    """What each is worth; the one whose name is said, all the world."""
    words = _words(query)
    values = {tool: [_meant(tool, word) for word in words] for tool in tools}
    rare = [_rarity(column) for column in zip(*values.values(), strict=True)]
    scores = {tool: _score(row, rare) for tool, row in values.items()}
    named = {t: math.inf for t in tools if query.strip() in t.names}
    return {**scores, **named}


def _words(text: str) -> list[str]:
    return [word for word in WORD.findall(text.lower()) if word not in SILENT]


def _meant(tool: Declaration, word: str) -> float:
    """What the word is worth, or the one that the tools have for it."""
    others = [_value(tool, other) for other in MEANINGS.get(word, ())]
    return max(_value(tool, word), SYNONYM * max(others, default=0.0))


def _value(tool: Declaration, word: str) -> float:
    keys = _keys(word)
    return max((worth for worth, found in _places(tool) if keys & found), default=0.0)


@functools.lru_cache(maxsize=1024)
def _places(tool: Declaration) -> tuple[tuple[float, frozenset[str]], ...]:
    """What a word is worth, and the words, by place."""
    arguments = tool.input_schema["properties"]
    texts = (
        (NAME, tool.name.replace("_", " ")),
        (ALIAS, " ".join(tool.mark.aliases or ()).replace("_", " ")),
        (TOOLSET, tool.toolset),
        (TEXT, tool.description),
        (ARGUMENT, " ".join(arguments).replace("_", " ")),
        (HELP, " ".join(map(_help, arguments.values()))),
    )
    return tuple(
        (worth, frozenset().union(*map(_keys, _words(text)))) for worth, text in texts
    )


def _help(facts: dict[str, Any]) -> str:
    return " ".join(map(str, [facts.get("description", ""), *facts.get("enum", ())]))


@functools.lru_cache(maxsize=8192)
def _keys(word: str) -> frozenset[str]:
    """The word, and what it has in common with other endings (invoice, invoices)."""
    return frozenset((word, f"{_stem(word)}-") if len(word) > 3 else (word,))


def _stem(word: str) -> str:
    for ending in (
        "ations",
        "ation",
        "ments",
        "ment",
        "ings",
        "ing",
        "ies",
        "ed",
        "es",
        "s",
        "y",
        "e",
    ):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word[: -len(ending)]
    return word


def _score(row: list[float], rare: list[float]) -> float:
    """What the words are worth; less where the tool knows some of them only."""
    worth = sum(value * weight for value, weight in zip(row, rare, strict=True))
    known = sum(1 for value in row if value) / len(row)
    return worth * (PARTLY + (1 - PARTLY) * known)


def _rarity(column: tuple[float, ...]) -> float:
    """A word that few tools have says more."""
    having = sum(1 for value in column if value)
    return math.log(1 + len(column) / having) if having else 0.0
