"""Finds the tools that fit some words, and ranks them."""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from ..catalog import Declaration
from . import foreign_words
from .thesaurus import MEANINGS

WORD = re.compile(r"[^\W_]+")
SILENT = frozenset(
    "a all an and any are as be by can did do does for from get has have how i in is it me "
    "my not of on or our please that the there this to was we what which with".split()
)
SYNONYM = 0.8
# factor for a tool that does not have all of the words
PARTLY = 0.5
# a tool that fits nearly as well as the best, and how many of them
NEARLY, CLOSEST = 0.8, 3
# what a word is worth by where it stands
NAME, ALIAS, TOOLSET, TEXT, ARGUMENT, HELP = 4.0, 3.0, 2.0, 1.5, 1.0, 0.5


def best(tools: list[Declaration], query: str) -> list[Declaration]:
    """The tools that fit ``query``, best first; all of them for an empty one."""
    if not _asked(query):
        return tools
    scores = _scores(tools, query)
    fitting = [tool for tool in tools if scores[tool] > 0]
    # of two tools that fit equally well, the one that only reads comes first
    return sorted(fitting, key=lambda tool: (-scores[tool], tool.effects[0]))


def says(tool: Declaration, query: str) -> bool:
    """Whether name or description know every word of ``query``."""
    return all(_meant(tool, word) >= SYNONYM * TEXT for word in _asked(query))


def knows(tool: Declaration, query: str) -> bool:
    """Whether every word of ``query`` stands anywhere in it."""
    return all(_meant(tool, word) for word in _as_written([tool], _asked(query)))


def does(tool: Declaration, query: str, things: Iterable[str]) -> bool:
    """Whether it says most of the words, and is called by one that is no thing."""
    words = _asked(query)
    said = {word: _meant(tool, word) for word in words}
    most = 2 * sum(worth >= SYNONYM * TEXT for worth in said.values()) > len(words)
    return most and any(said[w] >= SYNONYM * ALIAS for w in {*words} - {*things})


def is_called(tool: Declaration, query: str) -> bool:
    """Whether its name has a word of ``query``."""
    return any(_meant(tool, word) >= SYNONYM * ALIAS for word in _asked(query))


def is_made_for(tool: Declaration, query: str) -> bool:
    """Whether it is called so."""
    return all(_meant(tool, word) >= SYNONYM * ALIAS for word in _asked(query))


def closest(found: list[Declaration], query: str) -> list[Declaration]:
    """Of what ``best`` found, the few that score nearly as well as the first one."""
    if not _asked(query):
        return found[:CLOSEST]
    scores = _scores(found, query)
    least = NEARLY * max(scores.values(), default=0.0)
    return [tool for tool in found[:CLOSEST] if scores[tool] >= least]


def _scores(tools: list[Declaration], query: str) -> dict[Declaration, float]:
    """The score of each tool; the one whose name is the query has the highest."""
    words = _as_written(tools, _asked(query))
    values = {tool: [_meant(tool, word) for word in words] for tool in tools}
    rare = [_rarity(column) for column in zip(*values.values(), strict=True)]
    scores = {tool: _score(row, rare) for tool, row in values.items()}
    named = {t: math.inf for t in tools if query.strip() in t.names}
    return {**scores, **named}


def words_of(text: str) -> list[str]:
    """The words that say something, in lower case and without accents."""
    plain = "".join(
        sign
        for sign in unicodedata.normalize("NFKD", text.lower())
        if not unicodedata.combining(sign)
    )
    return [word for word in WORD.findall(plain) if word not in SILENT]


@functools.lru_cache(maxsize=1024)
def _asked(query: str) -> list[str]:
    """The words of a query; those that only a user of another language writes, too."""
    words = words_of(query)
    if not any(word in foreign_words.WORDS for word in words):
        return words
    return [word for word in words if word not in foreign_words.SILENT] or words


def _as_written(tools: list[Declaration], words: list[str]) -> list[str]:
    """Two words as the one that some tool writes for them: write off, writeoff."""
    if not words:
        return []
    joined = "".join(words[:2])
    if len(words) > 1 and any(_value(tool, joined) for tool in tools):
        return [joined, *_as_written(tools, words[2:])]
    return [words[0], *_as_written(tools, words[1:])]


def _meant(tool: Declaration, word: str) -> float:
    """The score of a word, or of the word that the tools use for it."""
    meant = (*MEANINGS.get(word, ()), *foreign_words.WORDS.get(word, ()))
    others = [_value(tool, other) for other in meant]
    return max(_value(tool, word), SYNONYM * max(others, default=0.0))


def _value(tool: Declaration, word: str) -> float:
    keys = _keys(word)
    return max((worth for worth, found in _places(tool) if keys & found), default=0.0)


@functools.lru_cache(maxsize=1024)
def _places(tool: Declaration) -> tuple[tuple[float, frozenset[str]], ...]:
    """Each place of a tool with the score of a word there, and the words in it."""
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
        (worth, frozenset().union(*map(_keys, words_of(text)))) for worth, text in texts
    )


def _help(facts: dict[str, Any]) -> str:
    return " ".join(map(str, [facts.get("description", ""), *facts.get("enum", ())]))


@functools.lru_cache(maxsize=8192)
def _keys(word: str) -> frozenset[str]:
    """The word, and what it has in common with other endings (invoice, invoices)."""
    return frozenset((word, f"{stem(word)}-") if len(word) > 3 else (word,))


def stem(word: str) -> str:
    """The word without its English ending."""
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
    """The score of all words, lowered where the tool has only some of them."""
    worth = sum(value * weight for value, weight in zip(row, rare, strict=True))
    known = sum(1 for value in row if value) / len(row)
    return worth * (PARTLY + (1 - PARTLY) * known)


def _rarity(column: tuple[float, ...]) -> float:
    """How much a word counts: more, the fewer tools have it."""
    having = sum(1 for value in column if value)
    return math.log(1 + len(column) / having) if having else 0.0
